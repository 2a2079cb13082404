package io.billing4j.engine;

/** What a request was answered with. */
public sealed interface RequestAnswer permits KeptAnswer {
    /** The answer, as the work gave it when the request was made first. */
    byte[] bytes();

    /** Whether it is the answer that was kept, so that nothing was done. */
    boolean replayed();
}
