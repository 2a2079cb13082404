package io.billing4j.invoice;

import io.billing4j.id.ContentHash;
import io.billing4j.period.BillingPeriod;
import java.time.Instant;

/**
 * The fields of a document that may not change once it is finalised, in the order of version 1; of its lines, their hashes. A later version may add
 * fields; it never reorders them, and a document keeps the version it was finalised with.
 */
final class InvoiceContent {
    private static final int VERSION = 1;

    private InvoiceContent() {}

    /** Whether the document, with what it got when it was finalised, is what was hashed then. */
    static boolean matches(Invoice invoice, InvoiceState.Finalized issued) {
        return issued.hash().version() == VERSION
                && issued.hash().equals(hash(invoice, issued.number(), issued.finalizedAt()));
    }

    static ContentHash hash(Invoice invoice, InvoiceNumber number, Instant finalizedAt) {
        ContentHash.Builder hash = ContentHash.builder("invoice", VERSION)
                .field(invoice.id())
                .field(invoice.customer())
                .field(invoice.entity())
                .field(invoice.type())
                .field(number.text())
                .field(number.issueDate())
                .field(number.scopeKey())
                .field(number.sequence());
        add(hash, invoice.period());
        hash.field(invoice.totals().subtotal())
                .field(invoice.totals().discount())
                .field(invoice.totals().tax())
                .field(invoice.totals().credit())
                .field(invoice.totals().total())
                .field(invoice.recordedAt())
                .field(finalizedAt)
                .field(invoice.lines().size());
        invoice.lines().forEach(line -> hash.field(line.hash()));
        return hash.build();
    }

    private static void add(ContentHash.Builder hash, BillingPeriod period) {
        hash.field(period.startInclusive()).field(period.endExclusive()).field(period.zone());
    }
}
