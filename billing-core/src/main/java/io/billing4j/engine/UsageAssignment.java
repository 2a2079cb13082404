package io.billing4j.engine;

import io.billing4j.catalog.PlanVersion;
import io.billing4j.catalog.PlanVersionRef;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.CustomerId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.invoice.PeriodManager;
import io.billing4j.price.CustomPrices;
import io.billing4j.run.Finding;
import io.billing4j.run.FindingReason;
import io.billing4j.subscription.Subscription;
import io.billing4j.subscription.SubscriptionState;
import io.billing4j.subscription.SubscriptionStatus;
import io.billing4j.tenant.LateUsagePolicy;
import io.billing4j.tenant.TenantSettings;
import io.billing4j.usage.CustomAggregations;
import io.billing4j.usage.ReportedUsage;
import io.billing4j.usage.TouchedWindow;
import io.billing4j.usage.UsageEvent;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Finds out for each new event which subscription it will be billed to, and what to say where there is none or where it
 * comes too late. The customers are locked, so that no run moves a cursor meanwhile.
 */
final class UsageAssignment {
    private static final PeriodManager PERIODS = new PeriodManager();

    private final Work work;
    private final LateUsagePolicy latePolicy;
    private final UsageTimes times;
    private final Map<CustomerId, List<SubscriptionState>> subscriptions;
    private final Map<PlanVersionRef, PlanVersion> plans;
    private final Map<SubscriptionId, Billable> withSlots = new HashMap<>();
    private final Map<String, TouchedWindow> touched = new LinkedHashMap<>();
    private final Map<String, Finding> findings = new LinkedHashMap<>();
    private final Map<SubscriptionId, Instant> awoken = new TreeMap<>();
    private final boolean thresholds;
    private final Map<SubscriptionId, Boolean> lookedAt = new HashMap<>();
    private final List<ReportedUsage> reported = new ArrayList<>();
    private final Map<SubscriptionId, Set<Instant>> marked = new HashMap<>();

    private UsageAssignment(
            Work work,
            TenantSettings settings,
            Map<CustomerId, List<SubscriptionState>> subscriptions,
            Map<PlanVersionRef, PlanVersion> plans) {
        this.work = work;
        this.latePolicy = settings.lateUsage();
        this.times = new UsageTimes(settings.usage(), work.now());
        this.subscriptions = subscriptions;
        this.plans = plans;
        this.thresholds = plans.values().stream().anyMatch(plan -> plan.thresholds() != null);
    }

    /** What is known of the events' customers; SUBSCRIPTION_NOT_FOUND where an event names none of theirs. */
    static UsageAssignment load(Work work, TenantSettings settings, List<UsageEvent> events) {
        Set<CustomerId> customers = events.stream().map(UsageEvent::customer).collect(Collectors.toSet());
        Map<CustomerId, List<SubscriptionState>> subscriptions =
                work.unit().subscriptions().ofCustomers(customers).stream()
                        .collect(Collectors.groupingBy(
                                state -> state.subscription().customer()));
        for (int i = 0; i < events.size(); i++) {
            UsageEvent event = events.get(i);
            if (event.subscription() != null
                    && subscriptions.getOrDefault(event.customer(), List.of()).stream()
                            .noneMatch(state -> state.subscription().id().equals(event.subscription()))) {
                throw ErrorCode.SUBSCRIPTION_NOT_FOUND.at(
                        UsageIntake.field(i, "subscriptionId"),
                        "customer " + event.customer() + " has no subscription " + event.subscription());
            }
        }
        Set<PlanVersionRef> refs = subscriptions.values().stream()
                .flatMap(List::stream)
                .flatMap(state -> state.subscription().plans().stream())
                .collect(Collectors.toSet());
        return new UsageAssignment(
                work, settings, subscriptions, work.unit().catalog().findVersions(refs));
    }

    /** Takes note of a new event. LATE_USAGE where the tenant refuses an event of a billed window. */
    void settle(int index, UsageEvent event) {
        times.finding(event).ifPresent(reason -> found(reason, event));
        Optional<SubscriptionState> billed = billedTo(event);
        if (billed.isEmpty()) {
            notBilled(event);
        } else if (late(billed.get(), event)) {
            if (latePolicy == LateUsagePolicy.REFUSE) {
                throw ErrorCode.LATE_USAGE.at(
                        UsageIntake.field(index, "occurredAt"),
                        "usage before " + billed.get().cursor().usageSealedUntil() + " is billed");
            }
            markLate(event, billed.get());
        } else if (thresholds && hasThresholds(billed.get().subscription(), event.occurredAt())) {
            markReported(billed.get().subscription(), event.occurredAt());
        }
    }

    /** Stores what was noted. */
    void store(Work target) {
        if (!touched.isEmpty()) {
            target.unit().usage().insertTouched(List.copyOf(touched.values()));
        }
        if (!reported.isEmpty()) {
            target.unit().usage().markReported(reported);
        }
        if (!awoken.isEmpty()) {
            target.unit().subscriptions().wake(awoken);
        }
        if (!findings.isEmpty()) {
            target.unit().journal().addFindings(List.copyOf(findings.values()));
        }
    }

