package io.billing4j.invoice;

import io.billing4j.catalog.BillingTiming;
import io.billing4j.catalog.Charge;
import io.billing4j.catalog.Meter;
import io.billing4j.id.MeterId;
import io.billing4j.id.PlanId;
import io.billing4j.period.BillingPeriod;
import io.billing4j.rating.ChargeRater;
import io.billing4j.rating.Derivation;
import io.billing4j.subscription.HeldItem;
import io.billing4j.subscription.Subscription;
import io.billing4j.usage.UsageDetail;
import io.billing4j.usage.UsageQuery;
import io.billing4j.usage.UsageSummary;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the whole timeline, as it is known now, asks for in a window: each charge over each stretch in which nothing of it
 * changes.
 */
final class DesiredCharges {
    /** Sorts before the keys of all add-ons. */
    private static final String MAIN = "";

    private final Subscription subscription;
    private final Catalogue catalogue;
    private final @Nullable Instant countedUntil;

    /** @param place the one that is filled; one of usage so far asks for nothing else */
    DesiredCharges(Subscription subscription, Catalogue catalogue, SlotPlace place) {
        this.subscription = subscription;
        this.catalogue = catalogue;
        this.countedUntil = place.countedUntil();
    }

    /** What has to be known of usage for the window. */
    List<UsageQuery> usageNeeded(ChargeWindow window) {
        List<UsageQuery> queries = new ArrayList<>();
        for (HeldItem held : used(window)) {
            for (Charge charge : catalogue.plan(held.item().plan()).charges()) {
                MeterId meter = charge.meter();
                if (meter != null && charge.timing() == window.timing()) {
                    queries.add(query(charge, catalogue.meter(meter), window, held));
                }
            }
        }
        return queries;
    }

    /**
     * The charges of the window, in the order of items, of time and of the plan; without those of usage that cannot be counted.
     *
     * @param billed what stands of usage that cannot be counted; null where nothing was billed
     */
    List<RatedCharge> rated(ChargeWindow window, PlaceFacts facts, @Nullable BilledWindows billed) {
        ChargeRater rater = new ChargeRater(facts.rounding(), facts.customPrices());
        BillingPeriod nominal = subscription.schedule().nominal(window.index());
        Map<String, PlanSpend> plans = plans(window, nominal, rater);
        List<RatedCharge> rated = new ArrayList<>();
        if (usageKept(window, facts)) {
            for (HeldItem held : used(window)) {
                PlanSpend plan = plans.get(item(held));
                for (RatedCharge used : usage(held, window, nominal, rater, facts)) {
                    rated.add(plan == null ? used : plan.usage(used));
                }
            }
        } else if (billed != null) {
            addStanding(plans, billed.usage(window), used(window));
        }
        if (countedUntil == null) {
            fees(window.index(), window.timing(), nominal, rater).values().forEach(rated::addAll);
            for (PlanSpend plan : plans.values()) {
                RatedCharge missing = plan.missing();
                if (missing != null) {
                    rated.add(missing);
                }
            }
        }
        return rated;
    }

    private List<RatedCharge> usage(
            HeldItem held, ChargeWindow window, BillingPeriod nominal, ChargeRater rater, PlaceFacts facts) {
        List<RatedCharge> rated = new ArrayList<>();
        for (Charge charge : catalogue.plan(held.item().plan()).charges()) {
            MeterId id = charge.meter();
            if (id != null && charge.timing() == window.timing()) {
                Meter meter = catalogue.meter(id);
                UsageQuery query = query(charge, meter, window, held);
                rated.add(new RatedCharge(
                        held.item().plan(), charge, usage(rater, charge, meter, facts.usage(query), held, nominal)));
            }
        }
        return rated;
    }

    /** The items that are held in some version with terms of the whole plan, with their fees, where the window ends the period. */
    private Map<String, PlanSpend> plans(ChargeWindow window, BillingPeriod nominal, ChargeRater rater) {
        Map<String, PlanSpend> plans = new LinkedHashMap<>();
        List<HeldItem> used = window.timing() == BillingTiming.IN_ARREARS ? used(window) : List.of();
        for (HeldItem held : used) {
            if (catalogue.plan(held.item().plan()).ofPlan().isPresent()) {
                plans.computeIfAbsent(item(held), item -> new PlanSpend(rater, nominal));
            }
        }
        if (plans.isEmpty()) {
            return plans;
        }
        BillingPeriod period = subscription.schedule().period(window.index());
        Map<String, List<Span>> feesHeld = new HashMap<>();
        for (HeldItem held : subscription.feesHeld(period.startInclusive(), period.endExclusive())) {
            feesHeld.computeIfAbsent(item(held), item -> new ArrayList<>())
                    .add(new Span(held.startInclusive(), held.endExclusive()));
        }
        for (HeldItem held : used) {
            PlanSpend plan = plans.get(item(held));
            if (plan != null) {
                plan.addStretch(
                        catalogue.plan(held.item().plan()),
                        service(held, nominal),
                        feesHeld.getOrDefault(item(held), List.of()));
            }
        }
        for (BillingTiming timing : BillingTiming.values()) {
            fees(window.index(), timing, nominal, rater).forEach((item, fees) -> {
                PlanSpend plan = plans.get(item);
                if (plan != null) {
                    fees.forEach(plan::addFee);
                }
            });
        }
        return plans;
    }

