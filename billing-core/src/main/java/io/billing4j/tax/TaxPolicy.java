package io.billing4j.tax;

import io.billing4j.id.TaxCalculatorId;
import org.jspecify.annotations.Nullable;

/**
 * How a tenant's documents are taxed.
 *
 * @param rounding where a tax becomes an amount that can be paid
 * @param behavior of prices that say nothing else
 * @param place of customers that no profile says anything of; null where each has to have one
 * @param calculator the service that says what is due, in place of the tenant's rules; null where those do
 */
public record TaxPolicy(
        TaxRounding rounding,
        TaxBehavior behavior,
        @Nullable TaxPlace place,
        @Nullable TaxCalculatorId calculator) {
    /** Each rate rounded once, on top of prices, and a profile for each customer. */
    public static final TaxPolicy DEFAULT = new TaxPolicy(TaxRounding.PER_RATE, TaxBehavior.EXCLUSIVE, null);

    /** By the tenant's own rules. */
    public TaxPolicy(TaxRounding rounding, TaxBehavior behavior, @Nullable TaxPlace place) {
        this(rounding, behavior, place, null);
    }

    /** The same by a service; by the tenant's own rules for null. */
    public TaxPolicy by(@Nullable TaxCalculatorId other) {
        return new TaxPolicy(rounding, behavior, place, other);
    }
}
