package io.billing4j.jdbc.internal.row;

import static io.billing4j.jdbc.internal.generated.Tables.SUBSCRIPTION;
import static io.billing4j.jdbc.internal.generated.Tables.SUBSCRIPTION_CHANGE;

import io.billing4j.catalog.PlanVersionRef;
import io.billing4j.id.CustomerId;
import io.billing4j.id.PlanId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.jdbc.internal.generated.tables.records.SubscriptionRecord;
import io.billing4j.period.BillingInterval;
import io.billing4j.period.BillingSchedule;
import io.billing4j.period.IntervalUnit;
import io.billing4j.subscription.BillingCursor;
import io.billing4j.subscription.Subscription;
import io.billing4j.subscription.SubscriptionChange;
import io.billing4j.subscription.SubscriptionState;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.joda.money.CurrencyUnit;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/** Subscriptions with their cursor in {@code subscription}, their changes in {@code subscription_change}. */
public final class SubscriptionRow {
    private static final String CREATED = "CREATED";
    private static final String CANCELED = "CANCELED";

    private SubscriptionRow() {}

    /** The row of a subscription. */
    public static SubscriptionRecord write(String tenant, SubscriptionState state) {
        Subscription subscription = state.subscription();
        BillingSchedule schedule = subscription.schedule();
        SubscriptionRecord row = new SubscriptionRecord();
        row.setTenantId(tenant);
        row.setSubscriptionId(subscription.id().value());
        row.setCustomerId(subscription.customer().value());
        row.setCurrency(subscription.currency().getCode());
        row.setZone(schedule.zone().getId());
        row.setStartDate(schedule.startDate());
        row.setStartAt(schedule.startInclusive());
        row.setAnchorDate(schedule.anchorDate());
        row.setBoundaryMicros(ChronoUnit.MICROS.between(LocalTime.MIDNIGHT, schedule.boundaryTime()));
        row.setIntervalUnit(schedule.interval().unit().name());
        row.setIntervalCount(schedule.interval().count());
        row.setTerm(subscription.term());
        changed(row, subscription);
        moved(row, state.cursor());
        return row;
    }

    /** What changes move, and the cursor. */
    public static SubscriptionRecord update(SubscriptionState state) {
        SubscriptionRecord row = new SubscriptionRecord();
        changed(row, state.subscription());
        moved(row, state.cursor());
        return row;
    }

    private static void changed(SubscriptionRecord row, Subscription subscription) {
        row.setEndAt(subscription.endExclusive());
        row.setChangeCount(subscription.changes().size());
    }

    private static void moved(SubscriptionRecord row, BillingCursor cursor) {
        row.setNextIndex(cursor.nextIndex());
        row.setNextDueAt(cursor.nextDueAt());
        row.setNextSequence(cursor.nextSequence());
        row.setBilledUntil(cursor.billedUntil());
        row.setUsageSealedUntil(cursor.usageSealedUntil());
    }

    /** Cursors on their way to their subscriptions. */
    public static RowSet<Map.Entry<SubscriptionId, BillingCursor>> cursors(
            List<Map.Entry<SubscriptionId, BillingCursor>> cursors) {
        return RowSet.of(cursors)
                .with(SUBSCRIPTION.SUBSCRIPTION_ID, e -> e.getKey().value())
                .with(SUBSCRIPTION.NEXT_INDEX, e -> e.getValue().nextIndex())
                .with(SUBSCRIPTION.NEXT_DUE_AT, e -> e.getValue().nextDueAt())
                .with(SUBSCRIPTION.NEXT_SEQUENCE, e -> e.getValue().nextSequence())
                .with(SUBSCRIPTION.BILLED_UNTIL, e -> e.getValue().billedUntil())
                .with(SUBSCRIPTION.USAGE_SEALED_UNTIL, e -> e.getValue().usageSealedUntil());
    }

