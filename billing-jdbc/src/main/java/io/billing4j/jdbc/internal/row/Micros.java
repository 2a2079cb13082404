package io.billing4j.jdbc.internal.row;

import java.time.Instant;

/** Instants in microseconds since 1970, the resolution of the books. */
public final class Micros {
    private static final long IN_A_SECOND = 1_000_000;

    private Micros() {}

    /** Not {@code ChronoUnit.MICROS.between}, which counts nanoseconds in between and ends in 2262. */
    public static long of(Instant instant) {
        return instant.getEpochSecond() * IN_A_SECOND + instant.getNano() / 1_000;
    }
}
