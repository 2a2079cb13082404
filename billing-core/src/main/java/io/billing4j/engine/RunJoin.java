package io.billing4j.engine;

/** What came of {@link BillingRuns#join}. */
public enum RunJoin {
    /** There is no such run; hints of it are gone. */
    NO_SUCH_RUN,
    /** This process works on the run already; nothing was done. */
    UNDER_WAY_HERE,
    /** This process took part, until nothing was left or it was told to stop. */
    TOOK_PART
}
