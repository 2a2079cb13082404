package io.billing4j.invoice;

import io.billing4j.id.InvoiceId;
import java.time.Instant;
import java.util.List;
import org.joda.money.Money;

/**
 * Everything that a credit note depends on, already loaded.
 *
 * @param id of the note to be
 * @param recordedAt of the note to be
 * @param invoice that is credited, final and not void
 * @param notes of the invoice that are not void, the earliest first
 * @param lines that count as billed, of the invoice's subscriptions, in the order in which they were billed: all of the windows of the
 *     invoice's lines, so that what these take back, what has corrected them, and those of the notes are among them
 */
public record CreditNoteFacts(
        InvoiceId id, Instant recordedAt, Invoice invoice, List<CreditedBefore> notes, List<BilledLine> lines) {
    /** Keeps copies. */
    public CreditNoteFacts {
        notes = List.copyOf(notes);
        lines = List.copyOf(lines);
    }

    /**
     * A note before.
     *
     * @param amount that it has credited, taxes included
     */
    public record CreditedBefore(InvoiceId note, Money amount) {}
}
