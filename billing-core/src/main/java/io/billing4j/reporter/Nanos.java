package io.billing4j.reporter;

import java.time.Duration;

/** Durations as nanoseconds. */
final class Nanos {
    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE / 2);

    private Nanos() {}

    /** At most 146 years, so that sums with a clock's reading do not overflow. */
    static long of(Duration duration) {
        return duration.compareTo(LONGEST) > 0 ? LONGEST.toNanos() : Math.max(0, duration.toNanos());
    }
}
