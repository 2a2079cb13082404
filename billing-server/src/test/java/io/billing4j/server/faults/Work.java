package io.billing4j.server.faults;

/** What a worker can be asked for. */
enum Work {
    /** A billing run. */
    RUN,
    /** Batches of usage. */
    USAGE,
    /** Both at once, in two threads. */
    BOTH,
    /** Small groups of usage, by a reporter that keeps them in a spill directory until they are sent. */
    REPORTER,
    /** To take part in whatever run is open, without being asked for it. */
    SHARE
}
