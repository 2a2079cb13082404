package io.billing4j.jdbc.internal;

import io.billing4j.catalog.Aggregation;
import io.billing4j.catalog.TimeMeasure;
import io.billing4j.jdbc.internal.row.Grain;
import io.billing4j.period.BillingPeriod;
import io.billing4j.usage.UsageQuery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How the time of a query is cut: at its service's start and end and, where its meter aggregates short windows or weighs
 * dates, wherever one of these begins. No bucket holds instants from both sides of a cut.
 *
 * @param parts in the order of time; buckets of one grain that follow each other are one part, whatever cuts there are
 *     between them but for the service's start
 * @param slots stretches of buckets of the shortest grain, each between two cuts
 */
record WindowLayout(List<WindowPart> parts, List<WindowPart> slots) {
    /**
     * The layout of a query.
     *
     * @param grains that there are rollups of, the longest first; at least one
     * @param unrolled starts of days (UTC) whose events are to be read instead
     */
    static WindowLayout of(UsageQuery query, List<Grain> grains, NavigableSet<Instant> unrolled) {
        List<WindowPart> before = new ArrayList<>();
        List<WindowPart> parts = new ArrayList<>();
        List<WindowPart> slots = new ArrayList<>();
        Instant start = query.fromInclusive();
        for (Instant end : cuts(query)) {
            List<WindowPart> own = new ArrayList<>();
            for (WindowPart part : WindowPart.of(start, end, grains)) {
                addTo(own, part, unrolled);
            }
            (start.isBefore(query.service().startInclusive()) ? before : parts).addAll(own);
            slots.addAll(inSlots(own, grains.get(grains.size() - 1)));
            start = end;
        }
        List<WindowPart> all = new ArrayList<>(WindowPart.joined(before));
        all.addAll(WindowPart.joined(parts));
        return new WindowLayout(all, slots);
    }

    /** The parts that are read event by event. */
    List<WindowPart> events() {
        return parts.stream().filter(part -> part.grain() == null).toList();
    }

    /** The parts that are rolled up. */
    List<WindowPart> buckets() {
        return parts.stream().filter(part -> part.grain() != null).toList();
    }

    /** After the first instant that may count; the last one is the end. */
    private static NavigableSet<Instant> cuts(UsageQuery query) {
        Aggregation aggregation = query.meter().aggregation();
        BillingPeriod service = query.service();
        ServiceClock clock = ServiceClock.of(query);
        NavigableSet<Instant> cuts = new TreeSet<>(List.of(service.startInclusive(), service.endExclusive()));
        if (aggregation.window() != null) {
            cuts.addAll(clock.cuts(aggregation.window()));
        }
        if (aggregation.measure() == TimeMeasure.BY_DAY) {
            cuts.addAll(clock.cutsOfDates());
        }
        return cuts.subSet(query.fromInclusive(), false, service.endExclusive(), true);
    }

    /** Days have whole buckets of every grain, and no bucket is of two days. */
    private static void addTo(List<WindowPart> parts, WindowPart part, NavigableSet<Instant> unrolled) {
        Instant start = part.startInclusive();
        Instant end = part.endExclusive();
        if (part.grain() != null) {
            for (Instant day : unrolled.subSet(Grain.DAY.bucket(start), true, end, false)) {
                Instant from = day.isBefore(start) ? start : day;
                Instant next = day.plusSeconds(Grain.DAY.seconds());
                Instant until = next.isAfter(end) ? end : next;
                addTo(parts, part.grain(), start, from);
                addTo(parts, null, from, until);
                start = until;
            }
        }
        addTo(parts, part.grain(), start, end);
    }

    private static void addTo(List<WindowPart> parts, @Nullable Grain grain, Instant start, Instant end) {
        if (start.isBefore(end)) {
            parts.add(new WindowPart(grain, start, end));
        }
    }

    private static List<WindowPart> inSlots(List<WindowPart> parts, Grain slot) {
        return WindowPart.joined(parts.stream()
                .filter(part -> part.grain() != null)
                .map(part -> new WindowPart(slot, part.startInclusive(), part.endExclusive()))
                .toList());
    }
}
