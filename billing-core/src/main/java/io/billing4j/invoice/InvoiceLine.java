package io.billing4j.invoice;

import io.billing4j.rating.Derivation;
import java.math.BigDecimal;
import org.joda.money.Money;

/**
 * One line of a document. Quantity and amount are those of its derivation, so that a line cannot disagree with its proof.
 *
 * @param number its place on the document, from 1
 * @param description what the charge was called when the line was made
 */
public record InvoiceLine(int number, LineKey key, String description, Derivation derivation) {
    /** What was used or taken. */
    public BigDecimal quantity() {
        return derivation.quantity().value();
    }

    /** What is asked for it. */
    public Money amount() {
        return derivation.amount();
    }

    /** Whether the line, computed again from its derivation alone, comes to the same amount for the same service. */
    public boolean verified() {
        return derivation.holds() && derivation.service().equals(key.service());
    }
}
