package io.billing4j.jdbc.internal.row;

import static io.billing4j.jdbc.internal.generated.Tables.USAGE_ROLLUP;

import io.billing4j.id.CustomerId;
import io.billing4j.id.MeterId;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * A bucket in {@code usage_rollup}. The order is that of the primary key: everybody who adds to several buckets does so in one
 * order.
 *
 * @param subscription empty where the events name none
 * @param bucketStart UTC
 * @param group {@link GroupKey#ALL} for all events of the meter
 */
public record RollupRow(
        CustomerId customer, String subscription, MeterId meter, Grain grain, Instant bucketStart, GroupKey group)
        implements Comparable<RollupRow> {
    private static final Comparator<RollupRow> BY_KEY = Comparator.comparing(RollupRow::customer)
            .thenComparing(RollupRow::subscription)
            .thenComparing(RollupRow::meter)
            .thenComparing(RollupRow::grain)
            .thenComparing(RollupRow::bucketStart)
            .thenComparing(row -> row.group.text());

    /** What all events of buckets add to the table, on its way there. */
    public static RowSet<Map.Entry<RollupRow, RollupState>> write(List<Map.Entry<RollupRow, RollupState>> states) {
        return RowSet.of(states)
                .with(
                        USAGE_ROLLUP.CUSTOMER_ID,
                        state -> state.getKey().customer().value())
                .with(USAGE_ROLLUP.SUBSCRIPTION_ID, state -> state.getKey().subscription())
                .with(USAGE_ROLLUP.METER_ID, state -> state.getKey().meter().value())
                .with(USAGE_ROLLUP.GRAIN, state -> state.getKey().grain().name())
                .with(USAGE_ROLLUP.BUCKET_START, state -> state.getKey().bucketStart())
                .with(USAGE_ROLLUP.GROUP_KEY, state -> state.getKey().group().text())
                .with(USAGE_ROLLUP.EVENT_COUNT, state -> state.getValue().events())
                .with(USAGE_ROLLUP.QUANTITY_SUM, state -> state.getValue().total());
    }

    /** The same with what groups hold. */
    public static RowSet<Map.Entry<RollupRow, RollupState>> writeGroups(
            List<Map.Entry<RollupRow, RollupState>> states) {
        return write(states)
                .with(USAGE_ROLLUP.ROLLED_UP_COUNT, state -> state.getValue().rolledUp())
                .with(USAGE_ROLLUP.VALUE_MAX, state -> state.getValue().largest())
                .with(USAGE_ROLLUP.VALUE_LATEST, state -> state.getValue().latest())
                .with(USAGE_ROLLUP.VALUE_MOMENT, state -> state.getValue().moment())
                .with(USAGE_ROLLUP.GROUP_VALUES, state -> state.getKey().group().values());
    }

    @Override
    public int compareTo(RollupRow other) {
        return BY_KEY.compare(this, other);
    }
}
