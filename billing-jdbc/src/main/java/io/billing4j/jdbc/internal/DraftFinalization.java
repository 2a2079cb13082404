package io.billing4j.jdbc.internal;

import static io.billing4j.jdbc.internal.generated.Tables.INVOICE;

import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.InvoiceId;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceStatus;
import io.billing4j.jdbc.internal.row.InvoiceRow;
import io.billing4j.jdbc.internal.row.RowSet;
import io.billing4j.store.InvoiceStore;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Stores that drafts were finalised, by one statement; only where one of them cannot be are they read, to say which and why.
 */
final class DraftFinalization {
    private final Session session;
    private final InvoiceStore stored;

    DraftFinalization(Session session, InvoiceStore stored) {
        this.session = session;
        this.stored = stored;
    }

    void store(List<Invoice> invoices) {
        RowSet.inChunks(invoices, chunk -> {
            Set<UUID> done = finalise(chunk.stream()
                    .filter(invoice -> invoice.status() == InvoiceStatus.FINALIZED)
                    .toList());
            if (done.size() < chunk.size()) {
                throw session.refuse(refusal(chunk, done));
            }
        });
    }

    /** The ids of those that were drafts, with these totals and discounts and as many lines. */
    private Set<UUID> finalise(List<Invoice> finalised) {
        return new HashSet<>(session.sql()
                .update(INVOICE)
                .set(INVOICE.STATUS, InvoiceStatus.FINALIZED.name())
                .set(INVOICE.SETTLEMENT, RowSet.column(INVOICE.SETTLEMENT))
                .set(INVOICE.INVOICE_NUMBER, RowSet.column(INVOICE.INVOICE_NUMBER))
                .set(INVOICE.SEQUENCE_VALUE, RowSet.column(INVOICE.SEQUENCE_VALUE))
                .set(INVOICE.SCOPE_KEY, RowSet.column(INVOICE.SCOPE_KEY))
                .set(INVOICE.ISSUE_DATE, RowSet.column(INVOICE.ISSUE_DATE))
                .set(INVOICE.CONTENT_HASH, RowSet.column(INVOICE.CONTENT_HASH))
                .set(INVOICE.FINALIZED_AT, RowSet.column(INVOICE.FINALIZED_AT))
                .from(InvoiceRow.finalized(finalised).table())
                .where(
                        INVOICE.TENANT_ID.eq(session.tenant()),
                        INVOICE.INVOICE_ID.eq(RowSet.column(INVOICE.INVOICE_ID)),
                        INVOICE.STATUS.eq(InvoiceStatus.DRAFT.name()),
                        InvoiceRow.hasContentOfRow())
                .returningResult(INVOICE.INVOICE_ID)
                .fetch(INVOICE.INVOICE_ID));
    }

    /** Why the first that is not done was not; one that is given twice is done once. */
    private BillingException refusal(List<Invoice> chunk, Set<UUID> done) {
        Map<InvoiceId, Invoice> before = stored
                .findAll(chunk.stream().map(Invoice::id).toList())
                .stream()
                .collect(Collectors.toMap(Invoice::id, Function.identity()));
        for (Invoice after : chunk) {
            if (!done.remove(after.id().value())) {
                return refusal(after, before);
            }
        }
        return ErrorCode.INTERNAL.because("more drafts were finalised than were given");
    }

    private static BillingException refusal(Invoice after, Map<InvoiceId, Invoice> stored) {
        Invoice before = stored.get(after.id());
        if (before == null) {
            return ErrorCode.INVOICE_NOT_FOUND.missing("invoiceId", after.id());
        }
        boolean follows = before.status() == InvoiceStatus.DRAFT && after.status() == InvoiceStatus.FINALIZED;
        String why = follows
                ? "something else than its state and settlement differs"
                : "it is " + before.status() + " and cannot become " + after.status();
        return ErrorCode.IMMUTABLE.because("invoice " + after.id() + " cannot change: " + why);
    }
}
