package io.billing4j.invoice;

import io.billing4j.money.RoundingPolicy;
import io.billing4j.tax.TaxRounding;

/**
 * By what rules the taxes of a document's lines were worked out, of those that are not given back.
 *
 * @param policy where a tax was rounded
 * @param rounding how
 */
public record DocumentTaxes(TaxRounding policy, RoundingPolicy rounding) {}
