package io.billing4j.testkit.history;

import io.billing4j.catalog.PlanVersionRef;
import io.billing4j.id.PlanId;
import io.billing4j.period.BillingInterval;
import io.billing4j.period.BillingSchedule;
import io.billing4j.period.IntervalUnit;
import io.billing4j.subscription.ChangeSettlement;
import io.billing4j.subscription.ChangeTiming;
import io.billing4j.subscription.CommandKind;
import io.billing4j.subscription.PausedFees;
import io.billing4j.subscription.ScheduledChange;
import io.billing4j.subscription.Subscription;
import io.billing4j.subscription.SubscriptionChange;
import io.billing4j.subscription.SubscriptionCommand;
import io.billing4j.subscription.SubscriptionItem;
import io.billing4j.subscription.SubscriptionStatus;
import io.billing4j.subscription.Term;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes up commands of the life cycle. */
final class CommandGenerator {
    private static final List<ChangeSettlement> SETTLEMENTS = List.of(ChangeSettlement.values());

    private final Choice choice;
    private final TermsGenerator terms;

    CommandGenerator(Choice choice, TermsGenerator terms) {
        this.choice = choice;
        this.terms = terms;
    }

    SubscriptionCommand command(Subscription subscription, Instant now) {
        CommandKind kind =
                choice.chance(7) ? choice.of(List.of(CommandKind.values())) : choice.of(fitting(subscription, now));
        return switch (kind) {
            case ACTIVATE -> new SubscriptionCommand.Activate();
            case EXTEND_TRIAL ->
                new SubscriptionCommand.ExtendTrial(
                        choice.between(now.plusSeconds(1), now.plus(Duration.ofDays(1 + choice.below(40)))));
            case PAUSE ->
                new SubscriptionCommand.Pause(
                        timing(subscription, now), choice.of(List.of(PausedFees.values())), settled());
            case RESUME -> new SubscriptionCommand.Resume(timing(subscription, now), settled());
            case CHANGE_PLAN -> changePlan(subscription, now);
            case CHANGE_QUANTITY ->
                new SubscriptionCommand.ChangeQuantity(quantity(subscription), timing(subscription, now), settlement());
            case SET_ADD_ON ->
                new SubscriptionCommand.SetAddOn(
                        PlanId.of(terms.addOn(choice.of(PlainCatalogue.ADD_ONS))),
                        null,
                        quantity(),
                        timing(subscription, now),
                        settlement());
            case REMOVE_ADD_ON ->
                new SubscriptionCommand.RemoveAddOn(addOn(subscription, now), timing(subscription, now), settlement());
            case CANCEL -> new SubscriptionCommand.Cancel(timing(subscription, now), settlement());
            case UNCANCEL -> new SubscriptionCommand.Uncancel();
            case WITHDRAW -> new SubscriptionCommand.Withdraw(scheduled(subscription, now));
            case RENEW -> new SubscriptionCommand.Renew(term());
            case EXPIRE -> new SubscriptionCommand.Expire();
            case CHANGE_ZONE -> new SubscriptionCommand.ChangeZone(ZoneId.of(choice.of(Choice.ZONES)));
            case MARK_PAST_DUE -> new SubscriptionCommand.MarkPastDue();
            case RECOVER -> new SubscriptionCommand.Recover();
        };
    }

    /** What is likely to be accepted, the more often the more it stands in the list. */
    private List<CommandKind> fitting(Subscription subscription, Instant now) {
        SubscriptionStatus status = subscription.statusAt(now);
        List<CommandKind> kinds = new ArrayList<>(List.of(
                CommandKind.CHANGE_PLAN,
                CommandKind.CHANGE_PLAN,
                CommandKind.CHANGE_PLAN,
                CommandKind.CHANGE_QUANTITY,
                CommandKind.CHANGE_QUANTITY,
                CommandKind.CHANGE_QUANTITY,
                CommandKind.SET_ADD_ON,
                CommandKind.CHANGE_ZONE,
                CommandKind.CANCEL));
        List<ScheduledChange> scheduled = subscription.scheduled(now);
        if (!scheduled.isEmpty()) {
            kinds.add(CommandKind.WITHDRAW);
            kinds.add(CommandKind.WITHDRAW);
        }
        if (scheduled.stream().anyMatch(one -> one.change() instanceof SubscriptionChange.Canceled)) {
            kinds.add(CommandKind.UNCANCEL);
            kinds.add(CommandKind.UNCANCEL);
        }
        if (subscription.itemsAt(now).size() > 1) {
            kinds.add(CommandKind.REMOVE_ADD_ON);
        }
        if (subscription.terms().endOfTermAt(now) != null) {
            kinds.add(subscription.terms().expiresAt() == null ? CommandKind.EXPIRE : CommandKind.RENEW);
        }
        switch (status) {
            case PENDING -> kinds.add(CommandKind.ACTIVATE);
            case TRIALING ->
                kinds.addAll(List.of(CommandKind.ACTIVATE, CommandKind.EXTEND_TRIAL, CommandKind.EXTEND_TRIAL));
            case ACTIVE ->
                kinds.addAll(
                        List.of(CommandKind.PAUSE, CommandKind.PAUSE, CommandKind.PAUSE, CommandKind.MARK_PAST_DUE));
            case PAUSED -> kinds.addAll(List.of(CommandKind.RESUME, CommandKind.RESUME, CommandKind.RESUME));
            case PAST_DUE -> kinds.addAll(List.of(CommandKind.RECOVER, CommandKind.PAUSE));
            case CANCELED, EXPIRED -> {}
        }
        return kinds;
    }

