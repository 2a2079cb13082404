package io.billing4j.invoice;

import io.billing4j.catalog.BillingTiming;
import io.billing4j.catalog.Charge;
import io.billing4j.catalog.Meter;
import io.billing4j.id.MeterId;
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
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the whole timeline, as it is known now, asks for in a window: each charge over each stretch in which nothing of it
 * changes.
 */
final class DesiredCharges {
    private final Subscription subscription;
    private final Catalogue catalogue;
    private final DesiredFees fees;
    private final @Nullable Instant countedUntil;

    /** @param place the one that is filled; one of usage so far asks for nothing else */
    DesiredCharges(Subscription subscription, Catalogue catalogue, SlotPlace place) {
        this.subscription = subscription;
        this.catalogue = catalogue;
        this.fees = new DesiredFees(subscription, catalogue);
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
        PlanSpends spends = spends(window, nominal, rater);
        List<RatedCharge> rated = new ArrayList<>();
        if (usageKept(window, facts)) {
            for (HeldItem held : used(window)) {
                for (RatedCharge used : usage(held, window, nominal, rater, facts)) {
                    rated.add(spends.usage(held, used));
                }
            }
        } else if (billed != null) {
            spends.addStanding(billed.usage(window), subscription.plansOfAddOns());
        }
        if (countedUntil == null) {
            fees.of(window.index(), window.timing(), nominal, rater).values().forEach(rated::addAll);
            rated.addAll(spends.missing());
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

    /** Of a window that ends its period, with the fees of all of it. */
    private PlanSpends spends(ChargeWindow window, BillingPeriod nominal, ChargeRater rater) {
        List<HeldItem> used = window.timing() == BillingTiming.IN_ARREARS ? used(window) : List.of();
        PlanSpends spends = new PlanSpends(catalogue, used, nominal, rater);
        if (!spends.none()) {
            spends.addStretches(fees.held(window.index()), nominal);
            for (BillingTiming timing : BillingTiming.values()) {
                fees.of(window.index(), timing, nominal, rater).forEach(spends::addFees);
            }
        }
        return spends;
    }

    /** The service is all that the item is held for, also where only a part of it is counted: fixed amounts are for all of it. */
    private List<Derivation> usage(
            ChargeRater rater, Charge charge, Meter meter, UsageSummary used, HeldItem held, BillingPeriod nominal) {
        BillingPeriod service = new BillingPeriod(held.startInclusive(), held.endExclusive(), nominal.zone());
        return countedUntil == null
                ? rater.usage(charge, meter, used, service, nominal)
                : rater.usageSoFar(charge, meter, used, service, nominal, counted(held));
    }

    /** Whether all usage of the window's whole period is there. */
    boolean usageKept(ChargeWindow window, PlaceFacts facts) {
        return facts.keepsUsageOf(subscription.schedule().period(window.index()));
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
