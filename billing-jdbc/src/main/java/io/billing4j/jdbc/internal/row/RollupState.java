package io.billing4j.jdbc.internal.row;

import io.billing4j.catalog.Meter;
import io.billing4j.catalog.TimeMeasure;
import io.billing4j.usage.EventValues;
import io.billing4j.usage.UsageEvent;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a bucket holds: of all events of a meter, or of a group of those that pass its filter.
 *
 * @param events how many
 * @param total of all events the sum of their quantities, of a group that of the values which its meter adds up
 * @param rolledUp of all events of a day how many the groups hold
 * @param largest of the values
 * @param latest a {@link LatestKey}
 * @param moment values times their microseconds since the start of the bucket
 */
public record RollupState(
        long events,
        BigDecimal total,
        long rolledUp,
        @Nullable BigDecimal largest,
        @Nullable String latest,
        @Nullable BigDecimal moment) {
    /** What any event adds to all events of its bucket. */
    static RollupState ofAny(UsageEvent event, boolean rolledUp) {
        return new RollupState(1, event.quantity(), rolledUp ? 1 : 0, null, null, null);
    }

    /**
     * What an event adds to its group.
     *
     * @throws io.billing4j.error.BillingException for an event that the meter cannot read
     */
    static RollupState of(Meter meter, UsageEvent event, Instant recordedAt, Instant bucketStart) {
        BigDecimal value = EventValues.value(meter, event);
        return switch (meter.aggregation().kind()) {
            case SUM -> new RollupState(1, value, 0, null, null, null);
            case MAX -> new RollupState(1, BigDecimal.ZERO, 0, value, null, null);
            case LATEST -> new RollupState(1, BigDecimal.ZERO, 0, null, LatestKey.of(event, recordedAt, value), null);
            case TIME_WEIGHTED_SUM ->
                new RollupState(
                        1,
                        value,
                        0,
                        null,
                        null,
                        meter.aggregation().measure() == TimeMeasure.BY_SECOND
                                ? value.multiply(
                                        BigDecimal.valueOf(ChronoUnit.MICROS.between(bucketStart, event.occurredAt())))
                                : null);
            case COUNT, UNIQUE, TIME_WEIGHTED_UNIQUE, CUSTOM ->
                new RollupState(1, BigDecimal.ZERO, 0, null, null, null);
        };
    }

    /** Both together, in either order. */
    public RollupState plus(RollupState other) {
        return new RollupState(
                events + other.events,
                total.add(other.total),
                rolledUp + other.rolledUp,
                greater(largest, other.largest),
                greater(latest, other.latest),
                moment == null || other.moment == null
                        ? moment == null ? other.moment : moment
                        : moment.add(other.moment));
    }

    /** Whether it is of a group, or of events that groups hold. */
    boolean ofGroups() {
        return rolledUp > 0;
    }

    private static <T extends Comparable<? super T>> @Nullable T greater(@Nullable T one, @Nullable T other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.compareTo(other) >= 0 ? one : other;
    }
}
