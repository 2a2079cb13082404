package io.billing4j.invoice;

import io.billing4j.id.InvoiceId;
import org.joda.money.Money;

/**
 * What a credit note takes off a line.
 *
 * @param note the document that has credited it
 * @param amount without taxes on top of it; zero or more of a line that asks for something, zero or less of one that gives it back
 */
public record CreditShare(InvoiceId note, Money amount) {
    /** The same share with another amount. */
    CreditShare of(Money other) {
        return new CreditShare(note, other);
    }
}
