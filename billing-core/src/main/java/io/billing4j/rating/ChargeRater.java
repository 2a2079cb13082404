package io.billing4j.rating;

import io.billing4j.catalog.Charge;
import io.billing4j.catalog.Meter;
import io.billing4j.money.RoundingPolicy;
import io.billing4j.period.BillingPeriod;
import io.billing4j.price.CustomPrices;
import io.billing4j.usage.UsageSummary;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

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
        BillingPeriod window = charge.proration().window(nominal, service.startInclusive());
        return rate(charge, RatedQuantity.metered(meter, summary), service, window);
    }

    private List<Derivation> rate(Charge charge, RatedQuantity quantity, BillingPeriod service, BillingPeriod window) {
        return Derivation.of(RatingBasis.of(charge, quantity, service, window, rounding), customs);
    }
}