    /**
     * One mark for all events of a batch that have occurred by now, and one for each hour ahead, which is looked at once that is full. It
     * is added whether or not there is another: whoever looks takes away what was there before, without waiting for those who report.
     */
    private void markReported(Subscription subscription, Instant occurredAt) {
        Instant about = occurredAt.isAfter(work.now()) ? fullHour(occurredAt) : work.now();
        if (marked.computeIfAbsent(subscription.id(), id -> new HashSet<>()).add(about)) {
            reported.add(new ReportedUsage(work.ids().next(), subscription.customer(), subscription.id(), about));
        }
    }

    private static Instant fullHour(Instant instant) {
        Instant hour = instant.truncatedTo(ChronoUnit.HOURS);
        return hour.equals(instant) ? hour : hour.plus(1, ChronoUnit.HOURS);
    }

    /** Whether the main plan by now has some; of usage that is still to come, the one by then. */
    private boolean hasThresholds(Subscription subscription, Instant occurredAt) {
        if (occurredAt.isAfter(work.now())) {
            return hasThresholds(subscription.planAt(occurredAt));
        }
        return lookedAt.computeIfAbsent(
                subscription.id(),
                id -> hasThresholds(subscription.asOf(work.now()).planAt(work.now())));
    }

    private boolean hasThresholds(PlanVersionRef ref) {
        PlanVersion plan = plans.get(ref);
        return plan != null && plan.thresholds() != null;
    }

    private Optional<SubscriptionState> billedTo(UsageEvent event) {
        return subscriptions.getOrDefault(event.customer(), List.of()).stream()
                .filter(state -> event.subscription() == null
                        || state.subscription().id().equals(event.subscription()))
                .filter(state -> state.subscription().billedAt(event.occurredAt()))
                .filter(state -> prices(state.subscription(), event))
                .findFirst();
    }

    private boolean prices(Subscription subscription, UsageEvent event) {
        return subscription.itemsAt(event.occurredAt()).stream()
                .map(item -> plans.get(item.plan()))
                .anyMatch(plan -> plan != null && plan.meters().contains(event.meter()));
    }

    private boolean inTrial(UsageEvent event) {
        return subscriptions.getOrDefault(event.customer(), List.of()).stream()
                .map(SubscriptionState::subscription)
                .filter(subscription ->
                        event.subscription() == null || subscription.id().equals(event.subscription()))
                .anyMatch(subscription -> subscription.statusAt(event.occurredAt()) == SubscriptionStatus.TRIALING
                        && prices(subscription, event));
    }

    private void notBilled(UsageEvent event) {
        found(inTrial(event) ? FindingReason.USAGE_IN_TRIAL : FindingReason.USAGE_WITHOUT_CHARGE, event);
    }

    /** One finding for all events of a customer, a meter and a day that have the same said of them. */
    private void found(FindingReason reason, UsageEvent event) {
        String key = String.join(
                "|",
                event.customer().value(),
                event.subscription() == null ? "" : event.subscription().value(),
                event.meter().value(),
                day(event).toString());
        findings.putIfAbsent(
                reason + "|" + key,
                new Finding(
                        work.ids().next(),
                        reason,
                        event.customer(),
                        event.subscription(),
                        key,
                        detail(event),
                        null,
                        work.now()));
    }

    /**
     * Whether the event's window is billed. The seal is the latest such instant: where a voided document is to be made
     * again, a window before it may be open, so below the seal the slots decide.
     */
    private boolean late(SubscriptionState state, UsageEvent event) {
        if (!state.cursor().sealed(event.occurredAt())) {
            return false;
        }
        Billable billable = withSlots.computeIfAbsent(
                state.subscription().id(),
                id -> new FactsLoader(CustomAggregations.NONE, CustomPrices.NONE).one(work.unit(), state));
        return PERIODS.arrearsBilled(billable.subscription(), billable.slots(), event.occurredAt());
    }

    private void markLate(UsageEvent event, SubscriptionState state) {
        SubscriptionId subscription = state.subscription().id();
        if (state.cursor().nextDueAt() == null) {
            // All of it was billed: without this, no run would look at it again.
            awoken.put(subscription, work.now());
        }
        String window = subscription.value() + "|" + event.meter() + "|" + day(event);
        if (!touched.containsKey(window)) {
            TouchedWindow mark = new TouchedWindow(
                    work.ids().next(), event.customer(), subscription, event.meter(), day(event), work.now());
            touched.put(window, mark);
            findings.put(
                    "late|" + window,
                    new Finding(
                            work.ids().next(),
                            FindingReason.LATE_USAGE,
                            event.customer(),
                            subscription,
                            mark.id().toString(),
                            detail(event),
                            null,
                            work.now()));
        }
    }

    private static Map<String, String> detail(UsageEvent event) {
        return Map.of(
                "meterId", event.meter().value(),
                "day", day(event).toString(),
                "firstEventId", event.id().value());
    }

    private static Instant day(UsageEvent event) {
        return event.occurredAt().truncatedTo(ChronoUnit.DAYS);
    }
}
