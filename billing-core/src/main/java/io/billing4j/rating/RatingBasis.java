package io.billing4j.rating;

import io.billing4j.catalog.Charge;
import io.billing4j.money.RoundingPolicy;
import io.billing4j.period.BillingPeriod;
import io.billing4j.period.ProrationPolicy;
import io.billing4j.price.CustomPrices;
import io.billing4j.price.Price;
import io.billing4j.price.PriceModel;
import io.billing4j.price.PriceTerms;
import io.billing4j.price.SettledPrice;
import io.billing4j.proration.Proration;
import io.billing4j.proration.Share;
import java.math.BigDecimal;
import org.joda.money.BigMoney;
import org.joda.money.Money;

/**
 * All that an amount depends on, copied: nobody has to find the catalogue of back then.
 *
 * <p>A fee is an amount for the whole window and shared out over it. Of usage, which belongs to the service alone, only what
 * does not depend on the quantity is shared out: flat fees of tiers, prices of bands, a commitment and a maximum. Thresholds
 * and unit prices hold in a short period as in a whole one.
 *
 * @param model the price as it was at the time
 * @param terms what goes around it
 * @param quantity what is priced
 * @param service the part of time that is billed
 * @param window the nominal period that the price is for; it encloses the service
 * @param proration how the window is measured
 * @param rounding of the tenant, applied once
 */
public record RatingBasis(
        PriceModel model,
        PriceTerms terms,
        RatedQuantity quantity,
        BillingPeriod service,
        BillingPeriod window,
        ProrationPolicy proration,
        RoundingPolicy rounding) {
    /** A charge's basis. */
    static RatingBasis of(
            Charge charge,
            RatedQuantity quantity,
            BillingPeriod service,
            BillingPeriod window,
            RoundingPolicy rounding) {
        return new RatingBasis(charge.price(), charge.terms(), quantity, service, window, charge.proration(), rounding);
    }

    /** What of the window is billed: 1 of 1 for all of it. */
    public Share share() {
        return service.equals(window)
                ? new Share(1, 1)
                : Share.of(proration, window, service.startInclusive(), service.endExclusive());
    }

    /** What the model makes of the quantity, exact, before terms and share. */
    Price price(CustomPrices customs) {
        return terms.price(model, quantity.priced(model.partsNeeded()), customs);
    }

    /** What the price comes to under the terms: for usage in the service, for a fee in the whole window. */
    SettledPrice settled(Price price) {
        if (!quantity.metered()) {
            return terms.settleFee(price, BigDecimal.ONE, BigDecimal.ONE, true);
        }
        Share share = share();
        return terms.settle(price, BigDecimal.valueOf(share.part()), BigDecimal.valueOf(share.whole()), true);
    }

    /** What a part of the settled price is in payable money; charge and true-up add up to their sum, rounded. */
    Money amount(DerivedPart part, SettledPrice settled) {
        Money charge = payable(settled.charge(), settled.whole());
        return switch (part) {
            case CHARGE -> charge;
            case TRUE_UP ->
                payable(settled.charge().add(settled.trueUp()), settled.whole()).minus(charge);
        };
    }

    private Money payable(BigDecimal numerator, BigDecimal whole) {
        BigMoney exact = BigMoney.of(model.currency(), numerator);
        return quantity.metered()
                ? rounding.round(exact, BigDecimal.ONE, whole)
                : new Proration(window, proration, rounding)
                        .amount(exact, service.startInclusive(), service.endExclusive());
    }
}
