/**
 * What is due to the state. A {@link io.billing4j.tax.TaxTreatment} says how a line is taxed; {@link
 * io.billing4j.tax.Taxation} works out the {@link io.billing4j.tax.TaxTotal}s of a document and each line's share of them,
 * rounded where the {@link io.billing4j.tax.TaxRounding} says.
 */
@NullMarked
package io.billing4j.tax;

import org.jspecify.annotations.NullMarked;
