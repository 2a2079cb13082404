package io.billing4j.engine;

import io.billing4j.catalog.Plan;
import io.billing4j.catalog.PlanVersion;
import io.billing4j.catalog.PlanVersionRef;
import io.billing4j.customer.Customer;
import io.billing4j.customer.CustomerState;
import io.billing4j.error.ErrorCode;
import io.billing4j.event.EventType;
import io.billing4j.id.CustomerId;
import io.billing4j.id.MeterId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.money.Currencies;
import io.billing4j.period.BillingSchedule;
import io.billing4j.store.CatalogStore;
import io.billing4j.store.Page;
import io.billing4j.subscription.BillingCursor;
import io.billing4j.subscription.Subscription;
import io.billing4j.subscription.SubscriptionChange;
import io.billing4j.subscription.SubscriptionState;
import io.billing4j.subscription.SubscriptionStatus;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who has what since when. */
public final class Subscriptions {
    private final TenantScope scope;
    private final FactsLoader facts;

    Subscriptions(TenantScope scope) {
        this.scope = scope;
        facts = scope.context().factsLoader();
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
            PlanVersion version = offered(work.unit().catalog(), wanted, locked.customer());
            Instant recordedAt = work.record(locked);
            Subscription subscription = subscription(work, wanted, locked.customer(), version, recordedAt);
            requireUnambiguous(work, subscription, version);
            work.unit()
                    .subscriptions()
                    .insert(new SubscriptionState(subscription, BillingCursor.start(subscription.startInclusive())));
            work.journal(JournalEntry.created(
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
                            subscription
                                    .quantityAt(subscription.startInclusive())
                                    .toPlainString()),
                    recordedAt));
            return subscription;
        });
    }

    /**
     * Ends a subscription with the period that runs now, or with the last one that is billed if that is later. What is left
     * then comes on a final document.
     *
     * @throws io.billing4j.error.BillingException SUBSCRIPTION_NOT_FOUND; ILLEGAL_TRANSITION unless it runs and has no end
     */
    public Subscription cancelAtPeriodEnd(SubscriptionId id) {
        return scope.inTransaction(work -> {
            CustomerState locked =
                    work.lockCustomer(found(work, id).subscription().customer());
            Billable billable = facts.one(work.unit(), found(work, id));
            Subscription subscription = billable.subscription();
            requireEndable(subscription, work.now());
            Instant billedUntil = billable.cursor().billedUntil();
            Instant periodEnd = subscription.schedule().containing(work.now()).endExclusive();
            Instant end = billedUntil != null && billedUntil.isAfter(periodEnd) ? billedUntil : periodEnd;
            Instant recordedAt = work.record(locked);
            Subscription canceled = subscription.with(new SubscriptionChange.Canceled(end, recordedAt));
            work.unit().subscriptions().update(new SubscriptionState(canceled, billable.cursor()));
            work.journal(new JournalEntry(
                    EventType.SUBSCRIPTION_CANCELED,
                    canceled.customer(),
                    id.value(),
                    Map.of("status", SubscriptionStatus.ACTIVE.name()),
                    Map.of("endsAt", end.toString()),
                    recordedAt));
            return canceled;
        });
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

    private static PlanVersion offered(CatalogStore catalog, NewSubscription wanted, Customer customer) {
        Plan plan = Billing4J.found(catalog.findPlan(wanted.plan()), ErrorCode.PLAN_NOT_FOUND, "planId", wanted.plan());
        Catalog.requireUnarchived(plan);
        Currencies.requireSame("planId", customer.currency(), plan.currency());
        PlanVersion latest = catalog.latestVersions(List.of(plan.id())).get(plan.id());
        return Billing4J.found(Optional.ofNullable(latest), ErrorCode.PLAN_NOT_FOUND, "planId", plan.id());
    }

    private static Subscription subscription(
            Work work, NewSubscription wanted, Customer customer, PlanVersion version, Instant recordedAt) {
        LocalDate anchor = wanted.anchorDate() == null ? wanted.startDate() : wanted.anchorDate();
        BillingSchedule schedule = BillingSchedule.of(wanted.startDate(), anchor, version.interval(), customer.zone());
        SubscriptionId id =
                wanted.id() == null ? SubscriptionId.of(work.ids().next().toString()) : wanted.id();
        return new Subscription(
                id,
                customer.id(),
                version.currency(),
                1,
                schedule,
                List.of(new SubscriptionChange.Created(
                        schedule.startInclusive(), recordedAt, version.ref(), wanted.quantity())));
    }

    private static void requireUnambiguous(Work work, Subscription subscription, PlanVersion version) {
        List<Subscription> others = work.unit().subscriptions().ofCustomers(List.of(subscription.customer())).stream()
                .map(SubscriptionState::subscription)
                .filter(other -> other.overlaps(subscription))
                .toList();
        List<PlanVersionRef> plans = others.stream()
                .map(other -> other.planAt(other.startInclusive()))
                .distinct()
                .toList();
        for (PlanVersion other : work.unit().catalog().findVersions(plans).values()) {
            for (MeterId meter : other.meters()) {
                if (version.meters().contains(meter)) {
                    throw ErrorCode.AMBIGUOUS_CHARGE.at(
                            "planId", "the customer's plan " + other.ref() + " prices the meter " + meter + " as well");
                }
            }
        }
    }

    private static void requireEndable(Subscription subscription, Instant now) {
        SubscriptionStatus status = subscription.statusAt(now);
        if (status != SubscriptionStatus.ACTIVE || subscription.endExclusive() != null) {
            Instant end = subscription.endExclusive();
            throw ErrorCode.ILLEGAL_TRANSITION.at(
                    "subscriptionId",
                    end == null
                            ? "a " + status + " subscription cannot be cancelled"
                            : "it ends at " + end + " already");
        }
    }
}
