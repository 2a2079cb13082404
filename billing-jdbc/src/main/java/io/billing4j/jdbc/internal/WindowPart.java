package io.billing4j.jdbc.internal;

import io.billing4j.jdbc.internal.row.Grain;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a window and where what happened in it stands: whole buckets in rollups, what is left at the edges in the events
 * themselves.
 *
 * @param grain of the rollups; null for events
 */
record WindowPart(@Nullable Grain grain, Instant startInclusive, Instant endExclusive) {
    /**
     * The parts of {@code [start, end)} in the order of time: disjoint and covering it, each of as long buckets as can be; at
     * most one more on either side for each grain, and one of events.
     *
     * @param grains that there are rollups of, the longest first
     */
    static List<WindowPart> of(Instant startInclusive, Instant endExclusive, List<Grain> grains) {
        List<WindowPart> parts = new ArrayList<>();
        add(parts, grains, startInclusive, endExclusive);
        return parts;
    }

    /** The same parts, with neighbours of one grain as one. */
    static List<WindowPart> joined(List<WindowPart> parts) {
        List<WindowPart> joined = new ArrayList<>();
        for (WindowPart part : parts) {
            WindowPart last = joined.isEmpty() ? null : joined.get(joined.size() - 1);
            if (last != null && last.grain == part.grain && last.endExclusive.equals(part.startInclusive)) {
                joined.set(joined.size() - 1, new WindowPart(part.grain, last.startInclusive, part.endExclusive));
            } else {
                joined.add(part);
            }
        }
        return joined;
    }

    private static void add(List<WindowPart> parts, List<Grain> grains, Instant start, Instant end) {
        if (!start.isBefore(end)) {
            return;
        }
        if (grains.isEmpty()) {
            parts.add(new WindowPart(null, start, end));
            return;
        }
        Grain grain = grains.get(0);
        List<Grain> finer = grains.subList(1, grains.size());
        Instant first = grain.bucketFrom(start);
        Instant last = grain.bucket(end);
        if (first.isAfter(last)) {
            add(parts, finer, start, end);
            return;
        }
        add(parts, finer, start, first);
        if (first.isBefore(last)) {
            parts.add(new WindowPart(grain, first, last));
        }
        add(parts, finer, last, end);
    }
}
