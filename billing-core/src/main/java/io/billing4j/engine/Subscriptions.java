package io.billing4j.engine;

import io.billing4j.catalog.PlanVersion;
import io.billing4j.customer.Customer;
import io.billing4j.customer.CustomerState;
import io.billing4j.error.ErrorCode;
import io.billing4j.event.EventType;
import io.billing4j.id.CustomerId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.period.BillingSchedule;
import io.billing4j.store.Page;
import io.billing4j.subscription.BillingCursor;
import io.billing4j.subscription.ChangeTiming;
import io.billing4j.subscription.ScheduledChange;
import io.billing4j.subscription.Subscription;
import io.billing4j.subscription.SubscriptionChange;
import io.billing4j.subscription.SubscriptionCommand;
import io.billing4j.subscription.SubscriptionState;
import io.billing4j.subscription.Term;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who has what since when. */
public final class Subscriptions {
    private final TenantScope scope;

    Subscriptions(TenantScope scope) {
        this.scope = scope;
    }

    /**
     * Subscribes a customer to a plan.
     *
     * @throws io.billing4j.error.BillingException CUSTOMER_NOT_FOUND, PLAN_NOT_FOUND, PLAN_ARCHIVED; CURRENCY_MISMATCH if
     *     the plan is not in the customer's currency; AMBIGUOUS_CHARGE if the customer has another subscription at the
     *     same time that prices one of its meters; SUBSCRIPTION_EXISTS
     */
    public Subscription create(NewSubscription wanted) {
        return scope.inTransaction(work -> {
            CustomerState locked = work.lockCustomer(wanted.customer());
            requireNew(work, wanted.id());
            PlanVersion version = new PlanChoice(work.unit().catalog())
                    .version(wanted.plan(), null, locked.customer().currency());
            Term term = wanted.term();
            if (term != null) {
                FeeSums.requireTerm(term, version.interval());
            }
            Instant recordedAt = work.record(locked);
            Subscription subscription = subscription(work, wanted, locked.customer(), version, recordedAt);
            new ItemRules(work).requireUnambiguous(subscription);
            work.unit()
                    .subscriptions()
                    .insert(new SubscriptionState(
                            subscription,
                            BillingCursor.start(subscription.schedule().startInclusive())));
            work.journal(created(wanted, subscription, version, recordedAt));
            return subscription;
        });
    }

    /**
     * Changes a subscription: one command of its life cycle, which {@link io.billing4j.subscription.LifeCycle} allows or
     * refuses. What it makes of periods that are billed becomes lines that name the ones they correct, on the next document
     * or on one of its own.
     *
     * @throws io.billing4j.error.BillingException SUBSCRIPTION_NOT_FOUND; ILLEGAL_TRANSITION where the life cycle has no such
     *     transition; INVALID_DATE at {@code effectiveAt} before the start, or at {@code trialEnd} unless that lies ahead;
     *     PLAN_NOT_FOUND, PLAN_ARCHIVED, CURRENCY_MISMATCH, INTERVAL_MISMATCH, AMBIGUOUS_CHARGE; PERIODS_ARE_OPEN where
     *     periods with documents would begin anew; CHANGE_NOT_SCHEDULED where there is nothing to take back
     */
    public Subscription change(SubscriptionId id, SubscriptionCommand command) {
        return new SubscriptionCommands(scope).change(id, command);
    }

    /** What a command would come to, refused as {@link #change} would refuse it. Nothing is stored. */
    public ChangePreview previewChange(SubscriptionId id, SubscriptionCommand command) {
        return new SubscriptionCommands(scope).preview(id, command);
    }

    /**
     * Ends a subscription with the period that runs now, or before its first one. What is left then comes on a final document.
     *
     * @throws io.billing4j.error.BillingException as {@link #change}
     */
    public Subscription cancelAtPeriodEnd(SubscriptionId id) {
        return change(id, new SubscriptionCommand.Cancel(ChangeTiming.periodEnd(), null));
    }

    /** Changes that have not taken effect, which can be withdrawn; SUBSCRIPTION_NOT_FOUND. */
    public List<ScheduledChange> scheduled(SubscriptionId id) {
        return scope.inTransaction(work -> found(work, id).subscription().scheduled(work.now()));
    }

    /** The subscription and how far it is billed, if there is one. */
    public Optional<SubscriptionState> find(SubscriptionId id) {
        return scope.inTransaction(work -> work.unit().subscriptions().find(id));
    }

    /** Subscriptions in the order of their keys; of one customer, or of all where it is null. */
    public List<Subscription> list(@Nullable CustomerId customer, Page page) {
        return scope.inTransaction(work -> work.unit().subscriptions().list(customer, page));
    }

    static SubscriptionState found(Work work, SubscriptionId id) {
        return Billing4J.found(
                work.unit().subscriptions().find(id), ErrorCode.SUBSCRIPTION_NOT_FOUND, "subscriptionId", id);
    }

    /** Asked first: a request that is sent again is to learn that, and not that its charges collide with themselves. */
    private static void requireNew(Work work, @Nullable SubscriptionId id) {
        if (id != null && work.unit().subscriptions().find(id).isPresent()) {
            throw ErrorCode.SUBSCRIPTION_EXISTS.at("subscriptionId", "there is a subscription " + id);
        }
    }

    private static JournalEntry created(
            NewSubscription wanted, Subscription subscription, PlanVersion version, Instant recordedAt) {
        return JournalEntry.created(
                EventType.SUBSCRIPTION_CREATED,
                subscription.customer(),
                subscription.id(),
                Map.of(
                        "planId",
                        version.ref().plan().value(),
                        "planVersion",
                        Integer.toString(version.ref().version()),
                        "startDate",
                        wanted.startDate().toString(),
                        "quantity",
                        subscription.quantityAt(subscription.startInclusive()).toPlainString()),
                recordedAt);
    }

    private static Subscription subscription(
            Work work, NewSubscription wanted, Customer customer, PlanVersion version, Instant recordedAt) {
        LocalDate paidFrom = wanted.startDate().plusDays(wanted.trialDays());
        LocalDate anchor = wanted.anchorDate() == null ? paidFrom : wanted.anchorDate();
        BillingSchedule schedule = BillingSchedule.of(paidFrom, anchor, version.interval(), customer.zone());
        Instant start = wanted.startDate().atStartOfDay(customer.zone()).toInstant();
        SubscriptionId id =
                wanted.id() == null ? SubscriptionId.of(work.ids().next().toString()) : wanted.id();
        return Subscription.of(
                id,
                customer.id(),
                version.currency(),
                schedule,
                List.of(new SubscriptionChange.Created(
                        start,
                        recordedAt,
                        version.ref(),
                        wanted.quantity(),
                        wanted.trialDays() == 0 ? null : schedule.startInclusive(),
                        wanted.term())));
    }
}
