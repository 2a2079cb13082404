package io.billing4j.engine;

import io.billing4j.catalog.PlanVersion;
import io.billing4j.customer.Customer;
import io.billing4j.customer.CustomerState;
import io.billing4j.error.ErrorCode;
import io.billing4j.error.Inputs;
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
import java.util.TreeMap;
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
        Inputs.required("wanted", wanted);
        return scope.inTransaction(work -> {
            if (wanted.group() != null) {
                Settings.allowGroups(work);
            }
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
     *     PLAN_NOT_FOUND, PLAN_ARCHIVED, CURRENCY_MISMATCH, INTERVAL_MISMATCH, AMBIGUOUS_CHARGE; INVALID_TERMS at {@code planId}
     *     for a price of each event beside a plan with amounts at which usage is billed; PERIODS_ARE_OPEN where periods with
     *     documents would begin anew; CHANGE_NOT_SCHEDULED where there is nothing to take back
     */
    public Subscription change(SubscriptionId id, SubscriptionCommand command) {
        Inputs.required("id", id);
        Inputs.required("command", command);
        return new SubscriptionCommands(scope).change(id, command);
    }

    /** What a command would come to, refused as {@link #change} would refuse it. Nothing is stored. */
    public ChangePreview previewChange(SubscriptionId id, SubscriptionCommand command) {
        Inputs.required("id", id);
        Inputs.required("command", command);
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

    /**
     * Says what project or purchase order a subscription is for. Documents that are made from then on say so, and drafts and
     * final ones stay as they are; so does what it is billed for. Where documents are of one group ({@link
     * io.billing4j.tenant.Consolidation#GROUP}), its next one is of the new group.
     *
     * @param group at most 64 characters, upper and lower case told apart, without spaces around it; null or empty for none
     * @return the subscription as it is then
     * @throws io.billing4j.error.BillingException SUBSCRIPTION_NOT_FOUND; INVALID_TEXT at {@code group}
     */
    public Subscription setGroup(SubscriptionId id, @Nullable String group) {
        Inputs.required("id", id);
        return scope.inTransaction(work -> {
            if (group != null) {
                Settings.allowGroups(work);
            }
            CustomerState locked =
                    work.lockCustomer(found(work, id).subscription().customer());
            Subscription before = found(work, id).subscription();
            Subscription after = before.inGroup(group);
            if (!after.equals(before)) {
                work.unit().subscriptions().setGroup(id, after.group());
                work.journal(new JournalEntry(
                        EventType.SUBSCRIPTION_GROUP_CHANGED,
                        before.customer(),
                        id.value(),
                        detail(before),
                        detail(after),
                        work.record(locked)));
            }
            return after;
        });
    }

    private static Map<String, String> detail(Subscription subscription) {
        return subscription.group() == null ? Map.of() : Map.of("group", subscription.group());
    }

    /** Changes that have not taken effect, which can be withdrawn; SUBSCRIPTION_NOT_FOUND. */
    public List<ScheduledChange> scheduled(SubscriptionId id) {
        Inputs.required("id", id);
        return scope.inTransaction(work -> found(work, id).subscription().scheduled(work.now()));
    }

    /** The subscription and how far it is billed, if there is one. */
    public Optional<SubscriptionState> find(SubscriptionId id) {
        Inputs.required("id", id);
        return scope.inTransaction(work -> work.unit().subscriptions().find(id));
    }

    /** Subscriptions in the order of their keys; of one customer, or of all where it is null. */
    public List<Subscription> list(@Nullable CustomerId customer, Page page) {
        Inputs.required("page", page);
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
        Map<String, String> data = new TreeMap<>(detail(subscription));
        data.put("planId", version.ref().plan().value());
        data.put("planVersion", Integer.toString(version.ref().version()));
        data.put("startDate", wanted.startDate().toString());
        data.put(
                "quantity",
                subscription.quantityAt(subscription.startInclusive()).toPlainString());
        return JournalEntry.created(
                EventType.SUBSCRIPTION_CREATED, subscription.customer(), subscription.id(), data, recordedAt);
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
                                wanted.term())))
                .inGroup(wanted.group());
    }
}