    /** Each line counts for the item that is held with its plan at its time, or in the window. */
    private void addStanding(Map<String, PlanSpend> plans, List<InvoiceLine> usage, List<HeldItem> used) {
        if (plans.isEmpty()) {
            return;
        }
        Set<PlanId> addOns = subscription.plansOfAddOns();
        for (InvoiceLine line : usage) {
            PlanSpend plan = plans.get(item(line.key(), used, addOns));
            if (plan != null) {
                plan.addStanding(line.key().plan(), line.key().charge(), line.amount());
            }
        }
    }

    /** What is held no more and no plan of an add-on is of the main plan, in whatever versions. */
    private static String item(LineKey key, List<HeldItem> used, Set<PlanId> addOns) {
        PlanId plan = key.plan().plan();
        String item = addOns.contains(plan) ? plan.value() : MAIN;
        boolean found = false;
        for (HeldItem held : used) {
            if (held.item().plan().plan().equals(plan)) {
                boolean then = !held.startInclusive().isAfter(key.service().startInclusive())
                        && key.service().startInclusive().isBefore(held.endExclusive());
                if (then) {
                    return item(held);
                }
                item = found ? item : item(held);
                found = true;
            }
        }
        return item;
    }

    /** What holds of an item, its plan in whatever version, is told apart by this. */
    private static String item(HeldItem held) {
        return held.item().main() ? MAIN : held.item().plan().plan().value();
    }

    /** The service is all that the item is held for, also where only a part of it is counted: fixed amounts are for all of it. */
    private List<Derivation> usage(
            ChargeRater rater, Charge charge, Meter meter, UsageSummary used, HeldItem held, BillingPeriod nominal) {
        BillingPeriod service = service(held, nominal);
        return countedUntil == null
                ? rater.usage(charge, meter, used, service, nominal)
                : rater.usageSoFar(charge, meter, used, service, nominal, counted(held));
    }

    private static BillingPeriod service(HeldItem held, BillingPeriod nominal) {
        return new BillingPeriod(held.startInclusive(), held.endExclusive(), nominal.zone());
    }

    /** Whether all usage of the window's whole period is there. */
    boolean usageKept(ChargeWindow window, PlaceFacts facts) {
        return facts.keepsUsageOf(subscription.schedule().period(window.index()));
    }

    private Map<String, List<RatedCharge>> fees(
            int index, BillingTiming timing, BillingPeriod nominal, ChargeRater rater) {
        Map<String, List<RatedCharge>> rated = new LinkedHashMap<>();
        BillingPeriod period = subscription.schedule().period(index);
        Map<String, Instant> heldFrom = new HashMap<>();
        List<HeldItem> held = subscription.feesHeld(period.startInclusive(), period.endExclusive());
        for (int i = 0; i < held.size(); i++) {
            HeldItem one = held.get(i);
            Instant first = heldFrom.computeIfAbsent(item(one), key -> one.startInclusive());
            for (Charge charge : catalogue.plan(one.item().plan()).charges()) {
                if (charge.meter() == null
                        && !charge.ofPlan()
                        && charge.timing() == timing
                        && !(continues(held, i - 1) && !charge.price().usesQuantity())) {
                    Instant end = charge.price().usesQuantity() ? one.endExclusive() : end(held, i);
                    BillingPeriod service = new BillingPeriod(one.startInclusive(), end, period.zone());
                    rated.computeIfAbsent(item(one), item -> new ArrayList<>())
                            .add(new RatedCharge(
                                    one.item().plan(),
                                    charge,
                                    rater.fee(charge, one.item().quantity(), service, nominal, first)));
                }
            }
        }
        return rated;
    }

    /** Whether the next item is the same with another quantity, which makes no difference to a flat price. */
    private static boolean continues(List<HeldItem> held, int i) {
        if (i < 0 || i + 1 >= held.size()) {
            return false;
        }
        HeldItem one = held.get(i);
        HeldItem next = held.get(i + 1);
        return one.item().main() == next.item().main()
                && one.item().plan().equals(next.item().plan())
                && one.endExclusive().equals(next.startInclusive());
    }

    private static Instant end(List<HeldItem> held, int from) {
        int last = from;
        while (continues(held, last)) {
            last++;
        }
        return held.get(last).endExclusive();
    }

    private List<HeldItem> used(ChargeWindow window) {
        BillingPeriod period = subscription.schedule().period(window.index());
        List<HeldItem> held = subscription.serviceHeld(period.startInclusive(), period.endExclusive());
        Instant until = countedUntil;
        return until == null
                ? held
                : held.stream()
                        .filter(one -> one.startInclusive().isBefore(until))
                        .toList();
    }

    private Instant counted(HeldItem held) {
        return countedUntil == null || held.endExclusive().isBefore(countedUntil) ? held.endExclusive() : countedUntil;
    }

    private UsageQuery query(Charge charge, Meter meter, ChargeWindow window, HeldItem held) {
        BillingPeriod nominal = subscription.schedule().nominal(window.index());
        UsageDetail detail = switch (charge.price().partsNeeded()) {
            case NONE -> UsageDetail.TOTAL;
            case GROUPS -> UsageDetail.GROUPS;
            case EVENTS -> UsageDetail.EVENTS;
        };
        BillingPeriod service = new BillingPeriod(held.startInclusive(), counted(held), nominal.zone());
        return new UsageQuery(subscription.customer(), subscription.id(), meter, service, nominal, detail);
    }
}
