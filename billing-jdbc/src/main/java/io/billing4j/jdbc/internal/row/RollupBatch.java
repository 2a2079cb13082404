package io.billing4j.jdbc.internal.row;

import io.billing4j.catalog.Meter;
import io.billing4j.error.BillingException;
import io.billing4j.id.MeterId;
import io.billing4j.usage.EventValues;
import io.billing4j.usage.UsageEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What new events add to rollups: sums of those that fall into one bucket, each in the order of keys. */
public final class RollupBatch {
    private final Map<MeterId, Meter> meters;
    private final Instant recordedAt;
    private final Map<MeterId, RollupPlan> plans = new HashMap<>();
    private final Map<RollupRow, RollupState> buckets = new HashMap<>();
    private final Map<ValueRow, ValueSlots> values = new HashMap<>();
    private boolean grouped;

    /**
     * Nothing.
     *
     * @param meters of the events; one that is not among them is taken for a plain one
     */
    public RollupBatch(Map<MeterId, Meter> meters, Instant recordedAt) {
        this.meters = meters;
        this.recordedAt = recordedAt;
    }

    /** What the events add. */
    public RollupBatch with(List<UsageEvent> events) {
        events.forEach(this::add);
        return this;
    }

    /** Buckets and what to add to them, in the order of keys. */
    public List<Map.Entry<RollupRow, RollupState>> buckets() {
        return sorted(buckets);
    }

    /** Whether some of the buckets are of groups. */
    public boolean grouped() {
        return grouped;
    }

    /** Values and what to add to them, in the order of keys. */
    public List<Map.Entry<ValueRow, ValueSlots>> values() {
        return sorted(values);
    }

    private void add(UsageEvent event) {
        Meter meter = meters.get(event.meter());
        RollupPlan plan =
                meter == null ? RollupPlan.PLAIN : plans.computeIfAbsent(event.meter(), id -> RollupPlan.of(meter));
        switch (plan.source()) {
            case ALL_EVENTS -> plan.grains().forEach(grain -> addAny(event, grain, false));
            case GROUPS -> {
                grouped = true;
                // the day alone: it tells whether the groups hold all its events
                addAny(event, Grain.DAY, meter != null && addToGroup(event, meter, plan));
            }
            case EVENTS -> {
                // nothing that anybody would read
            }
        }
    }

    private void addAny(UsageEvent event, Grain grain, boolean rolledUp) {
        merge(event, grain, grain.bucket(event.occurredAt()), GroupKey.ALL, RollupState.ofAny(event, rolledUp));
    }

    /** Whether it could be: what the meter cannot read is left to those who read events, and who refuse it. */
    private boolean addToGroup(UsageEvent event, Meter meter, RollupPlan plan) {
        if (!meter.filter().matches(event.properties())) {
            return true;
        }
        List<RollupState> states = new ArrayList<>();
        @Nullable String value;
        try {
            value = valueOf(event, meter);
            for (Grain grain : plan.grains()) {
                states.add(RollupState.of(meter, event, recordedAt, grain.bucket(event.occurredAt())));
            }
        } catch (BillingException unreadable) {
            return false;
        }
        GroupKey group = GroupKey.of(meter.groupBy(), event.properties());
        for (int i = 0; i < states.size(); i++) {
            Grain grain = plan.grains().get(i);
            merge(event, grain, grain.bucket(event.occurredAt()), group, states.get(i));
        }
        if (value != null) {
            addValue(event, plan.slot(), group, value);
        }
        return true;
    }

    private static @Nullable String valueOf(UsageEvent event, Meter meter) {
        return meter.aggregation().kind().distinguishes() ? EventValues.distinguished(meter, event) : null;
    }

    private void merge(UsageEvent event, Grain grain, Instant bucketStart, GroupKey group, RollupState state) {
        RollupRow row =
                new RollupRow(event.customer(), UsageRow.subscription(event), event.meter(), grain, bucketStart, group);
        buckets.merge(row, state, RollupState::plus);
    }

    private void addValue(UsageEvent event, Grain slot, GroupKey group, String value) {
        Instant bucket = ValueRow.bucket(slot, event.occurredAt());
        ValueRow row =
                new ValueRow(event.customer(), UsageRow.subscription(event), event.meter(), bucket, group, value);
        long into = event.occurredAt().getEpochSecond() - bucket.getEpochSecond();
        values.computeIfAbsent(row, key -> new ValueSlots(ValueRow.slots(slot, bucket)))
                .add(Math.toIntExact(into / slot.seconds()), event.quantity().signum() >= 0);
    }

    private static <K extends Comparable<K>, V> List<Map.Entry<K, V>> sorted(Map<K, V> map) {
        List<Map.Entry<K, V>> entries = new ArrayList<>(map.entrySet());
        entries.sort(Map.Entry.comparingByKey());
        return entries;
    }
}
