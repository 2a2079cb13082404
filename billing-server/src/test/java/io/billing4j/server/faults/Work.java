package io.billing4j.server.faults;

/** What a worker can be asked for. */
enum Work {
    /** A billing run. */
    RUN,
    /** Batches of usage. */
    USAGE,
    /** Both at once, in two threads. */
    BOTH
}