    /** All changes of a subscription, numbered from 1. */
    public static RowSet<Integer> changes(Subscription subscription) {
        List<SubscriptionChange> changes = subscription.changes();
        return RowSet.of(IntStream.range(0, changes.size()).boxed().toList())
                .with(
                        SUBSCRIPTION_CHANGE.SUBSCRIPTION_ID,
                        i -> subscription.id().value())
                .with(SUBSCRIPTION_CHANGE.CHANGE_NO, i -> i + 1)
                .with(SUBSCRIPTION_CHANGE.KIND, i -> kind(changes.get(i)))
                .with(SUBSCRIPTION_CHANGE.EFFECTIVE_AT, i -> changes.get(i).effectiveAt())
                .with(SUBSCRIPTION_CHANGE.RECORDED_AT, i -> changes.get(i).recordedAt())
                .with(SUBSCRIPTION_CHANGE.PLAN_ID, i -> {
                    PlanVersionRef plan = plan(changes.get(i));
                    return plan == null ? null : plan.plan().value();
                })
                .with(SUBSCRIPTION_CHANGE.PLAN_VERSION, i -> {
                    PlanVersionRef plan = plan(changes.get(i));
                    return plan == null ? null : plan.version();
                })
                .with(SUBSCRIPTION_CHANGE.QUANTITY, i -> quantity(changes.get(i)));
    }

    /** The change of a row. */
    public static SubscriptionChange change(Record row) {
        return Stored.read(
                () -> "change " + row.get(SUBSCRIPTION_CHANGE.CHANGE_NO) + " of subscription "
                        + row.get(SUBSCRIPTION_CHANGE.SUBSCRIPTION_ID),
                () -> decode(row));
    }

    private static SubscriptionChange decode(Record row) {
        String kind = Stored.get(row, SUBSCRIPTION_CHANGE.KIND);
        Instant effectiveAt = Stored.get(row, SUBSCRIPTION_CHANGE.EFFECTIVE_AT);
        Instant recordedAt = Stored.get(row, SUBSCRIPTION_CHANGE.RECORDED_AT);
        return switch (kind) {
            case CREATED ->
                new SubscriptionChange.Created(
                        effectiveAt,
                        recordedAt,
                        new PlanVersionRef(
                                PlanId.of(Stored.get(row, SUBSCRIPTION_CHANGE.PLAN_ID)),
                                Stored.get(row, SUBSCRIPTION_CHANGE.PLAN_VERSION)),
                        Stored.get(row, SUBSCRIPTION_CHANGE.QUANTITY));
            case CANCELED -> new SubscriptionChange.Canceled(effectiveAt, recordedAt);
            default -> throw new IllegalArgumentException("no change is called " + kind);
        };
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
        return new Subscription(
                SubscriptionId.of(Stored.get(row, SUBSCRIPTION.SUBSCRIPTION_ID)),
                CustomerId.of(Stored.get(row, SUBSCRIPTION.CUSTOMER_ID)),
                CurrencyUnit.of(Stored.get(row, SUBSCRIPTION.CURRENCY)),
                Stored.get(row, SUBSCRIPTION.TERM),
                schedule,
                changes);
    }

    private static BillingCursor cursor(Record row) {
        return new BillingCursor(
                Stored.get(row, SUBSCRIPTION.NEXT_INDEX),
                row.get(SUBSCRIPTION.NEXT_DUE_AT),
                Stored.get(row, SUBSCRIPTION.NEXT_SEQUENCE),
                row.get(SUBSCRIPTION.BILLED_UNTIL),
                row.get(SUBSCRIPTION.USAGE_SEALED_UNTIL));
    }

    private static String kind(SubscriptionChange change) {
        return change instanceof SubscriptionChange.Created ? CREATED : CANCELED;
    }

    private static @Nullable PlanVersionRef plan(SubscriptionChange change) {
        return change instanceof SubscriptionChange.Created created ? created.plan() : null;
    }

    private static @Nullable BigDecimal quantity(SubscriptionChange change) {
        return change instanceof SubscriptionChange.Created created ? created.quantity() : null;
    }
}
