package io.billing4j.jdbc.internal;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * A part of a window and where its sum stands: whole days (UTC) in the daily rollups, whole hours in the hourly ones, what
 * is left at the two edges in the events themselves. The parts of a window are disjoint and cover it; there are at most
 * five.
 */
record WindowPart(Source source, Instant startInclusive, Instant endExclusive) {
    /** Where the sum of a part stands. */
    enum Source {
        /** In the rollups of days. */
        DAY(ChronoUnit.DAYS),
        /** In the rollups of hours. */
        HOUR(ChronoUnit.HOURS),
        /** Nowhere: the events are to be added up. */
        EVENTS(ChronoUnit.MICROS);

        private final ChronoUnit unit;

        Source(ChronoUnit unit) {
            this.unit = unit;
        }

        /** The start of the bucket that the instant falls in. */
        Instant bucket(Instant instant) {
            return instant.truncatedTo(unit);
        }

        private Instant bucketFrom(Instant instant) {
            Instant bucket = bucket(instant);
            return bucket.equals(instant) ? instant : bucket.plus(Duration.of(1, unit));
        }

        private Source finer() {
            return this == DAY ? HOUR : EVENTS;
        }
    }

    /** The parts of {@code [start, end)} in the order of time. */
    static List<WindowPart> of(Instant startInclusive, Instant endExclusive) {
        List<WindowPart> parts = new ArrayList<>();
        add(parts, Source.DAY, startInclusive, endExclusive);
        return parts;
    }

    private static void add(List<WindowPart> parts, Source source, Instant start, Instant end) {
        if (!start.isBefore(end)) {
            return;
        }
        if (source == Source.EVENTS) {
            parts.add(new WindowPart(source, start, end));
            return;
        }
        Instant first = source.bucketFrom(start);
        Instant last = source.bucket(end);
        if (first.isAfter(last)) {
            add(parts, source.finer(), start, end);
            return;
        }
        add(parts, source.finer(), start, first);
        if (first.isBefore(last)) {
            parts.add(new WindowPart(source, first, last));
        }
        add(parts, source.finer(), last, end);
    }
}
