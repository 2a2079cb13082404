package io.billing4j.invoice;

import io.billing4j.id.InvoiceId;

/**
 * A line of a document.
 *
 * @param number its place on the document, from 1
 */
public record LineRef(InvoiceId invoice, int number) {
    /** {@code 0197…/2}. */
    @Override
    public String toString() {
        return invoice + "/" + number;
    }
}
