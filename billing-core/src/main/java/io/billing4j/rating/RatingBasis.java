package io.billing4j.rating;

import io.billing4j.catalog.Charge;
import io.billing4j.error.ErrorCode;
import io.billing4j.money.RoundingPolicy;
import io.billing4j.period.BillingPeriod;
import io.billing4j.period.ProrationPolicy;
import io.billing4j.price.CustomPrices;
import io.billing4j.price.Price;
import io.billing4j.price.PriceModel;
import io.billing4j.price.PriceTerms;
import io.billing4j.price.SettledPrice;
import io.billing4j.price.SpendLeft;
import io.billing4j.price.SpendPrice;
import io.billing4j.proration.Proration;
import io.billing4j.proration.Share;
import java.math.BigDecimal;
import java.time.Instant;
import org.joda.money.BigMoney;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * All that an amount depends on, copied: nobody has to find the catalogue of back then.
 *
 * <p>A fee is an amount for the whole window and shared out over it. Of usage, which belongs to the service alone, only what
 * does not depend on the quantity is shared out: flat fees of tiers, prices of bands, a commitment and a maximum. Thresholds
 * and unit prices hold in a short period as in a whole one. What a whole plan comes to belongs to the service as well; its commitment is
 * all that is promised for the period already.
 *
 * @param model the price as it was at the time
 * @param terms what goes around it
 * @param quantity what is priced
 * @param service the part of time that is billed
 * @param window the nominal period that the price is for; it encloses the service
 * @param proration how the window is measured
 * @param rounding of the tenant, applied once
 * @param countedUntil of usage that is billed before its service is over: what lies at this instant or later is not in the quantity, and
 *     nothing is asked for that is missing to a commitment; null for all else
 * @param left what the plan's other charges leave of its commitment and its maximum to this usage; null where that makes no difference
 */
public record RatingBasis(
        PriceModel model,
        PriceTerms terms,
        RatedQuantity quantity,
        BillingPeriod service,
        BillingPeriod window,
        ProrationPolicy proration,
        RoundingPolicy rounding,
        @Nullable Instant countedUntil,
        @Nullable SpendLeft left) {
    /**
     * Refuses terms that do not fit the model, as {@link PriceTerms#requireFit} does, and a fee that is counted until an instant, which only
     * a defect or a changed row can bring, with STORED_DATA_UNREADABLE, as what a plan leaves to anything but usage.
     */
    public RatingBasis {
        terms.requireFit(model);
        if (countedUntil != null && !quantity.metered()) {
            throw ErrorCode.STORED_DATA_UNREADABLE.because("a fee is not counted until " + countedUntil);
        }
        if (left != null) {
            left.requireCurrency(model.currency());
            if (!quantity.metered()) {
                throw ErrorCode.STORED_DATA_UNREADABLE.because("the terms of a plan change no fee, found " + left);
            }
        }
    }

    /** What is billed once its service is over. */
    public RatingBasis(
            PriceModel model,
            PriceTerms terms,
            RatedQuantity quantity,
            BillingPeriod service,
            BillingPeriod window,
            ProrationPolicy proration,
            RoundingPolicy rounding) {
        this(model, terms, quantity, service, window, proration, rounding, null, null);
    }

    /** A charge's basis. */
    static RatingBasis of(
            Charge charge,
            RatedQuantity quantity,
            BillingPeriod service,
            BillingPeriod window,
            RoundingPolicy rounding) {
        return new RatingBasis(charge.price(), charge.terms(), quantity, service, window, charge.proration(), rounding);
    }

    /** The same for another part of the window. */
    public RatingBasis over(BillingPeriod part) {
        return new RatingBasis(model, terms, quantity, part, window, proration, rounding, countedUntil, left);
    }

    /** The same of usage that is counted until an instant, since its service goes on. */
    public RatingBasis countedUntil(Instant until) {
        return new RatingBasis(model, terms, quantity, service, window, proration, rounding, until, left);
    }

    /** The same of usage to which the plan's other charges leave so much. */
    RatingBasis leaving(SpendLeft rest) {
        return new RatingBasis(model, terms, quantity, service, window, proration, rounding, countedUntil, rest);
    }

    /** Whether this is what the whole plan comes to, whose charge other lines ask for. */
    public boolean ofPlan() {
        return model instanceof SpendPrice;
    }

    /**
     * Whether it is counted anew as a whole whenever something of it changes, as usage is and what a plan comes to; anything else is
     * for a time, and a part of it for a part of the time.
     */
    public boolean counted() {
        return quantity.metered() || ofPlan();
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
        SettledPrice own = terms.settle(
                price, BigDecimal.valueOf(share.part()), BigDecimal.valueOf(share.whole()), countedUntil == null);
        return left == null ? own : left.of(own);
    }

    /**
     * What a part of the settled price is in payable money. For the whole window, charge and true-up add up to their rounded
     * sum; neither is ever below zero, and the parts of a fee's window add up to the whole for each of them.
     */
    Money amount(DerivedPart part, SettledPrice settled) {
        BigMoney charge = BigMoney.of(model.currency(), settled.charge());
        if (part == DerivedPart.CHARGE) {
            return shared(charge, settled.whole());
        }
        BigDecimal whole = settled.whole();
        Money missing = rounding.round(charge.plus(settled.trueUp()), BigDecimal.ONE, whole)
                .minus(rounding.round(charge, BigDecimal.ONE, whole));
        return counted() ? missing : shared(missing.toBigMoney(), BigDecimal.ONE);
    }

    /** Usage belongs to the service as it is; a fee is for the window, and the service gets its part. */
    private Money shared(BigMoney numerator, BigDecimal whole) {
        return counted()
                ? rounding.round(numerator, BigDecimal.ONE, whole)
                : new Proration(window, proration, rounding)
                        .amount(numerator, service.startInclusive(), service.endExclusive());
    }
}
