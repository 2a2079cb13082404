package io.billing4j.engine;

import io.billing4j.catalog.PlanVersion;
import io.billing4j.catalog.PlanVersionRef;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.MeterId;
import io.billing4j.id.PlanId;
import io.billing4j.period.BillingInterval;
import io.billing4j.subscription.HeldItem;
import io.billing4j.subscription.Subscription;
import io.billing4j.subscription.SubscriptionItem;
import io.billing4j.subscription.SubscriptionState;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What the plan and the add-ons of a subscription, and all subscriptions of a customer, must have in common or must not. */
final class ItemRules {
    private final Work work;

    ItemRules(Work work) {
        this.work = work;
    }

    /**
     * Refuses a subscription that has a plan twice, a meter priced twice at any instant, items that are billed at another
     * interval than its periods have, or one that prices each event beside a plan whose usage is billed at amounts.
     *
     * @param from changes that have taken effect before it are what they are
     */
    void require(Subscription subscription, Instant from) {
        Map<PlanVersionRef, PlanVersion> versions = work.unit().catalog().findVersions(subscription.plans());
        Instant paidFrom = subscription.schedule().startInclusive();
        Set<Instant> points = new TreeSet<>(subscription.turningPoints(from));
        if (paidFrom.isAfter(from)) {
            points.add(paidFrom);
        }
        for (Instant point : points) {
            Set<PlanId> plans = new HashSet<>();
            Set<MeterId> meters = new HashSet<>();
            BillingInterval interval = subscription.schedule().inForceAt(point).interval();
            for (SubscriptionItem item : subscription.itemsAt(point)) {
                PlanVersion version = loaded(versions, item.plan());
                if (!plans.add(item.plan().plan())) {
                    throw ErrorCode.AMBIGUOUS_CHARGE.at(
                            "planId",
                            "the subscription would have the plan "
                                    + item.plan().plan() + " twice");
                }
                for (MeterId meter : version.meters()) {
                    if (!meters.add(meter)) {
                        throw ErrorCode.AMBIGUOUS_CHARGE.at(
                                "planId", "another part of the subscription prices the meter " + meter);
                    }
                }
                if (!point.isBefore(paidFrom) && !version.interval().equals(interval)) {
                    throw ErrorCode.INTERVAL_MISMATCH.at(
                            "planId",
                            "expected a plan that is billed every " + interval + " from " + point + " on but "
                                    + item.plan() + " is every " + version.interval());
                }
            }
            requireNoEvents(subscription.itemsAt(point), versions);
        }
    }

    /** Each early document would repeat all events. */
    private static void requireNoEvents(List<SubscriptionItem> items, Map<PlanVersionRef, PlanVersion> versions) {
        boolean amounts = items.stream()
                .anyMatch(item -> item.main() && loaded(versions, item.plan()).thresholds() != null);
        for (SubscriptionItem item : amounts ? items : List.<SubscriptionItem>of()) {
            if (loaded(versions, item.plan()).pricesEvents()) {
                throw ErrorCode.INVALID_TERMS.at(
                        "planId",
                        item.plan() + " prices each event, and the usage of the plan beside it is billed at amounts");
            }
        }
    }

    /** Refuses a subscription that prices a meter that another of the customer's, held at the same time, prices as well. */
    void requireUnambiguous(Subscription subscription) {
        List<Subscription> others = work.unit().subscriptions().ofCustomers(List.of(subscription.customer())).stream()
                .map(SubscriptionState::subscription)
                .filter(other -> !other.id().equals(subscription.id()) && other.overlaps(subscription))
                .toList();
        Set<PlanVersionRef> refs = new HashSet<>(subscription.plans());
        others.forEach(other -> refs.addAll(other.plans()));
        Map<PlanVersionRef, PlanVersion> versions = work.unit().catalog().findVersions(refs);
        for (Subscription other : others) {
            for (HeldItem theirs : other.held()) {
                for (HeldItem own : subscription.held()) {
                    if (overlap(own, theirs)) {
                        requireApart(
                                loaded(versions, own.item().plan()),
                                loaded(versions, theirs.item().plan()));
                    }
                }
            }
        }
    }

    private static void requireApart(PlanVersion own, PlanVersion theirs) {
        for (MeterId meter : theirs.meters()) {
            if (own.meters().contains(meter)) {
                throw ErrorCode.AMBIGUOUS_CHARGE.at(
                        "planId", "the customer's plan " + theirs.ref() + " prices the meter " + meter + " as well");
            }
        }
    }

    private static boolean overlap(HeldItem a, HeldItem b) {
        return a.startInclusive().isBefore(b.endExclusive())
                && b.startInclusive().isBefore(a.endExclusive());
    }

    private static PlanVersion loaded(Map<PlanVersionRef, PlanVersion> versions, PlanVersionRef ref) {
        PlanVersion version = versions.get(ref);
        if (version == null) {
            throw ErrorCode.STORED_DATA_UNREADABLE.because("there is no plan version " + ref);
        }
        return version;
    }
}
