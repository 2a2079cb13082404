package io.billing4j.invoice;

import io.billing4j.tax.TaxBasis;
import io.billing4j.tax.TaxBehavior;
import io.billing4j.tax.TaxTreatment.Untaxed;
import org.jspecify.annotations.Nullable;

/**
 * What decides how a line is taxed.
 *
 * @param untaxed why the customer owes no tax, whatever is billed; null for one who does
 * @param taxNumber of the customer; null where it is not known
 */
record TaxSubject(
        TaxBasis basis,
        TaxBehavior behavior,
        @Nullable Untaxed untaxed,
        @Nullable String taxNumber) {}
