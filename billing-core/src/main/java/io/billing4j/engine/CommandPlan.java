package io.billing4j.engine;

import io.billing4j.catalog.PlanVersion;
import io.billing4j.catalog.PlanVersionRef;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.PlanId;
import io.billing4j.period.BillingInterval;
import io.billing4j.period.BillingSchedule;
import io.billing4j.price.CustomPrices;
import io.billing4j.subscription.ChangeSettlement;
import io.billing4j.subscription.LifeCycle;
import io.billing4j.subscription.Subscription;
import io.billing4j.subscription.SubscriptionChange;
import io.billing4j.subscription.SubscriptionCommand;
import io.billing4j.subscription.SubscriptionCommand.ChangePlan;
import io.billing4j.subscription.SubscriptionCommand.ChangeQuantity;
import io.billing4j.subscription.SubscriptionCommand.RemoveAddOn;
import io.billing4j.subscription.SubscriptionCommand.SetAddOn;
import io.billing4j.subscription.SubscriptionItem;
import io.billing4j.subscription.SubscriptionStatus;
import io.billing4j.tenant.ChangePolicy;
import io.billing4j.tenant.FeeTiming;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what a command makes of a subscription: the changes that are appended, with the instants from which on they
 * count. It stores nothing.
 */
final class CommandPlan {
    private final Work work;
    private final Billable billable;
    private final Subscription before;
    private final Instant now;
    private final Instant recordedAt;
    private final ChangePolicy policy;
    private final FeeInstants fees;
    private final CustomPrices prices;

    CommandPlan(Work work, Billable billable, Instant recordedAt, ChangePolicy policy, CustomPrices prices) {
        this.prices = prices;
        this.work = work;
        this.billable = billable;
        this.before = billable.subscription();
        this.now = work.now();
        this.recordedAt = recordedAt;
        this.policy = policy;
        this.fees = new FeeInstants(before, now);
    }

    /**
     * What the command makes of the subscription.
     *
     * @throws io.billing4j.error.BillingException as {@link Subscriptions#change}
     */
    Planned of(SubscriptionCommand command) {
        Instant effectiveAt = command.timing().resolve(before, now);
        SubscriptionStatus status = before.statusAt(now);
        LifeCycle.require(status.ended() ? status : before.statusAt(effectiveAt), command.kind());
        List<SubscriptionChange> changes = new ArrayList<>(changes(command, effectiveAt));
        boolean atOnce =
                command.settlement() == ChangeSettlement.IMMEDIATE || (command.settlement() == null && policy.atOnce());
        boolean settled = atOnce && movesFees(changes.get(0));
        // One that ends a subscription needs no document of its own beside the final one.
        if (settled && !(changes.get(0) instanceof SubscriptionChange.Canceled)) {
            changes.add(new SubscriptionChange.SettledAtOnce(
                    changes.get(0).effectiveAt(), recordedAt, before.changes().size() + 1));
        }
        Subscription after = rebased(before.with(changes));
        new ItemRules(work).require(after, earliest(changes).orElse(now));
        return new Planned(List.copyOf(changes), after, movedFrom(changes), settled);
    }

    private List<SubscriptionChange> changes(SubscriptionCommand command, Instant effectiveAt) {
        if (command instanceof ChangePlan change) {
            return List.of(planChanged(change, effectiveAt));
        }
        if (command instanceof ChangeQuantity change) {
            return List.of(new SubscriptionChange.QuantityChanged(
                    effectiveAt,
                    recordedAt,
                    fees.from(policy.quantity(), change.settlement(), effectiveAt),
                    change.quantity()));
        }
        if (command instanceof SetAddOn addOn) {
            return List.of(addOnSet(addOn, effectiveAt));
        }
        if (command instanceof RemoveAddOn addOn) {
            requireAddOn(addOn.plan(), effectiveAt);
            return List.of(new SubscriptionChange.AddOnRemoved(
                    effectiveAt,
                    recordedAt,
                    fees.from(policy.downgrade(), addOn.settlement(), effectiveAt),
                    addOn.plan()));
        }
        return new StatusChanges(before, billable.slots(), now, recordedAt, policy).of(command, effectiveAt);
    }

