package io.billing4j.tax;

import io.billing4j.id.TaxCategory;
import java.time.LocalDate;

/**
 * For what, where and when a line is taxed: what its treatment was looked up by.
 *
 * @param day the one of which the rate is, in the customer's zone
 */
public record TaxBasis(TaxCategory category, TaxPlace place, LocalDate day) {}
