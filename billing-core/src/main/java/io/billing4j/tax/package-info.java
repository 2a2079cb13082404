/**
 * What is due to the state. A {@link io.billing4j.tax.TaxTreatment} says how a line is taxed; {@link
 * io.billing4j.tax.Taxation} works out the {@link io.billing4j.tax.TaxTotal}s of a document and each line's share of them,
 * rounded where the {@link io.billing4j.tax.TaxRounding} says.
 *
 * <p>Which treatment it is the {@link io.billing4j.tax.TaxRules} say, by category, place and day: the category is the charge's
 * ({@link io.billing4j.tax.ChargeTax}), the place the customer's ({@link io.billing4j.tax.TaxProfile}). How all documents of a tenant
 * are taxed is the {@link io.billing4j.tax.TaxPolicy}.
 *
 * <p>In place of rules an outside service may say it: a {@link io.billing4j.tax.TaxCalculator} is asked a {@link
 * io.billing4j.tax.TaxQuestion} of each document, and its {@link io.billing4j.tax.TaxAnswer} is kept with the document.
 */
@NullMarked
package io.billing4j.tax;

import org.jspecify.annotations.NullMarked;
