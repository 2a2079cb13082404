package io.billing4j.tax;

import org.joda.money.Money;

/** What a document says of one tax, or of what is not taxed. */
public sealed interface TaxTotal {
    /** What it is about, without any tax. */
    Money base();

    /** The tax on it. */
    Money tax();

    /** One tax of all lines that it is due on. */
    record OfRate(TaxBehavior behavior, TaxComponent component, Money base, Money tax) implements TaxTotal {}

    /** What is not taxed for one reason. */
    record OfUntaxed(TaxTreatment.Untaxed untaxed, Money base) implements TaxTotal {
        @Override
        public Money tax() {
            return Money.zero(base.getCurrencyUnit());
        }
    }
}
