package io.billing4j.invoice;

import io.billing4j.catalog.BillingTiming;
import io.billing4j.catalog.Charge;
import io.billing4j.period.BillingPeriod;
import io.billing4j.rating.ChargeRater;
import io.billing4j.subscription.HeldItem;
import io.billing4j.subscription.Subscription;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The fees of a period: each over each stretch in which nothing of it changes. */
final class DesiredFees {
    private final Subscription subscription;
    private final Catalogue catalogue;

    DesiredFees(Subscription subscription, Catalogue catalogue) {
        this.subscription = subscription;
        this.catalogue = catalogue;
    }

    /**
     * Those of one timing, in the order of items, of time and of the plan.
     *
     * @param nominal the whole period
     */
    Map<ItemKey, List<RatedCharge>> of(int index, BillingTiming timing, BillingPeriod nominal, ChargeRater rater) {
        Map<ItemKey, List<RatedCharge>> rated = new LinkedHashMap<>();
        BillingPeriod period = subscription.schedule().period(index);
        Map<ItemKey, Instant> heldFrom = new HashMap<>();
        List<HeldItem> held = held(index);
        for (int i = 0; i < held.size(); i++) {
            HeldItem one = held.get(i);
            Instant first = heldFrom.computeIfAbsent(ItemKey.of(one), key -> one.startInclusive());
            for (Charge charge : catalogue.plan(one.item().plan()).charges()) {
                if (charge.meter() == null
                        && !charge.ofPlan()
                        && charge.timing() == timing
                        && !(continues(held, i - 1) && !charge.price().usesQuantity())) {
                    Instant end = charge.price().usesQuantity() ? one.endExclusive() : end(held, i);
                    BillingPeriod service = new BillingPeriod(one.startInclusive(), end, period.zone());
                    rated.computeIfAbsent(ItemKey.of(one), item -> new ArrayList<>())
                            .add(new RatedCharge(
                                    one.item().plan(),
                                    charge,
                                    rater.fee(charge, one.item().quantity(), service, nominal, first)));
                }
            }
        }
        return rated;
    }

    /** What has fees in the period. */
    List<HeldItem> held(int index) {
        BillingPeriod period = subscription.schedule().period(index);
        return subscription.feesHeld(period.startInclusive(), period.endExclusive());
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
}
