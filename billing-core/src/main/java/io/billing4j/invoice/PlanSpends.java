package io.billing4j.invoice;

import io.billing4j.catalog.Charge;
import io.billing4j.catalog.PlanVersion;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.PlanId;
import io.billing4j.period.BillingPeriod;
import io.billing4j.rating.ChargeRater;
import io.billing4j.subscription.HeldItem;
import io.billing4j.tax.TaxBehavior;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The {@link PlanSpend} of each item that is held in a period in some version with terms of the whole plan: one for prices that hold their
 * taxes, one for prices that do not, and one for those that leave it to the tenant, so that like is added to like.
 */
final class PlanSpends {
    private final Catalogue catalogue;
    private final List<HeldItem> used;
    private final Map<Kind, PlanSpend> spends = new LinkedHashMap<>();

    /**
     * @param used the versions in which items are held in the period, in the order of time
     * @param nominal the whole period
     */
    PlanSpends(Catalogue catalogue, List<HeldItem> used, BillingPeriod nominal, ChargeRater rater) {
        this.catalogue = catalogue;
        this.used = used;
        for (HeldItem held : used) {
            catalogue
                    .plan(held.item().plan())
                    .ofPlan()
                    .ifPresent(terms -> spends.computeIfAbsent(
                            Kind.of(ItemKey.of(held), terms), kind -> new PlanSpend(rater, nominal)));
        }
    }

    boolean none() {
        return spends.isEmpty();
    }

    /** Adds the stretches of all items, to be called first. A version with terms is of its own kind alone, one without them of each. */
    void addStretches(List<HeldItem> feesHeld, BillingPeriod nominal) {
        Map<ItemKey, List<Span>> fees = new HashMap<>();
        for (HeldItem held : feesHeld) {
            fees.computeIfAbsent(ItemKey.of(held), item -> new ArrayList<>())
                    .add(new Span(held.startInclusive(), held.endExclusive()));
        }
        for (HeldItem held : used) {
            ItemKey item = ItemKey.of(held);
            PlanVersion plan = catalogue.plan(held.item().plan());
            Charge terms = plan.ofPlan().orElse(null);
            BillingPeriod service = new BillingPeriod(held.startInclusive(), held.endExclusive(), nominal.zone());
            spends.forEach((kind, spend) -> {
                if (kind.item().equals(item) && (terms == null || kind.equals(Kind.of(item, terms)))) {
                    spend.addStretch(plan, service, fees.getOrDefault(item, List.of()));
                }
            });
        }
    }

    void addFees(ItemKey item, List<RatedCharge> fees) {
        for (RatedCharge fee : fees) {
            PlanSpend spend = spends.get(Kind.of(item, fee.charge()));
            if (spend != null) {
                spend.addFee(fee);
            }
        }
    }

    /** Usage as it was billed, each line for the item that is held with its plan at its time, or in the period. */
    void addStanding(List<InvoiceLine> usage, Set<PlanId> addOns) {
        for (InvoiceLine line : none() ? List.<InvoiceLine>of() : usage) {
            LineKey key = line.key();
            Charge charge = catalogue
                    .plan(key.plan())
                    .charge(key.charge())
                    .orElseThrow(() -> ErrorCode.STORED_DATA_UNREADABLE.because(
                            key.plan() + " has no charge " + key.charge() + ", which is billed"));
            PlanSpend spend = spends.get(Kind.of(item(key, addOns), charge));
            if (spend != null) {
                spend.addStanding(key.plan(), key.charge(), line.amount());
            }
        }
    }

    /** Usage as the plan's terms leave it, to be called in the order of the plan, after the fees. */
    RatedCharge usage(HeldItem held, RatedCharge used) {
        PlanSpend spend = spends.get(Kind.of(ItemKey.of(held), used.charge()));
        return spend == null ? used : spend.usage(used);
    }

    /** What is missing to commitments, to be called last. */
    List<RatedCharge> missing() {
        return spends.values().stream()
                .flatMap(spend -> Stream.ofNullable(spend.missing()))
                .toList();
    }

    /** What is held no more and no plan of an add-on is of the main plan, in whatever versions. */
    private ItemKey item(LineKey key, Set<PlanId> addOns) {
        PlanId plan = key.plan().plan();
        ItemKey item = addOns.contains(plan) ? new ItemKey(plan) : ItemKey.MAIN;
        boolean found = false;
        for (HeldItem held : used) {
            if (held.item().plan().plan().equals(plan)) {
                boolean then = !held.startInclusive().isAfter(key.service().startInclusive())
                        && key.service().startInclusive().isBefore(held.endExclusive());
                if (then) {
                    return ItemKey.of(held);
                }
                item = found ? item : ItemKey.of(held);
                found = true;
            }
        }
        return item;
    }

    /** @param behavior as prices say it; null where they leave it to the tenant */
    private record Kind(ItemKey item, @Nullable TaxBehavior behavior) {
        static Kind of(ItemKey item, Charge charge) {
            return new Kind(item, charge.tax().behavior());
        }
    }
}
