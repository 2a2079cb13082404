package io.billing4j.invoice;

import io.billing4j.money.RoundingPolicy;
import io.billing4j.tax.TaxRounding;
import org.jspecify.annotations.Nullable;

/**
 * By what rules the taxes of a document's lines were worked out, of those that are not given back.
 *
 * @param policy where a tax was rounded
 * @param rounding how
 * @param external what an outside service has said in place of that; null where none was asked
 */
public record DocumentTaxes(
        TaxRounding policy,
        RoundingPolicy rounding,
        @Nullable ExternalTaxes external) {
    /** Of a document that no outside service was asked of. */
    public DocumentTaxes(TaxRounding policy, RoundingPolicy rounding) {
        this(policy, rounding, null);
    }
}
