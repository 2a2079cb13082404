package io.billing4j.rating;

import io.billing4j.catalog.Charge;
import io.billing4j.catalog.Meter;
import io.billing4j.money.RoundingPolicy;
import io.billing4j.period.BillingPeriod;
import io.billing4j.usage.UsageTotal;
import java.math.BigDecimal;

/**
 * Prices the charges of one document.
 *
 * @param rounding of the tenant
 */
public record ChargeRater(RoundingPolicy rounding) {
    /**
     * A fee, shared out where its period is shorter than its window.
     *
     * @param quantity the subscription's
     * @param service the period
     * @param nominal the whole nominal period around it
     */
    public Derivation fee(Charge charge, BigDecimal quantity, BillingPeriod service, BillingPeriod nominal) {
        BillingPeriod window = charge.proration().window(nominal, service.startInclusive());
        return Derivation.of(
                charge.price(), RatedQuantity.subscribed(quantity), service, window, charge.proration(), rounding);
    }

    /** Usage of a period. Its tiers are never prorated: a short period has the tiers of a whole one. */
    public Derivation usage(Charge charge, Meter meter, UsageTotal total, BillingPeriod service) {
        return Derivation.of(
                charge.price(), RatedQuantity.metered(meter, total), service, service, charge.proration(), rounding);
    }
}
