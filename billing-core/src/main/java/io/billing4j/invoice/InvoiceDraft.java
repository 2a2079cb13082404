package io.billing4j.invoice;

import io.billing4j.id.CustomerId;
import io.billing4j.id.EntityId;
import io.billing4j.id.InvoiceId;
import io.billing4j.id.SubscriptionId;
import java.time.Instant;
import java.util.List;

/**
 * What the assembler makes of the facts: the content of a document that does not exist yet.
 *
 * @param lines numbered from 1; none where nothing is due
 */
public record InvoiceDraft(
        InvoiceId id,
        CustomerId customer,
        EntityId entity,
        SubscriptionId subscription,
        SlotPlace place,
        List<InvoiceLine> lines,
        DocumentTotals totals,
        Instant recordedAt) {
    /** Keeps a copy of the lines. */
    public InvoiceDraft {
        lines = List.copyOf(lines);
    }

    /** Whether there is nothing to ask for, so that the slot is skipped. */
    public boolean nothingDue() {
        return lines.isEmpty();
    }

    /** The slot as it is once the draft is stored. */
    public InvoiceSlot slot() {
        return nothingDue() ? InvoiceSlot.skipped(subscription, place) : InvoiceSlot.invoiced(subscription, place, id);
    }
}
