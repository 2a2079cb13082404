package io.billing4j.invoice;

import io.billing4j.catalog.BillingTiming;
import io.billing4j.catalog.Charge;
import io.billing4j.catalog.Meter;
import io.billing4j.catalog.PlanVersion;
import io.billing4j.catalog.PlanVersionRef;
import io.billing4j.id.MeterId;
import io.billing4j.period.BillingPeriod;
import io.billing4j.rating.ChargeRater;
import io.billing4j.rating.Derivation;
import io.billing4j.subscription.Subscription;
import io.billing4j.usage.UsageDetail;
import io.billing4j.usage.UsageQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The pure centre: facts in, draft out. It looks nothing up, knows no clock and keeps nothing, so that it runs unchanged in
 * a test, a request or a billing run.
 *
 * <p>A document for a period holds the arrears of the period before and then the charges in advance of the period itself,
 * both in the order of the plan. A final document holds the arrears of the last period.
 */
public final class InvoiceAssembler {
    /** An assembler; all are alike. */
    public InvoiceAssembler() {}

    /** What has to be known of usage before the slot can be filled, from the plans that hold and the meters of their charges. */
    public List<UsageQuery> usageNeeded(
            Subscription subscription,
            SlotPlace place,
            Map<PlanVersionRef, PlanVersion> plans,
            Map<MeterId, Meter> meters) {
        BillingPeriod arrears = arrears(subscription, place);
        if (arrears == null) {
            return List.of();
        }
        PlanVersionRef ref = subscription.planAt(arrears.startInclusive());
        PlanVersion plan = Objects.requireNonNull(plans.get(ref), () -> "plan " + ref);
        List<UsageQuery> queries = new ArrayList<>();
        for (Charge charge : plan.charges()) {
            MeterId id = charge.meter();
            if (id != null) {
                Meter meter = Objects.requireNonNull(meters.get(id), () -> "meter " + id);
                queries.add(query(subscription, charge, meter, indexBefore(subscription, place), arrears));
            }
        }
        return queries;
    }

    /** The content of the document that the facts call for; without lines where nothing is due. */
    public InvoiceDraft assemble(BillingFacts facts) {
        Subscription subscription = facts.subscription();
        List<InvoiceLine> lines = new ArrayList<>();
        BillingPeriod arrears = arrears(subscription, facts.place());
        if (arrears != null) {
            addLines(lines, facts, BillingTiming.IN_ARREARS, indexBefore(subscription, facts.place()), arrears);
        }
        if (facts.place().reason() == SlotReason.CYCLE) {
            addLines(
                    lines,
                    facts,
                    BillingTiming.IN_ADVANCE,
                    facts.place().index(),
                    facts.place().period());
        }
        return new InvoiceDraft(
                facts.invoiceId(),
                facts.customer().id(),
                facts.customer().entity(),
                subscription.id(),
                facts.place(),
                lines,
                DocumentTotals.of(subscription.currency(), lines),
                facts.recordedAt());
    }

    private static void addLines(
            List<InvoiceLine> lines, BillingFacts facts, BillingTiming timing, int index, BillingPeriod service) {
        PlanVersion plan = facts.planAt(service.startInclusive());
        for (Charge charge : plan.charges()) {
            if (charge.timing() == timing) {
                for (Derivation derivation : rate(facts, charge, index, service)) {
                    if (!derivation.amount().isZero() || charge.storeZeroLine()) {
                        LineKind kind = LineKind.of(derivation);
                        LineKey key = new LineKey(facts.subscription().id(), plan.ref(), charge.id(), kind, service);
                        lines.add(InvoiceLine.of(lines.size() + 1, key, charge.description(), derivation));
                    }
                }
            }
        }
    }

    private static List<Derivation> rate(BillingFacts facts, Charge charge, int index, BillingPeriod service) {
        ChargeRater rater = new ChargeRater(facts.rounding(), facts.customPrices());
        Subscription subscription = facts.subscription();
        MeterId meterId = charge.meter();
        BillingPeriod window = subscription.schedule().nominal(index);
        if (meterId == null) {
            return rater.fee(charge, subscription.quantityAt(service.startInclusive()), service, window);
        }
        Meter meter = facts.meter(meterId);
        return rater.usage(
                charge, meter, facts.usage(query(subscription, charge, meter, index, service)), service, window);
    }

    private static @Nullable BillingPeriod arrears(Subscription subscription, SlotPlace place) {
        return place.index() == 0 ? null : subscription.period(indexBefore(subscription, place));
    }

    private static int indexBefore(Subscription subscription, SlotPlace place) {
        return subscription.schedule().indexBefore(place.index());
    }

    private static UsageQuery query(
            Subscription subscription, Charge charge, Meter meter, int index, BillingPeriod service) {
        BillingPeriod window = subscription.schedule().nominal(index);
        UsageDetail detail = switch (charge.price().partsNeeded()) {
            case NONE -> UsageDetail.TOTAL;
            case GROUPS -> UsageDetail.GROUPS;
            case EVENTS -> UsageDetail.EVENTS;
        };
        return new UsageQuery(subscription.customer(), subscription.id(), meter, service, window, detail);
    }
}
