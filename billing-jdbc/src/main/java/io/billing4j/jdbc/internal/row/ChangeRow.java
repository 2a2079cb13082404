package io.billing4j.jdbc.internal.row;

import static io.billing4j.jdbc.internal.generated.Tables.SUBSCRIPTION_CHANGE;

import io.billing4j.catalog.PlanVersionRef;
import io.billing4j.id.PlanId;
import io.billing4j.jdbc.internal.json.ChangeJson;
import io.billing4j.subscription.Subscription;
import io.billing4j.subscription.SubscriptionChange;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/** Changes of subscriptions in {@code subscription_change}. */
public final class ChangeRow {
    private static final Map<Class<? extends SubscriptionChange>, String> KINDS = Map.ofEntries(
            Map.entry(SubscriptionChange.Created.class, "CREATED"),
            Map.entry(SubscriptionChange.Activated.class, "ACTIVATED"),
            Map.entry(SubscriptionChange.TrialExtended.class, "TRIAL_EXTENDED"),
            Map.entry(SubscriptionChange.Paused.class, "PAUSED"),
            Map.entry(SubscriptionChange.Resumed.class, "RESUMED"),
            Map.entry(SubscriptionChange.PlanChanged.class, "PLAN_CHANGED"),
            Map.entry(SubscriptionChange.QuantityChanged.class, "QUANTITY_CHANGED"),
            Map.entry(SubscriptionChange.AddOnSet.class, "ADD_ON_SET"),
            Map.entry(SubscriptionChange.AddOnRemoved.class, "ADD_ON_REMOVED"),
            Map.entry(SubscriptionChange.Canceled.class, "CANCELED"),
            Map.entry(SubscriptionChange.Withdrawn.class, "WITHDRAWN"),
            Map.entry(SubscriptionChange.SettledAtOnce.class, "SETTLED_AT_ONCE"),
            Map.entry(SubscriptionChange.Renewed.class, "RENEWED"),
            Map.entry(SubscriptionChange.RenewalStopped.class, "RENEWAL_STOPPED"),
            Map.entry(SubscriptionChange.ZoneChanged.class, "ZONE_CHANGED"),
            Map.entry(SubscriptionChange.BecamePastDue.class, "BECAME_PAST_DUE"),
            Map.entry(SubscriptionChange.Recovered.class, "RECOVERED"));

    private ChangeRow() {}

    /** All changes of a subscription, numbered from 1. */
    public static RowSet<Integer> write(Subscription subscription) {
        List<SubscriptionChange> changes = subscription.changes();
        return RowSet.of(IntStream.range(0, changes.size()).boxed().toList())
                .with(
                        SUBSCRIPTION_CHANGE.SUBSCRIPTION_ID,
                        i -> subscription.id().value())
                .with(SUBSCRIPTION_CHANGE.CHANGE_NO, i -> i + 1)
                .with(
                        SUBSCRIPTION_CHANGE.KIND,
                        i -> Objects.requireNonNull(KINDS.get(changes.get(i).getClass())))
                .with(SUBSCRIPTION_CHANGE.EFFECTIVE_AT, i -> changes.get(i).effectiveAt())
                .with(SUBSCRIPTION_CHANGE.RECORDED_AT, i -> changes.get(i).recordedAt())
                .with(SUBSCRIPTION_CHANGE.FEES_FROM, i -> feesFrom(changes.get(i)))
                .with(
                        SUBSCRIPTION_CHANGE.PLAN_ID,
                        i -> plan(changes.get(i))
                                .map(plan -> plan.plan().value())
                                .orElse(null))
                .with(
                        SUBSCRIPTION_CHANGE.PLAN_VERSION,
                        i -> plan(changes.get(i)).map(PlanVersionRef::version).orElse(null))
                .with(SUBSCRIPTION_CHANGE.QUANTITY, i -> quantity(changes.get(i)))
                .with(SUBSCRIPTION_CHANGE.DETAIL, i -> ChangeJson.write(changes.get(i)));
    }

    private static @Nullable Instant feesFrom(SubscriptionChange change) {
        return change.feesFrom().equals(change.effectiveAt()) ? null : change.feesFrom();
    }

