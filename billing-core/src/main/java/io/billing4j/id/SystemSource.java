package io.billing4j.id;

import java.time.Clock;
import java.util.UUID;

/** The one place that touches the machine's clock and its randomness. Everything else is handed what it needs. */
public final class SystemSource {
    private SystemSource() {}

    /** The machine's clock in UTC. */
    public static Clock clock() {
        return Clock.systemUTC();
    }

    /** Nanoseconds of a clock that only measures durations. */
    public static long nanoTime() {
        return System.nanoTime();
    }

    /** 122 random bits from a cryptographically strong source, as a version 4 UUID. */
    public static UUID random() {
        return UUID.randomUUID();
    }

    /** Time-ordered ids by the machine's clock. */
    public static IdSource ids() {
        return new TimeOrderedIds(clock(), SystemSource::random);
    }
}
