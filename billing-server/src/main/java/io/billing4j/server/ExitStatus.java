package io.billing4j.server;

/** With what the process ends. */
final class ExitStatus {
    /** All is done. */
    static final int DONE = 0;
    /** It was refused, could not start, or could not go on. */
    static final int FAILED = 1;
    /** Arguments or settings cannot be used; nothing was done. */
    static final int MISUSED = 2;
    /** It is done, and something is not as it should be: customers that could not be billed, documents with faults. */
    static final int FOUND_FAULTS = 3;
    /** The database or the server cannot be reached: the same may succeed later. */
    static final int UNAVAILABLE = 4;

    private ExitStatus() {}
}
