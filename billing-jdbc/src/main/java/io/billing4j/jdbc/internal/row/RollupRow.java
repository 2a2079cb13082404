package io.billing4j.jdbc.internal.row;

import static io.billing4j.jdbc.internal.generated.Tables.USAGE_ROLLUP;

import io.billing4j.id.CustomerId;
import io.billing4j.id.MeterId;
import io.billing4j.usage.UsageEvent;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Sums in {@code usage_rollup}. Their order is that of its primary key: everybody who adds to several does so in one order.
 *
 * @param subscription empty where the events name none
 * @param grain DAY or HOUR
 * @param bucketStart of a day or an hour, UTC
 */
public record RollupRow(CustomerId customer, String subscription, MeterId meter, String grain, Instant bucketStart)
        implements Comparable<RollupRow> {
    private static final String DAY = "DAY";
    private static final String HOUR = "HOUR";
    private static final String NO_GROUP = "";

    private static final Comparator<RollupRow> BY_KEY = Comparator.comparing(RollupRow::customer)
            .thenComparing(RollupRow::subscription)
            .thenComparing(RollupRow::meter)
            .thenComparing(RollupRow::grain)
            .thenComparing(RollupRow::bucketStart);

    /** What the events add to days and hours, in the order of keys. */
    public static List<Map.Entry<RollupRow, RollupSum>> of(List<UsageEvent> events) {
        Map<RollupRow, RollupSum> sums = new TreeMap<>();
        for (UsageEvent event : events) {
            add(sums, event, DAY, ChronoUnit.DAYS);
            add(sums, event, HOUR, ChronoUnit.HOURS);
        }
        return new ArrayList<>(sums.entrySet());
    }

    private static void add(Map<RollupRow, RollupSum> sums, UsageEvent event, String grain, ChronoUnit unit) {
        RollupRow row = new RollupRow(
                event.customer(),
                UsageRow.subscription(event),
                event.meter(),
                grain,
                event.occurredAt().truncatedTo(unit));
        sums.merge(row, new RollupSum(event.quantity(), 1), RollupSum::plus);
    }

    /** Sums on their way to the table. */
    public static RowSet<Map.Entry<RollupRow, RollupSum>> write(List<Map.Entry<RollupRow, RollupSum>> sums) {
        return RowSet.of(sums)
                .with(USAGE_ROLLUP.CUSTOMER_ID, sum -> sum.getKey().customer().value())
                .with(USAGE_ROLLUP.SUBSCRIPTION_ID, sum -> sum.getKey().subscription())
                .with(USAGE_ROLLUP.METER_ID, sum -> sum.getKey().meter().value())
                .with(USAGE_ROLLUP.GRAIN, sum -> sum.getKey().grain())
                .with(USAGE_ROLLUP.BUCKET_START, sum -> sum.getKey().bucketStart())
                .with(USAGE_ROLLUP.GROUP_KEY, sum -> NO_GROUP)
                .with(USAGE_ROLLUP.EVENT_COUNT, sum -> sum.getValue().count())
                .with(USAGE_ROLLUP.QUANTITY_SUM, sum -> sum.getValue().sum());
    }

    @Override
    public int compareTo(RollupRow other) {
        return BY_KEY.compare(this, other);
    }
}