    SubscriptionCommand changePlan(Subscription subscription, Instant now) {
        SubscriptionItem item = subscription.itemsAt(now).get(0);
        String present = item.plan().plan().value();
        boolean monthly = PlainCatalogue.MONTHLY.contains(present) || PlainCatalogue.UNDER_TERMS.contains(present);
        boolean same = monthly && choice.chance(80);
        String plan = terms.changed(choice.of(same ? PlainCatalogue.MONTHLY : PlainCatalogue.OTHERS));
        return new SubscriptionCommand.ChangePlan(
                PlanId.of(plan), version(plan), timing(subscription, now), settlement());
    }

    /**
     * Another plan in what has passed of the period, so that several versions share it, or have it all, and now and then another quantity. Where
     * that is not settled, fees are those of the version before.
     */
    SubscriptionCommand changeWithin(Subscription subscription, Instant now) {
        Instant start = later(
                subscription.startInclusive(),
                subscription.schedule().endingAfter(now).startInclusive());
        if (!start.isBefore(now)) {
            return changePlan(subscription, now);
        }
        if (choice.chance(25)) {
            return new SubscriptionCommand.ChangeQuantity(
                    quantity(subscription), ChangeTiming.at(choice.between(start, now)), settlement());
        }
        PlanVersionRef first = subscription.itemsAt(start).get(0).plan();
        boolean back = choice.chance(40);
        String plan = terms.sharing();
        return new SubscriptionCommand.ChangePlan(
                back ? first.plan() : PlanId.of(plan),
                back ? (Integer) first.version() : version(plan),
                back && choice.chance(60)
                        ? ChangeTiming.now()
                        : ChangeTiming.at(choice.chance(30) ? start : choice.between(start, now)),
                choice.chance(45) ? ChangeSettlement.NONE : settlement());
    }

    private @Nullable Integer version(String plan) {
        boolean two = plan.equals("basic") || plan.equals("pro") || PlainCatalogue.UNDER_TERMS.contains(plan);
        return two ? (Integer) (1 + choice.below(2)) : null;
    }

    private PlanId addOn(Subscription subscription, Instant now) {
        List<SubscriptionItem> items = subscription.itemsAt(now);
        return items.size() > 1 ? items.get(1).plan().plan() : PlanId.of(choice.of(PlainCatalogue.ADD_ONS));
    }

    private int scheduled(Subscription subscription, Instant now) {
        List<ScheduledChange> scheduled = subscription.scheduled(now);
        return scheduled.isEmpty() ? 1 + choice.below(5) : choice.of(scheduled).number();
    }

    private ChangeTiming timing(Subscription subscription, Instant now) {
        int dice = choice.below(100);
        if (dice < 35) {
            return ChangeTiming.now();
        } else if (dice < 55) {
            return ChangeTiming.periodEnd();
        } else if (dice < 75) {
            Instant start = subscription.startInclusive();
            Instant from = choice.chance(60) ? later(start, now.minus(Duration.ofDays(20))) : start;
            return ChangeTiming.at(from.isBefore(now) ? choice.between(from, now) : from);
        } else if (dice < 92) {
            return ChangeTiming.at(
                    later(subscription.startInclusive(), choice.between(now, now.plus(Duration.ofDays(50)))));
        }
        // On a boundary itself.
        BillingSchedule schedule = subscription.schedule();
        return ChangeTiming.at(
                choice.chance(50)
                        ? schedule.endingAfter(now).endExclusive()
                        : schedule.endingAfter(now).startInclusive());
    }

    private @Nullable ChangeSettlement settlement() {
        return choice.chance(55) ? null : choice.of(SETTLEMENTS);
    }

    /** Fees cannot follow a pause later than the pause itself. */
    private @Nullable ChangeSettlement settled() {
        ChangeSettlement settlement = settlement();
        return settlement == ChangeSettlement.NONE ? null : settlement;
    }

    /** Any, or one that the subscription has had: a change that is changed back takes its own lines back. */
    private BigDecimal quantity(Subscription subscription) {
        List<BigDecimal> before = new ArrayList<>();
        for (SubscriptionChange change : subscription.changes()) {
            if (change instanceof SubscriptionChange.Created created) {
                before.add(created.quantity());
            } else if (change instanceof SubscriptionChange.QuantityChanged changed) {
                before.add(changed.quantity());
            }
        }
        return choice.chance(70) ? quantity() : choice.of(before);
    }

    BigDecimal quantity() {
        return choice.chance(80)
                ? BigDecimal.valueOf(1 + choice.below(9))
                : BigDecimal.valueOf(1 + choice.below(9000), 3);
    }

    Term term() {
        BillingInterval length = choice.of(List.of(
                new BillingInterval(IntervalUnit.MONTH, 1 + choice.below(3)),
                new BillingInterval(IntervalUnit.MONTH, 1),
                new BillingInterval(IntervalUnit.THIRTY_DAYS, 1 + choice.below(2)),
                new BillingInterval(IntervalUnit.QUARTER, 1)));
        return new Term(length, choice.chance(50));
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }
}
