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
 * @param hash of all the others, taken when the line was made, so that no part of it can be another unnoticed
 */
public record InvoiceLine(int number, LineKey key, String description, Derivation derivation, ContentHash hash) {
    /** A line with the hash of what it says. */
    public static InvoiceLine of(int number, LineKey key, String description, Derivation derivation) {
        return new InvoiceLine(
                number, key, description, derivation, LineContent.hash(number, key, description, derivation));
    }

    /** What was used or taken. */
    public BigDecimal quantity() {
        return derivation.quantity().value();
    }

    /** What is asked for it. */
    public Money amount() {
        return derivation.amount();
    }

    /** Whether {@link InvoiceVerifier#STANDARD} finds nothing wrong with it. */
    public boolean verified() {
        return InvoiceVerifier.STANDARD.verify(this).isEmpty();
    }
}
