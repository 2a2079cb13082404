package io.billing4j.invoice;

import io.billing4j.id.InvoiceId;
import java.time.Instant;

/**
 * A line that counts as billed: it stands on a document that is not void, or void and waived.
 *
 * @param status of the document; a draft may still lose the line
 * @param recordedAt when the document was made
 */
public record BilledLine(InvoiceId invoice, InvoiceStatus status, Instant recordedAt, InvoiceLine line) {
    /** The line's place. */
    public LineRef ref() {
        return new LineRef(invoice, line.number());
    }

    /** Whether its document was waived, so that it is asked for no more and cannot be given back either. */
    public boolean waived() {
        return status == InvoiceStatus.VOIDED;
    }
}