    private SubscriptionChange planChanged(ChangePlan change, Instant effectiveAt) {
        PlanVersion version = version(change.plan(), change.version());
        BillingInterval interval = before.schedule().inForceAt(effectiveAt).interval();
        boolean another = !version.interval().equals(interval);
        SubscriptionItem item = before.itemsAt(effectiveAt).get(0);
        PlanVersion present = version(item.plan());
        FeeTiming timing = new FeeSums(prices).isUpgrade(present, version, item.quantity())
                ? policy.upgrade()
                : policy.downgrade();
        Instant feesFrom = fees.from(timing, change.settlement(), effectiveAt);
        if (!another || !effectiveAt.isAfter(before.schedule().startInclusive())) {
            return new SubscriptionChange.PlanChanged(effectiveAt, recordedAt, feesFrom, version.ref(), null);
        }
        // Fees of a window belong to one length of period: a change of length takes everything along at one instant.
        Instant turn = feesFrom.isAfter(effectiveAt) ? feesFrom : effectiveAt;
        Turns.require(before, billable.slots(), turn);
        return new SubscriptionChange.PlanChanged(turn, recordedAt, turn, version.ref(), version.interval());
    }

    private SubscriptionChange addOnSet(SetAddOn addOn, Instant effectiveAt) {
        PlanVersion version = version(addOn.plan(), addOn.version());
        FeeTiming timing = held(addOn.plan(), effectiveAt).isPresent() ? policy.quantity() : policy.upgrade();
        return new SubscriptionChange.AddOnSet(
                effectiveAt,
                recordedAt,
                fees.from(timing, addOn.settlement(), effectiveAt),
                version.ref(),
                addOn.quantity());
    }

    private void requireAddOn(PlanId plan, Instant at) {
        if (held(plan, at).isEmpty()) {
            throw ErrorCode.ILLEGAL_TRANSITION.at("planId", "there is no add-on " + plan + " at " + at);
        }
    }

    private Optional<SubscriptionItem> held(PlanId plan, Instant at) {
        return before.itemsAt(at).stream()
                .filter(item -> !item.main() && item.plan().plan().equals(plan))
                .findFirst();
    }

    private PlanVersion version(PlanId plan, @Nullable Integer number) {
        return new PlanChoice(work.unit().catalog()).version(plan, number, before.currency());
    }

    private PlanVersion version(PlanVersionRef ref) {
        return new PlanChoice(work.unit().catalog()).known(ref);
    }

    private static boolean movesFees(SubscriptionChange change) {
        return change instanceof SubscriptionChange.PlanChanged
                || change instanceof SubscriptionChange.QuantityChanged
                || change instanceof SubscriptionChange.AddOnSet
                || change instanceof SubscriptionChange.AddOnRemoved
                || change instanceof SubscriptionChange.Paused
                || change instanceof SubscriptionChange.Resumed
                || change instanceof SubscriptionChange.Canceled;
    }

    /** The first period begins with the first paid instant, and has the interval of the plan that holds then. */
    private Subscription rebased(Subscription after) {
        if (!billable.slots().isEmpty()) {
            return after;
        }
        BillingSchedule first = before.schedule().alone();
        Instant trialEnd = after.trialEnd();
        Instant start = trialEnd == null ? after.startInclusive() : trialEnd;
        BillingInterval interval = version(after.planAt(start)).interval();
        ZoneId zone = after.zoneAtStart(start).orElse(first.zone());
        if (start.equals(first.startInclusive()) && interval.equals(first.interval()) && zone.equals(first.zone())) {
            return after;
        }
        after.schedule().turns().stream().findFirst().ifPresent(turn -> {
            throw ErrorCode.PERIODS_ARE_OPEN.at(
                    "effectiveAt", "periods are counted anew from " + turn + " on; withdraw that change first");
        });
        boolean anchored = !first.anchorDate().equals(first.startDate())
                || !first.boundary(0).equals(first.startInclusive());
        return after.startingWith(
                anchored
                        ? BillingSchedule.startingAt(start, first.boundaryTime(), first.anchorDate(), interval, zone)
                        : BillingSchedule.anniversary(start, interval, zone));
    }

    private @Nullable Instant movedFrom(List<SubscriptionChange> changes) {
        Instant earliest = null;
        for (SubscriptionChange change : changes) {
            Instant from = earlier(change.effectiveAt(), change.feesFrom());
            if (change instanceof SubscriptionChange.Withdrawn withdrawn) {
                SubscriptionChange target = before.changes().get(withdrawn.change() - 1);
                from = earlier(target.effectiveAt(), target.feesFrom());
            }
            earliest = earliest == null ? from : earlier(earliest, from);
        }
        return earliest;
    }

    private static Optional<Instant> earliest(List<SubscriptionChange> changes) {
        return changes.stream().map(SubscriptionChange::effectiveAt).min(Instant::compareTo);
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }
}
