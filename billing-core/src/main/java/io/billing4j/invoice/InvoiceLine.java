package io.billing4j.invoice;

import io.billing4j.id.ContentHash;
import io.billing4j.rating.Derivation;
import java.math.BigDecimal;
import org.joda.money.Money;

/**
 * One line of a document. Quantity and amount are those of its derivation, so that a line cannot disagree with its proof.
 *
 * @param number its place on the document, from 1
 * @param description what the charge was called when the line was made
 * @param adjustments what coupons take off it, and its taxes
 * @param hash of all the others, taken when the line was made, so that no part of it can be another unnoticed
 */
public record InvoiceLine(
        int number,
        LineKey key,
        String description,
        Derivation derivation,
        LineAdjustments adjustments,
        ContentHash hash) {
    /** A line that comes to its price, with the hash of what it says. */
    public static InvoiceLine of(int number, LineKey key, String description, Derivation derivation) {
        return of(number, key, description, derivation, LineAdjustments.NONE);
    }

    /** A line with the hash of what it says. */
    public static InvoiceLine of(
            int number, LineKey key, String description, Derivation derivation, LineAdjustments adjustments) {
        return new InvoiceLine(
                number,
                key,
                description,
                derivation,
                adjustments,
                LineContent.hash(number, key, description, derivation, adjustments));
    }

    /** What was used or taken. */
    public BigDecimal quantity() {
        return derivation.quantity().value();
    }

    /** What is asked for it. */
    public Money amount() {
        return derivation.amount();
    }

    /** What coupons and credit notes take off it; below zero where it gives back what they took off another one. */
    public Money discount() {
        return adjustments.off(derivation.currency());
    }

    /** What its taxes come to on top of its amount; below zero where it gives them back. */
    public Money taxAdded() {
        LineTaxes taxes = adjustments.taxes();
        return taxes == null ? Money.zero(derivation.currency()) : taxes.added(derivation.currency());
    }

    /** What of its taxes its amount holds. */
    public Money taxIncluded() {
        LineTaxes taxes = adjustments.taxes();
        return taxes == null ? Money.zero(derivation.currency()) : taxes.included(derivation.currency());
    }

    /** What it asks for after discounts and without any tax. */
    public Money net() {
        return amount().minus(discount()).minus(taxIncluded());
    }

    /** Whether {@link InvoiceVerifier#STANDARD} finds nothing wrong with it. */
    public boolean verified() {
        return InvoiceVerifier.STANDARD.verify(this).isEmpty();
    }
}
