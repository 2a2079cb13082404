package io.billing4j.id;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Instants in microseconds since 1970, the resolution of the books. */
public final class EpochMicros {
    private static final long IN_A_SECOND = 1_000_000;
    private static final int NANOS = 1_000;

    private EpochMicros() {}

    /**
     * Such as 1,000,000 for {@code 1970-01-01T00:00:01Z}, and below zero before 1970, of any year that the books know. What is less than a
     * microsecond is cut off, towards the past.
     */
    public static long of(Instant instant) {
        // ChronoUnit.MICROS.between counts nanoseconds in between, and ends in 2262.
        return instant.getEpochSecond() * IN_A_SECOND + instant.getNano() / NANOS;
    }

    /** The instant that so many microseconds lead to. */
    public static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
