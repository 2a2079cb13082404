package io.billing4j.server.demo;

/** Is told how far the load has come, by the thread that loads. */
@FunctionalInterface
public interface DemoProgress {
    /** Looks away. */
    DemoProgress NONE = (events, total) -> {};

    /** So many of all events are in the books. */
    void loaded(long events, long total);
}
