package io.billing4j.catalog;

import io.billing4j.error.ErrorCode;
import io.billing4j.error.Inputs;
import io.billing4j.id.ChargeId;
import io.billing4j.id.MeterId;
import io.billing4j.period.ProrationPolicy;
import io.billing4j.price.PartsNeeded;
import io.billing4j.price.PriceModel;
import io.billing4j.price.PriceTerms;
import io.billing4j.price.SpendPrice;
import io.billing4j.tax.ChargeTax;
import org.joda.money.CurrencyUnit;
import org.jspecify.annotations.Nullable;

/**
 * One priced component of a plan: a fee, or the price of what a meter counts.
 *
 * @param description what an invoice line says, 1 to 200 characters
 * @param meter counts the quantity; null for a fee, whose quantity is the subscription's
 * @param proration how a fee is shared out over a period that is shorter than its window; of a price of usage only what does
 *     not depend on the quantity
 * @param storeZeroLine whether a line is kept when it comes to nothing
 * @param terms what goes around the price, such as included units or a commitment
 * @param tax what is taxed, and whether the price holds the tax
 */
public record Charge(
        ChargeId id,
        String description,
        PriceModel price,
        BillingTiming timing,
        @Nullable MeterId meter,
        ProrationPolicy proration,
        boolean storeZeroLine,
        PriceTerms terms,
        ChargeTax tax) {
    /**
     * Refuses usage in advance, a meter on a flat price, and no meter for a price that looks at groups or events with
     * INVALID_CHARGE, as well as terms of a whole plan with a meter, in advance or without proration; terms that do not fit the price with INVALID_TERMS or CURRENCY_MISMATCH.
     */
    public Charge {
        Inputs.required("id", id);
        Inputs.required("price", price);
        Inputs.required("timing", timing);
        Inputs.required("proration", proration);
        Inputs.required("terms", terms);
        Inputs.required("tax", tax);
        description = Inputs.text("description", description, 200);
        if (meter != null && timing == BillingTiming.IN_ADVANCE) {
            throw ErrorCode.INVALID_CHARGE.at("timing", "usage is billed in arrears: it is not known in advance");
        }
        if (meter != null && !price.usesQuantity()) {
            throw ErrorCode.INVALID_CHARGE.at("meterId", "a flat price has no use for a meter");
        }
        boolean ofPlan = price instanceof SpendPrice;
        if (ofPlan && meter != null) {
            throw ErrorCode.INVALID_CHARGE.at("meterId", "no meter counts what the charges of a plan come to");
        }
        if (ofPlan && timing != BillingTiming.IN_ARREARS) {
            throw ErrorCode.INVALID_CHARGE.at(
                    "timing", "terms of a whole plan are in arrears: what it comes to is known when the period ends");
        }
        if (ofPlan && proration == ProrationPolicy.NONE) {
            throw ErrorCode.INVALID_CHARGE.at(
                    "proration", "terms of a whole plan are shared out: each version has those of its own time");
        }
        if (meter == null && !ofPlan && price.partsNeeded() != PartsNeeded.NONE) {
            throw ErrorCode.INVALID_CHARGE.at("meterId", "only a meter knows the parts of a quantity");
        }
        terms.requireFit(price);
    }

    /** A charge with nothing around its price. */
    public Charge(
            ChargeId id,
            String description,
            PriceModel price,
            BillingTiming timing,
            @Nullable MeterId meter,
            ProrationPolicy proration,
            boolean storeZeroLine) {
        this(id, description, price, timing, meter, proration, storeZeroLine, PriceTerms.NONE);
    }

    /** A charge that is taxed as most are. */
    public Charge(
            ChargeId id,
            String description,
            PriceModel price,
            BillingTiming timing,
            @Nullable MeterId meter,
            ProrationPolicy proration,
            boolean storeZeroLine,
            PriceTerms terms) {
        this(id, description, price, timing, meter, proration, storeZeroLine, terms, ChargeTax.DEFAULT);
    }

    /** The same charge under these terms. */
    public Charge withTerms(PriceTerms around) {
        return new Charge(id, description, price, timing, meter, proration, storeZeroLine, around, tax);
    }

    /** The same charge taxed like this. */
    public Charge withTax(ChargeTax taxed) {
        return new Charge(id, description, price, timing, meter, proration, storeZeroLine, terms, taxed);
    }

    /** Whether its terms are those of the whole plan, and it has no price of its own. */
    public boolean ofPlan() {
        return price instanceof SpendPrice;
    }

    /** A fee for each period, billed at its start, prorated by the second. */
    public static Charge fee(ChargeId id, String description, PriceModel price) {
        return new Charge(id, description, price, BillingTiming.IN_ADVANCE, null, ProrationPolicy.BY_SECOND, false);
    }

    /**
     * What a whole plan is promised to come to in a period, and what it comes to at most: a commitment, a maximum or both. The first counts
     * all charges of the plan version, before coupons and taxes; see {@link SpendPrice}.
     */
    public static Charge spend(ChargeId id, String description, CurrencyUnit currency, PriceTerms terms) {
        return new Charge(
                id,
                description,
                PriceModel.spend(currency),
                BillingTiming.IN_ARREARS,
                null,
                ProrationPolicy.BY_SECOND,
                false,
                terms);
    }

    /** The price of what a meter counts, billed after the period. */
    public static Charge usage(ChargeId id, String description, PriceModel price, MeterId meter) {
        Inputs.required("meterId", meter);
        return new Charge(id, description, price, BillingTiming.IN_ARREARS, meter, ProrationPolicy.BY_SECOND, false);
    }
}
