package io.billing4j.server.jobs;

/** How a job ended. */
public enum JobOutcome {
    /** All is done. */
    DONE,
    /** It is done, but somebody could not be billed, or something has faults. */
    FOUND_FAULTS,
    /** It was not done, since the sandbox's clock was set and stands. */
    SKIPPED,
    /** It failed, and is tried again. */
    FAILED,
    /** Its node has died or was stopped, and another goes on with it. */
    ABANDONED
}
