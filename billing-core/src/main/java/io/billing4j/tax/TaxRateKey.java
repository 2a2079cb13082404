package io.billing4j.tax;

import java.math.BigDecimal;
import java.util.Comparator;

/**
 * What taxes have in common that are rounded together.
 *
 * @param numerator the tax's part of an amount without taxes
 * @param denominator what the line's amount is of an amount without taxes: one, or with all its taxes where those are inclusive
 */
record TaxRateKey(TaxBehavior behavior, TaxComponent component, BigDecimal numerator, BigDecimal denominator)
        implements Comparable<TaxRateKey> {
    private static final Comparator<TaxRateKey> ORDER = Comparator.comparing(TaxRateKey::behavior)
            .thenComparing(TaxRateKey::component)
            .thenComparing(TaxRateKey::numerator)
            .thenComparing(TaxRateKey::denominator);

    @Override
    public int compareTo(TaxRateKey other) {
        return ORDER.compare(this, other);
    }
}
