package io.billing4j.catalog;

import io.billing4j.error.ErrorCode;
import io.billing4j.error.Inputs;
import io.billing4j.id.ChargeId;
import io.billing4j.id.MeterId;
import io.billing4j.period.ProrationPolicy;
import io.billing4j.price.PartsNeeded;
import io.billing4j.price.PriceModel;
import io.billing4j.price.PriceTerms;
import io.billing4j.tax.ChargeTax;
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
     * INVALID_CHARGE; terms that do not fit the price with INVALID_TERMS or CURRENCY_MISMATCH.
     */
    public Charge {
        description = Inputs.text("description", description, 200);
        if (meter != null && timing == BillingTiming.IN_ADVANCE) {
            throw ErrorCode.INVALID_CHARGE.at("timing", "usage is billed in arrears: it is not known in advance");
        }
        if (meter != null && !price.usesQuantity()) {
            throw ErrorCode.INVALID_CHARGE.at("meterId", "a flat price has no use for a meter");
        }
        if (meter == null && price.partsNeeded() != PartsNeeded.NONE) {
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

    /** A fee for each period, billed at its start, prorated by the second. */
    public static Charge fee(ChargeId id, String description, PriceModel price) {
        return new Charge(id, description, price, BillingTiming.IN_ADVANCE, null, ProrationPolicy.BY_SECOND, false);
    }

    /** The price of what a meter counts, billed after the period. */
    public static Charge usage(ChargeId id, String description, PriceModel price, MeterId meter) {
        return new Charge(id, description, price, BillingTiming.IN_ARREARS, meter, ProrationPolicy.BY_SECOND, false);
    }
}
