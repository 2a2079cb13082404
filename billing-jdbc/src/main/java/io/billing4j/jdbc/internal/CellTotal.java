package io.billing4j.jdbc.internal;

import io.billing4j.catalog.Meter;
import io.billing4j.jdbc.internal.row.LatestKey;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the parts of a cell add up to, in whatever order they come. */
final class CellTotal {
    private long events;
    private BigDecimal total = BigDecimal.ZERO;
    private @Nullable BigDecimal largest;
    private @Nullable String latest;
    private long different;
    private final Map<String, LastOfValue> atEdges = new HashMap<>();

    /** Adds a part. */
    void add(long moreEvents, BigDecimal more, @Nullable BigDecimal value, @Nullable String latestKey) {
        events += moreEvents;
        total = total.add(more);
        if (value != null) {
            largest = largest == null ? value : largest.max(value);
        }
        if (latestKey != null && (latest == null || latest.compareTo(latestKey) < 0)) {
            latest = latestKey;
        }
    }

    /** Takes note of the last event of a value in a part that was read event by event. */
    void sawAtEdge(LastOfValue last) {
        atEdges.merge(last.value(), last, (one, other) -> one.micros() > other.micros() ? one : other);
    }

    /**
     * Counts a value by the last slots that it was put in and taken out in, and by what was seen at the edges.
     *
     * @return whether that is certain: in one and the same slot it may have been put in before or after it was taken out
     */
    boolean count(String value, ValueSlot last) {
        LastOfValue atEdge = atEdges.remove(value);
        if (atEdge != null && atEdge.micros() >= last.startMicros()) {
            countIf(atEdge.puts());
        } else if (last.certain()) {
            countIf(last.puts());
        } else {
            return false;
        }
        return true;
    }

    /** Counts a value, or does not. */
    void countIf(boolean in) {
        different += in ? 1 : 0;
    }

    /** Whether there is an event. */
    boolean any() {
        return events > 0;
    }

    long events() {
        return events;
    }

    /** The aggregate before it is divided or rounded; values are counted of which nothing but the edges was to be seen. */
    BigDecimal aggregate(Meter meter) {
        return switch (meter.aggregation().kind()) {
            case COUNT -> BigDecimal.valueOf(events);
            case MAX -> Objects.requireNonNull(largest);
            case LATEST -> LatestKey.value(Objects.requireNonNull(latest));
            case UNIQUE ->
                BigDecimal.valueOf(different
                        + atEdges.values().stream().filter(LastOfValue::puts).count());
            default -> total;
        };
    }
}
