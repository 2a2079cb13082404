package io.billing4j.store.memory;

import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.CustomerId;
import io.billing4j.id.InvoiceId;
import io.billing4j.invoice.IdempotencyKey;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceDraft;
import io.billing4j.invoice.InvoiceLine;
import io.billing4j.invoice.InvoiceState;
import io.billing4j.invoice.InvoiceStatus;
import io.billing4j.store.InvoiceStore;
import io.billing4j.store.Page;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Documents by their ids, and by what is unique of them. */
final class MemoryInvoices implements InvoiceStore {
    private final Transaction transaction;
    private final Rows<String, List<InvoiceLine>> lines;
    private final Rows<String, Invoice> invoices;
    private final Rows<Key<CustomerId, String>, String> byCustomer;
    private final Rows<String, String> byNumber;
    private final Rows<String, String> byIdempotencyKey;

    MemoryInvoices(Books books, Transaction transaction) {
        this.transaction = transaction;
        lines = books.lines.in(transaction);
        invoices = books.invoices.in(transaction);
        byCustomer = books.invoicesByCustomer.in(transaction);
        byNumber = books.invoicesByNumber.in(transaction);
        byIdempotencyKey = books.invoicesByIdempotencyKey.in(transaction);
    }

    @Override
    public void insertLines(List<InvoiceDraft> drafts) {
        for (InvoiceDraft draft : drafts) {
            String id = draft.id().toString();
            if (invoices.find(id).isPresent()) {
                throw immutable(id, "it has its lines");
            }
            lines.insert(id, draft.lines(), () -> ErrorCode.ALREADY_EXISTS.because("there are lines of " + id));
        }
    }

    @Override
    public void insertHeaders(List<Invoice> added) {
        for (Invoice invoice : added) {
            String id = invoice.id().toString();
            invoices.insert(id, invoice, () -> ErrorCode.ALREADY_EXISTS.because("there is an invoice " + id));
            if (!invoice.lines().equals(lines.find(id).orElse(List.of()))) {
                throw transaction.refuse(ErrorCode.INTERNAL.because("the lines of " + id + " are not there"));
            }
            lines.remove(id);
            byCustomer.put(Key.of(invoice.customer(), id), id);
            takeNumber(invoice, id);
            IdempotencyKey key = invoice.origin().idempotency();
            if (key != null) {
                byIdempotencyKey.insert(
                        key.key(),
                        id,
                        () -> ErrorCode.IDEMPOTENCY_CONFLICT.at("idempotencyKey", "another document has this key"));
            }
        }
    }

    @Override
    public void replaceDraft(Invoice draft) {
        String id = draft.id().toString();
        if (require(id).status() != InvoiceStatus.DRAFT || draft.status() != InvoiceStatus.DRAFT) {
            throw immutable(id, "it is no draft any more");
        }
        invoices.put(id, draft);
    }

    @Override
    public void updateState(Invoice invoice) {
        String id = invoice.id().toString();
        Invoice before = require(id);
        if (!follows(before.state(), invoice.state()) || !sameContent(before, invoice)) {
            throw immutable(id, "it is " + before.status() + " and cannot become " + invoice.status());
        }
        if (before.status() == InvoiceStatus.DRAFT) {
            takeNumber(invoice, id);
        }
        invoices.put(id, invoice);
    }

    @Override
    public Optional<Invoice> find(InvoiceId id) {
        return invoices.find(id.toString());
    }

    @Override
    public Optional<Invoice> findByIdempotencyKey(String key) {
        return byIdempotencyKey.find(key).flatMap(invoices::find);
    }

    @Override
    public List<Invoice> list(@Nullable CustomerId customer, Page page) {
        Stream<Invoice> listed = customer == null
                ? invoices.after(page.after())
                : byCustomer
                        .entriesAfter(new Key<>(customer, page.after()))
                        .takeWhile(entry -> entry.getKey().first().equals(customer))
                        .map(entry -> require(entry.getValue()));
        return listed.limit(page.size()).toList();
    }

    private void takeNumber(Invoice invoice, String id) {
        invoice.number()
                .ifPresent(number -> byNumber.insert(
                        number.text(), id, () -> ErrorCode.ALREADY_EXISTS.because("there is an invoice " + number)));
    }

    private static boolean follows(InvoiceState before, InvoiceState after) {
        return switch (after.status()) {
            case DRAFT -> false;
            case FINALIZED -> before.status() == InvoiceStatus.DRAFT;
            case VOIDED ->
                before.status() == InvoiceStatus.FINALIZED && before.issued().equals(after.issued());
        };
    }

    /** Whether nothing but state and settlement differs. */
    private static boolean sameContent(Invoice before, Invoice after) {
        Invoice expected = new Invoice(
                before.id(),
                before.customer(),
                before.entity(),
                before.type(),
                before.period(),
                before.lines(),
                before.totals(),
                after.state(),
                after.settlement(),
                before.origin(),
                before.recordedAt());
        return expected.equals(after);
    }

    private Invoice require(String id) {
        return invoices.require(id, () -> ErrorCode.INVOICE_NOT_FOUND.at("invoiceId", "there is no invoice " + id));
    }

    private BillingException immutable(String id, String why) {
        return transaction.refuse(ErrorCode.IMMUTABLE.because("invoice " + id + " cannot change: " + why));
    }
}
