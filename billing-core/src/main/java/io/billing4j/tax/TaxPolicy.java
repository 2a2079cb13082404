package io.billing4j.tax;

import org.jspecify.annotations.Nullable;

/**
 * How a tenant's documents are taxed.
 *
 * @param rounding where a tax becomes an amount that can be paid
 * @param behavior of prices that say nothing else
 * @param place of customers that no profile says anything of; null where each has to have one
 */
public record TaxPolicy(
        TaxRounding rounding,
        TaxBehavior behavior,
        @Nullable TaxPlace place) {
    /** Each rate rounded once, on top of prices, and a profile for each customer. */
    public static final TaxPolicy DEFAULT = new TaxPolicy(TaxRounding.PER_RATE, TaxBehavior.EXCLUSIVE, null);
}
