package io.billing4j.tax;

import io.billing4j.error.Inputs;
import io.billing4j.id.TaxCalculatorId;
import org.jspecify.annotations.Nullable;

/**
 * How a tenant's documents are taxed.
 *
 * @param rounding where a tax becomes an amount that can be paid
 * @param behavior of prices that say nothing else
 * @param place of customers that no profile says anything of; null where each has to have one
 * @param calculator the service that says what is due, in place of the tenant's rules; null where those do
 * @param served whether a service was ever chosen, which stays: versions that know of none do not serve the tenant any more
 */
public record TaxPolicy(
        TaxRounding rounding,
        TaxBehavior behavior,
        @Nullable TaxPlace place,
        @Nullable TaxCalculatorId calculator,
        boolean served) {
    /** Each rate rounded once, on top of prices, and a profile for each customer. */
    public static final TaxPolicy DEFAULT = new TaxPolicy(TaxRounding.PER_RATE, TaxBehavior.EXCLUSIVE, null);

    /** Whoever has a service has chosen one. */
    public TaxPolicy {
        Inputs.required("rounding", rounding);
        Inputs.required("behavior", behavior);
        served |= calculator != null;
    }

    /** By a service, or by the tenant's own rules for null. */
    public TaxPolicy(
            TaxRounding rounding,
            TaxBehavior behavior,
            @Nullable TaxPlace place,
            @Nullable TaxCalculatorId calculator) {
        this(rounding, behavior, place, calculator, calculator != null);
    }

    /** By the tenant's own rules. */
    public TaxPolicy(TaxRounding rounding, TaxBehavior behavior, @Nullable TaxPlace place) {
        this(rounding, behavior, place, null);
    }

    /** The same by a service; by the tenant's own rules for null. */
    public TaxPolicy by(@Nullable TaxCalculatorId other) {
        return new TaxPolicy(rounding, behavior, place, other, served);
    }

    /** Another policy as it may take the place of this one. */
    public TaxPolicy replacedBy(TaxPolicy other) {
        Inputs.required("other", other);
        return new TaxPolicy(other.rounding, other.behavior, other.place, other.calculator, served || other.served);
    }
}
