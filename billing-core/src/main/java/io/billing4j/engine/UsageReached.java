package io.billing4j.engine;

import io.billing4j.catalog.PlanVersion;
import io.billing4j.catalog.PlanVersionRef;
import io.billing4j.catalog.UsageThresholds;
import io.billing4j.customer.CustomerState;
import io.billing4j.id.CustomerId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.invoice.BilledLine;
import io.billing4j.invoice.EarlierBilling;
import io.billing4j.invoice.InvoiceAssembler;
import io.billing4j.invoice.PeriodManager;
import io.billing4j.invoice.PlaceLines;
import io.billing4j.invoice.SlotPlace;
import io.billing4j.subscription.Subscription;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whose usage so far has reached an amount at which it is billed that the usage billed so far has not: nothing but amounts is compared, so
 * that nothing has to be counted and kept.
 *
 * @param due subscriptions with the place of their usage so far, as if nothing else had been touched
 * @param facts of at least those
 * @param awaiting subscriptions whose period has no document of its own yet, which are to be looked at again
 * @param touched from when on what was billed for those due is still to be corrected
 */
record UsageReached(
        List<Due> due, LoadedFacts facts, Set<SubscriptionId> awaiting, Map<SubscriptionId, Instant> touched) {
    private static final PeriodManager PERIODS = new PeriodManager();
    private static final InvoiceAssembler ASSEMBLER = new InvoiceAssembler();

    /**
     * Looks at customers' subscriptions: what is found without a lock on them may be otherwise by the time they are locked.
     *
     * @param billables without any that is not to be looked at
     */
    static UsageReached of(
            Work work, FactsLoader loader, List<Billable> billables, Map<CustomerId, CustomerState> customers) {
        Instant until = until(work);
        Map<SubscriptionId, UsageThresholds> thresholds = thresholds(work, billables);
        Set<SubscriptionId> awaiting = new HashSet<>();
        List<Due> places = new ArrayList<>();
        Map<SubscriptionId, Instant> touched = new HashMap<>();
        for (Billable billable : billables) {
            Subscription subscription = billable.asOf(work.now());
            SlotPlace place = thresholds.containsKey(subscription.id())
                    ? PERIODS.progressive(subscription, billable.cursor(), billable.slots(), until)
                    : null;
            if (place != null) {
                places.add(new Due(billable.untouched(), subscription, List.of(place), false, false));
                Instant from = billable.cursor().touchedFrom();
                if (from != null) {
                    touched.put(subscription.id(), from);
                }
            } else if (thresholds.containsKey(subscription.id())
                    && PERIODS.awaitsDocument(subscription, billable.slots(), until)) {
                awaiting.add(subscription.id());
            }
        }
        LoadedFacts facts = loader.withoutOneOffs(work.unit(), places);
        List<Due> due = places.stream()
                .filter(one -> reached(
                        one,
                        facts,
                        thresholds.get(one.subscription().id()),
                        customers.get(one.subscription().customer()),
                        work.now()))
                .toList();
        return new UsageReached(due, facts, awaiting, touched);
    }

    /** Usage before this is counted: what is reported for the present instant counts as well. */
    static Instant until(Work work) {
        return work.now().plus(1, ChronoUnit.MICROS);
    }

    /** Of those whose main plan has some by now. */
    private static Map<SubscriptionId, UsageThresholds> thresholds(Work work, List<Billable> billables) {
        Map<SubscriptionId, PlanVersionRef> plans = new HashMap<>();
        for (Billable billable : billables) {
            Subscription subscription = billable.asOf(work.now());
            plans.put(subscription.id(), subscription.planAt(work.now()));
        }
        Map<PlanVersionRef, PlanVersion> versions = work.unit().catalog().findVersions(Set.copyOf(plans.values()));
        Map<SubscriptionId, UsageThresholds> thresholds = new HashMap<>();
        plans.forEach((subscription, ref) -> {
            PlanVersion version = versions.get(ref);
            if (version != null && version.thresholds() != null) {
                thresholds.put(subscription, version.thresholds());
            }
        });
        return thresholds;
    }

    private static boolean reached(
            Due due,
            LoadedFacts facts,
            @Nullable UsageThresholds thresholds,
            @Nullable CustomerState customer,
            Instant now) {
        if (thresholds == null || customer == null) {
            return false;
        }
        Subscription subscription = due.subscription();
        SlotPlace place = due.places().get(0);
        List<BilledLine> lines = facts.billed(subscription.id());
        EarlierBilling earlier = new EarlierBilling(
                PERIODS.recomputedFrom(subscription, place, due.billable().slots()),
                due.billable().slots(),
                lines,
                customer.nextRecordedAt(now));
        BigDecimal billed = billedSoFar(lines, place);
        try {
            PlaceLines more = ASSEMBLER.differences(facts.of(subscription, place, earlier));
            BigDecimal all =
                    billed.add(more.amount(customer.customer().currency()).getAmount());
            return thresholds.level(all) > thresholds.level(billed);
        } catch (RuntimeException e) {
            // A function of the host may throw anything. Whoever fills the place finds it out once more, and says so.
            return true;
        }
    }

    /** What stands of the running period's usage so far, before coupons and taxes. */
    private static BigDecimal billedSoFar(List<BilledLine> lines, SlotPlace place) {
        BigDecimal billed = BigDecimal.ZERO;
        for (BilledLine line : lines) {
            boolean ofPeriod = !line.line()
                    .derivation()
                    .window()
                    .startInclusive()
                    .isBefore(place.window().startInclusive());
            if (ofPeriod && line.line().derivation().countedUntil() != null) {
                billed = billed.add(line.line().amount().getAmount());
            }
        }
        return billed;
    }
}
