package io.billing4j.rating;

import io.billing4j.catalog.Charge;
import io.billing4j.catalog.Meter;
import io.billing4j.money.RoundingPolicy;
import io.billing4j.period.BillingPeriod;
import io.billing4j.price.CustomPrices;
import io.billing4j.price.PriceTerms;
import io.billing4j.usage.UsageSummary;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import org.joda.money.Money;

/**
 * Prices the charges of one document.
 *
 * @param rounding of the tenant
 * @param customs the host's own price models
 */
public record ChargeRater(RoundingPolicy rounding, CustomPrices customs) {
    /**
     * A fee, shared out where its period is shorter than its window, and what is missing to its commitment.
     *
     * @param quantity the subscription's
     * @param service the period
     * @param nominal the whole nominal period around it
     */
    public List<Derivation> fee(Charge charge, BigDecimal quantity, BillingPeriod service, BillingPeriod nominal) {
        return fee(charge, quantity, service, nominal, service.startInclusive());
    }

    /**
     * A fee of a part of a period in which quantity or price change.
     *
     * @param heldFrom the first instant of the nominal period at which there was such a fee, whatever its quantity: without
     *     proration it is what holds then that carries the whole
     */
    public List<Derivation> fee(
            Charge charge, BigDecimal quantity, BillingPeriod service, BillingPeriod nominal, Instant heldFrom) {
        return rate(
                charge,
                RatedQuantity.subscribed(quantity),
                service,
                charge.proration().window(nominal, heldFrom));
    }

    /**
     * Usage of a period, and what is missing to its commitment.
     *
     * @param summary of the service
     * @param nominal the whole nominal period around it
     */
    public List<Derivation> usage(
            Charge charge, Meter meter, UsageSummary summary, BillingPeriod service, BillingPeriod nominal) {
        return Derivation.of(basis(charge, RatedQuantity.metered(meter, summary), service, nominal), customs);
    }

    /**
     * Usage so far of a period that goes on. What does not depend on the quantity counts as in the whole period, and nothing is asked for
     * that is missing to a commitment.
     *
     * @param summary of the service before the instant
     * @param service as far as is known, to its end
     * @param nominal the whole nominal period around it
     * @param until what lies at this instant or later is not in the summary
     */
    public List<Derivation> usageSoFar(
            Charge charge,
            Meter meter,
            UsageSummary summary,
            BillingPeriod service,
            BillingPeriod nominal,
            Instant until) {
        return Derivation.of(
                basis(charge, RatedQuantity.metered(meter, summary), service, nominal)
                        .countedUntil(until),
                customs);
    }

    /**
     * What is missing to the commitments of a whole plan.
     *
     * @param charge of {@link Charge#spend}
     * @param due all that was promised for the period; it is not shared out again
     * @param asked what the other charges ask for in the period, not as much
     * @param service in which the plan version holds
     * @param nominal the whole nominal period around it
     */
    public List<Derivation> missing(
            Charge charge,
            Money due,
            SortedMap<SpentCharge, Money> asked,
            BillingPeriod service,
            BillingPeriod nominal) {
        return Derivation.of(
                new RatingBasis(
                        charge.price(),
                        PriceTerms.NONE.withMinimum(due.toBigMoney()),
                        RatedQuantity.spent(asked),
                        service,
                        nominal,
                        charge.proration(),
                        rounding),
                customs);
    }

    private RatingBasis basis(Charge charge, RatedQuantity quantity, BillingPeriod service, BillingPeriod nominal) {
        BillingPeriod window = charge.proration().window(nominal, service.startInclusive());
        return RatingBasis.of(charge, quantity, service, window, rounding);
    }

    private List<Derivation> rate(Charge charge, RatedQuantity quantity, BillingPeriod service, BillingPeriod window) {
        return Derivation.of(RatingBasis.of(charge, quantity, service, window, rounding), customs);
    }
}
