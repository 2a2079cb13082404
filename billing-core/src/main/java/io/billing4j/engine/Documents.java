package io.billing4j.engine;

import io.billing4j.customer.CustomerState;
import io.billing4j.error.ErrorCode;
import io.billing4j.event.EventType;
import io.billing4j.id.InvoiceId;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceSlot;
import io.billing4j.invoice.InvoiceStatus;
import java.time.Instant;
import java.util.Optional;

/** How commands find the documents that they are about. */
final class Documents {
    private Documents() {}

    static Invoice found(Work work, InvoiceId id) {
        return Billing4J.found(work.unit().invoices().find(id), ErrorCode.INVOICE_NOT_FOUND, "invoiceId", id);
    }

    /** The document's customer under its lock; the document is to be read again after this. */
    static CustomerState lockOwner(Work work, InvoiceId id) {
        return work.lockCustomer(found(work, id).customer());
    }

    static Optional<InvoiceSlot> slotOf(Work work, InvoiceId id) {
        return work.unit().slots().ofInvoice(id);
    }

    static InvoiceSlot requiredSlotOf(Work work, InvoiceId id) {
        return slotOf(work, id)
                .orElseThrow(() -> ErrorCode.STORED_DATA_UNREADABLE.because("invoice " + id + " has no slot"));
    }

    /** The document, which must be in this state for what is to be done with it. */
    static Invoice inStatus(Work work, InvoiceId id, InvoiceStatus expected, String what) {
        Invoice invoice = found(work, id);
        if (invoice.status() != expected) {
            throw ErrorCode.ILLEGAL_TRANSITION.at(
                    "invoiceId",
                    "a document is " + what + " only while " + expected + ", this one is " + invoice.status());
        }
        return invoice;
    }

    static void journal(Work work, EventType type, Invoice before, Invoice after, Instant recordedAt) {
        work.journal(entry(type, before, after, recordedAt));
    }

    /** What is kept and published of a document that has changed. */
    static JournalEntry entry(EventType type, Invoice before, Invoice after, Instant recordedAt) {
        return new JournalEntry(
                type,
                after.customer(),
                after.id().toString(),
                DocumentWriter.entry(type, before).after(),
                DocumentWriter.entry(type, after).after(),
                recordedAt);
    }
}
