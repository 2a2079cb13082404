package io.billing4j.run;

/** How far a run has come. */
public enum RunStatus {
    /** It is under way, or died and waits to be asked for again. */
    RUNNING,
    /** All that was due is billed. */
    COMPLETED,
    /** All that was due is billed but for the failures it lists. */
    COMPLETED_WITH_FAILURES
}