    private static Optional<PlanVersionRef> plan(SubscriptionChange change) {
        if (change instanceof SubscriptionChange.Created created) {
            return Optional.of(created.plan());
        }
        if (change instanceof SubscriptionChange.PlanChanged changed) {
            return Optional.of(changed.plan());
        }
        return change instanceof SubscriptionChange.AddOnSet set ? Optional.of(set.plan()) : Optional.empty();
    }

    private static @Nullable BigDecimal quantity(SubscriptionChange change) {
        if (change instanceof SubscriptionChange.Created created) {
            return created.quantity();
        }
        if (change instanceof SubscriptionChange.QuantityChanged changed) {
            return changed.quantity();
        }
        return change instanceof SubscriptionChange.AddOnSet set ? set.quantity() : null;
    }

    /** The change of a row. */
    public static SubscriptionChange read(Record row) {
        return Stored.read(
                () -> "change " + row.get(SUBSCRIPTION_CHANGE.CHANGE_NO) + " of subscription "
                        + row.get(SUBSCRIPTION_CHANGE.SUBSCRIPTION_ID),
                () -> decode(row));
    }

    private static SubscriptionChange decode(Record row) {
        String kind = Stored.get(row, SUBSCRIPTION_CHANGE.KIND);
        Instant from = Stored.get(row, SUBSCRIPTION_CHANGE.EFFECTIVE_AT);
        Instant at = Stored.get(row, SUBSCRIPTION_CHANGE.RECORDED_AT);
        Instant fees = Objects.requireNonNullElse(row.get(SUBSCRIPTION_CHANGE.FEES_FROM), from);
        ChangeJson detail = ChangeJson.read(row.get(SUBSCRIPTION_CHANGE.DETAIL));
        return switch (kind) {
            case "CREATED" ->
                new SubscriptionChange.Created(
                        from, at, planOf(row), quantityOf(row), detail.trialEndIfAny(), detail.termIfAny());
            case "ACTIVATED" -> new SubscriptionChange.Activated(from, at);
            case "TRIAL_EXTENDED" -> new SubscriptionChange.TrialExtended(from, at, detail.trialEnd());
            case "PAUSED" -> new SubscriptionChange.Paused(from, at, detail.fees());
            case "RESUMED" -> new SubscriptionChange.Resumed(from, at);
            case "PLAN_CHANGED" ->
                new SubscriptionChange.PlanChanged(from, at, fees, planOf(row), detail.intervalIfAny());
            case "QUANTITY_CHANGED" -> new SubscriptionChange.QuantityChanged(from, at, fees, quantityOf(row));
            case "ADD_ON_SET" -> new SubscriptionChange.AddOnSet(from, at, fees, planOf(row), quantityOf(row));
            case "ADD_ON_REMOVED" -> new SubscriptionChange.AddOnRemoved(from, at, fees, detail.plan());
            case "CANCELED" -> new SubscriptionChange.Canceled(from, at, fees);
            case "WITHDRAWN" -> new SubscriptionChange.Withdrawn(from, at, detail.change());
            case "SETTLED_AT_ONCE" -> new SubscriptionChange.SettledAtOnce(from, at, detail.change());
            case "RENEWED" -> new SubscriptionChange.Renewed(from, at, detail.term(), detail.after());
            case "RENEWAL_STOPPED" -> new SubscriptionChange.RenewalStopped(from, at, detail.after());
            case "ZONE_CHANGED" -> new SubscriptionChange.ZoneChanged(from, at, detail.zone());
            case "BECAME_PAST_DUE" -> new SubscriptionChange.BecamePastDue(from, at);
            case "RECOVERED" -> new SubscriptionChange.Recovered(from, at);
            default -> throw new IllegalArgumentException("no change is called " + kind);
        };
    }

    private static PlanVersionRef planOf(Record row) {
        return new PlanVersionRef(
                PlanId.of(Stored.get(row, SUBSCRIPTION_CHANGE.PLAN_ID)),
                Stored.get(row, SUBSCRIPTION_CHANGE.PLAN_VERSION));
    }

    private static BigDecimal quantityOf(Record row) {
        return Stored.get(row, SUBSCRIPTION_CHANGE.QUANTITY);
    }
}
