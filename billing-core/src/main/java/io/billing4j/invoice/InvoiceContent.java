package io.billing4j.invoice;

import io.billing4j.id.ContentHash;
import io.billing4j.period.BillingPeriod;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a document that may not change once it is finalised, in the order of version 1; of its lines, their hashes. Version
 * 2 adds what coupons take off, and is of the documents that have such; version 3 adds the taxes in prices and how taxes were rounded,
 * and is of those that are taxed; version 4 adds to all of that what credit notes say of themselves, and is theirs; version 5 adds to
 * version 3 what an outside service has said of the taxes, and is of the documents that one was asked of. Version 6 is of those that are
 * for a project or a purchase order: to all of that, whether it is a note, and whether a service was asked, it adds which one. A later version may
 * add fields; it never reorders them, and a document keeps the version it was finalised with.
 */
final class InvoiceContent {
    private static final int PLAIN = 1;
    private static final int DISCOUNTED = 2;
    private static final int TAXED = 3;
    private static final int NOTE = 4;
    private static final int EXTERNALLY_TAXED = 5;
    private static final int GROUPED = 6;

    private InvoiceContent() {}

    /** Whether the document, with what it got when it was finalised, is what was hashed then. */
    static boolean matches(Invoice invoice, InvoiceState.Finalized issued) {
        return issued.hash().equals(hash(invoice, issued.number(), issued.finalizedAt()));
    }

    static ContentHash hash(Invoice invoice, InvoiceNumber number, Instant finalizedAt) {
        int version = version(invoice);
        ContentHash.Builder hash = ContentHash.builder("invoice", version)
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
        if (version >= DISCOUNTED) {
            add(hash, invoice.discounts());
        }
        if (version >= TAXED) {
            DocumentTaxes rules = invoice.taxes();
            hash.field(invoice.totals().taxIncluded())
                    .field(rules == null ? null : rules.policy())
                    .field(rules == null ? null : rules.rounding().mode());
        }
        CreditNoteTerms note = invoice.note();
        ExternalTaxes external = external(invoice);
        if (version >= GROUPED) {
            hash.field(note != null).field(external != null);
        }
        if (note != null) {
            add(hash, note);
        }
        if (external != null) {
            add(hash, external);
        }
        if (version >= GROUPED) {
            hash.field(invoice.group());
        }
        return hash.build();
    }

    private static int version(Invoice invoice) {
        if (invoice.group() != null) {
            return GROUPED;
        }
        if (invoice.note() != null) {
            return NOTE;
        }
        if (external(invoice) != null) {
            return EXTERNALLY_TAXED;
        }
        if (invoice.lines().stream().anyMatch(line -> line.adjustments().taxes() != null)) {
            return TAXED;
        }
        return invoice.discounts().any() ? DISCOUNTED : PLAIN;
    }

    private static @Nullable ExternalTaxes external(Invoice invoice) {
        return invoice.taxes() == null ? null : invoice.taxes().external();
    }

    private static void add(ContentHash.Builder hash, ExternalTaxes external) {
        hash.field(external.calculator())
                .field(external.subject())
                .field(external.question())
                .field(external.reference())
                .field(external.lines().size());
        external.lines().forEach(hash::field);
    }

    private static void add(ContentHash.Builder hash, CreditNoteTerms note) {
        hash.field(note.invoice())
                .field(note.invoiceNumber())
                .field(note.reason())
                .field(note.memo())
                .field(note.use().credit())
                .field(note.use().refund())
                .field(note.use().offset());
    }

    private static void add(ContentHash.Builder hash, DocumentDiscounts discounts) {
        hash.field(discounts.order())
                .field(discounts.rounding().mode())
                .field(discounts.list().size());
        for (DocumentDiscount discount : discounts.list()) {
            hash.field(discount.grant())
                    .field(discount.coupon())
                    .field(discount.name())
                    .field(discount.level())
                    .field(discount.discount().proportional())
                    .field(discount.discount())
                    .field(discount.slot())
                    .field(discount.lines().size());
            discount.lines().forEach(hash::field);
            hash.field(discount.amount());
        }
    }

    private static void add(ContentHash.Builder hash, BillingPeriod period) {
        hash.field(period.startInclusive()).field(period.endExclusive()).field(period.zone());
    }
}
