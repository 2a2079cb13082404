package io.billing4j.jdbc.internal.row;

import static io.billing4j.jdbc.internal.generated.Tables.SUBSCRIPTION;

import io.billing4j.id.CustomerId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.jdbc.internal.generated.tables.records.SubscriptionRecord;
import io.billing4j.period.BillingInterval;
import io.billing4j.period.BillingSchedule;
import io.billing4j.period.IntervalUnit;
import io.billing4j.subscription.BillingCursor;
import io.billing4j.subscription.Subscription;
import io.billing4j.subscription.SubscriptionChange;
import io.billing4j.subscription.SubscriptionState;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.joda.money.CurrencyUnit;
import org.jooq.Record;

/** Subscriptions with their cursor in {@code subscription}; their changes are {@link ChangeRow}s. */
public final class SubscriptionRow {
    private SubscriptionRow() {}

    /** The row of a subscription. */
    public static SubscriptionRecord write(String tenant, SubscriptionState state) {
        Subscription subscription = state.subscription();
        SubscriptionRecord row = new SubscriptionRecord();
        row.setTenantId(tenant);
        row.setSubscriptionId(subscription.id().value());
        row.setCustomerId(subscription.customer().value());
        row.setCurrency(subscription.currency().getCode());
        row.setBillingGroup(subscription.group());
        changed(row, subscription);
        moved(row, state.cursor());
        return row;
    }

    /** What changes move, the beginning of its first schedule among it, and the cursor. */
    public static SubscriptionRecord update(SubscriptionState state) {
        SubscriptionRecord row = new SubscriptionRecord();
        changed(row, state.subscription());
        moved(row, state.cursor());
        return row;
    }

    /** Of its schedules the first alone: the changes say which follow. */
    private static void changed(SubscriptionRecord row, Subscription subscription) {
        BillingSchedule schedule = subscription.schedule();
        row.setZone(schedule.zone().getId());
        row.setStartDate(schedule.startDate());
        row.setStartAt(schedule.startInclusive());
        row.setAnchorDate(schedule.anchorDate());
        row.setBoundaryMicros(ChronoUnit.MICROS.between(LocalTime.MIDNIGHT, schedule.boundaryTime()));
        row.setIntervalUnit(schedule.interval().unit().name());
        row.setIntervalCount(schedule.interval().count());
        row.setEndAt(subscription.endExclusive());
        row.setChangeCount(subscription.changes().size());
    }

    private static void moved(SubscriptionRecord row, BillingCursor cursor) {
        row.setNextIndex(cursor.nextIndex());
        row.setNextDueAt(cursor.nextDueAt());
        row.setTerm(cursor.term());
        row.setNextSequence(cursor.nextSequence());
        row.setBilledUntil(cursor.billedUntil());
        row.setUsageSealedUntil(cursor.usageSealedUntil());
        row.setTouchedFrom(cursor.touchedFrom());
        row.setSettledUntil(cursor.settledUntil());
    }

    /** Cursors on their way to their subscriptions. */
    public static RowSet<Map.Entry<SubscriptionId, BillingCursor>> cursors(
            List<Map.Entry<SubscriptionId, BillingCursor>> cursors) {
        return RowSet.of(cursors)
                .with(SUBSCRIPTION.SUBSCRIPTION_ID, e -> e.getKey().value())
                .with(SUBSCRIPTION.NEXT_INDEX, e -> e.getValue().nextIndex())
                .with(SUBSCRIPTION.NEXT_DUE_AT, e -> e.getValue().nextDueAt())
                .with(SUBSCRIPTION.TERM, e -> e.getValue().term())
                .with(SUBSCRIPTION.NEXT_SEQUENCE, e -> e.getValue().nextSequence())
                .with(SUBSCRIPTION.BILLED_UNTIL, e -> e.getValue().billedUntil())
                .with(SUBSCRIPTION.USAGE_SEALED_UNTIL, e -> e.getValue().usageSealedUntil())
                .with(SUBSCRIPTION.TOUCHED_FROM, e -> e.getValue().touchedFrom())
                .with(SUBSCRIPTION.SETTLED_UNTIL, e -> e.getValue().settledUntil());
    }

    /** The subscription of a row and its changes. */
    public static SubscriptionState read(Record row, List<SubscriptionChange> changes) {
        return Stored.read(
                () -> "subscription " + row.get(SUBSCRIPTION.SUBSCRIPTION_ID),
                () -> new SubscriptionState(subscription(row, changes), cursor(row)));
    }

    private static Subscription subscription(Record row, List<SubscriptionChange> changes) {
        BillingSchedule schedule = new BillingSchedule(
                Stored.get(row, SUBSCRIPTION.START_DATE),
                Stored.get(row, SUBSCRIPTION.START_AT),
                Stored.get(row, SUBSCRIPTION.ANCHOR_DATE),
                new BillingInterval(
                        IntervalUnit.valueOf(Stored.get(row, SUBSCRIPTION.INTERVAL_UNIT)),
                        Stored.get(row, SUBSCRIPTION.INTERVAL_COUNT)),
                ZoneId.of(Stored.get(row, SUBSCRIPTION.ZONE)),
                LocalTime.MIDNIGHT.plus(Stored.get(row, SUBSCRIPTION.BOUNDARY_MICROS), ChronoUnit.MICROS),
                Map.of());
        return Subscription.of(
                        SubscriptionId.of(Stored.get(row, SUBSCRIPTION.SUBSCRIPTION_ID)),
                        CustomerId.of(Stored.get(row, SUBSCRIPTION.CUSTOMER_ID)),
                        CurrencyUnit.of(Stored.get(row, SUBSCRIPTION.CURRENCY)),
                        schedule,
                        changes)
                .inGroup(row.get(SUBSCRIPTION.BILLING_GROUP));
    }

    private static BillingCursor cursor(Record row) {
        return new BillingCursor(
                Stored.get(row, SUBSCRIPTION.NEXT_INDEX),
                row.get(SUBSCRIPTION.NEXT_DUE_AT),
                Stored.get(row, SUBSCRIPTION.TERM),
                Stored.get(row, SUBSCRIPTION.NEXT_SEQUENCE),
                row.get(SUBSCRIPTION.BILLED_UNTIL),
                row.get(SUBSCRIPTION.USAGE_SEALED_UNTIL),
                row.get(SUBSCRIPTION.TOUCHED_FROM),
                row.get(SUBSCRIPTION.SETTLED_UNTIL));
    }
}
