package io.billing4j.store.memory;

import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.CustomerId;
import io.billing4j.id.InvoiceId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.invoice.BilledLine;
import io.billing4j.invoice.DocumentLines;
import io.billing4j.invoice.DocumentType;
import io.billing4j.invoice.IdempotencyKey;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceLine;
import io.billing4j.invoice.InvoiceState;
import io.billing4j.invoice.InvoiceStatus;
import io.billing4j.invoice.VoidIntent;
import io.billing4j.store.DueCount;
import io.billing4j.store.InvoiceStore;
import io.billing4j.store.Page;
import io.billing4j.subscription.SubscriptionState;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
    private final Rows<SubscriptionId, SubscriptionState> subscriptions;

    MemoryInvoices(Books books, Transaction transaction) {
        this.transaction = transaction;
        lines = books.lines.in(transaction);
        invoices = books.invoices.in(transaction);
        byCustomer = books.invoicesByCustomer.in(transaction);
        byNumber = books.invoicesByNumber.in(transaction);
        byIdempotencyKey = books.invoicesByIdempotencyKey.in(transaction);
        subscriptions = books.subscriptions.in(transaction);
    }

    @Override
    public void insertLines(List<DocumentLines> documents) {
        for (DocumentLines document : documents) {
            String id = document.document().toString();
            if (invoices.find(id).isPresent()) {
                throw immutable(id, "it has its lines");
            }
            lines.insert(id, document.lines(), () -> ErrorCode.ALREADY_EXISTS.because("there are lines of " + id));
        }
    }

    @Override
    public void insertHeaders(List<Invoice> added) {
        for (Invoice invoice : added) {
            String id = invoice.id().toString();
            invoices.insert(id, invoice, () -> ErrorCode.ALREADY_EXISTS.because("there is an invoice " + id));
            if (invoice.note() != null && invoice.status() == InvoiceStatus.DRAFT) {
                throw immutable(id, "a credit note is no draft");
            }
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
    public void deleteDraft(InvoiceId id) {
        Invoice draft = require(id.toString());
        if (draft.status() != InvoiceStatus.DRAFT) {
            throw immutable(id.toString(), "it is no draft any more");
        }
        invoices.remove(id.toString());
        byCustomer.remove(Key.of(draft.customer(), id.toString()));
        IdempotencyKey key = draft.origin().idempotency();
        if (key != null) {
            byIdempotencyKey.remove(key.key());
        }
    }

    @Override
    public Map<SubscriptionId, List<BilledLine>> billedLines(Map<SubscriptionId, Instant> serviceFrom) {
        Map<SubscriptionId, List<BilledLine>> billed = new LinkedHashMap<>();
        serviceFrom.forEach((subscription, from) -> subscriptions
                .find(subscription)
                .ifPresent(state -> {
                    List<BilledLine> own = ofCustomer(state.subscription().customer(), null)
                            .filter(MemoryInvoices::counts)
                            .flatMap(invoice -> invoice.lines().stream()
                                    .filter(line -> line.key().bills(subscription))
                                    .filter(line -> !line.key()
                                            .service()
                                            .startInclusive()
                                            .isBefore(from))
                                    .map(line ->
                                            new BilledLine(invoice.id(), invoice.status(), invoice.recordedAt(), line)))
                            .toList();
                    if (!own.isEmpty()) {
                        billed.put(subscription, own);
                    }
                }));
        return billed;
    }

    @Override
    public List<InvoiceId> draftsDue(Instant cutOff, @Nullable InvoiceId after, int limit) {
        return draftsDue(cutOff, after).limit(limit).toList();
    }

    @Override
    public DueCount draftsDue(Instant cutOff) {
        List<String> keys = draftsDue(cutOff, null).map(InvoiceId::toString).toList();
        return DueCount.of(keys.size(), keys);
    }

    private Stream<InvoiceId> draftsDue(Instant cutOff, @Nullable InvoiceId after) {
        return invoices.after(after == null ? null : after.toString())
                .filter(invoice -> invoice.state() instanceof InvoiceState.Draft draft
                        && draft.finalizeAt() != null
                        && !draft.finalizeAt().isAfter(cutOff))
                .map(Invoice::id);
    }

    @Override
    public Map<InvoiceId, Integer> countLines(Collection<InvoiceId> ids) {
        Map<InvoiceId, Integer> counts = new LinkedHashMap<>();
        findAll(ids).stream()
                .filter(invoice -> !invoice.lines().isEmpty())
                .forEach(invoice -> counts.put(invoice.id(), invoice.lines().size()));
        return counts;
    }

    @Override
    public Optional<Instant> nextFinalizationAfter(Instant after) {
        return invoices.after(null)
                .map(invoice -> invoice.state() instanceof InvoiceState.Draft draft ? draft.finalizeAt() : null)
                .filter(Objects::nonNull)
                .filter(at -> at.isAfter(after))
                .min(Comparator.naturalOrder());
    }

    private static boolean counts(Invoice invoice) {
        return !(invoice.state() instanceof InvoiceState.Voided voided) || voided.intent() == VoidIntent.WAIVE;
    }

    @Override
    public void finalizeDrafts(List<Invoice> finalized) {
        for (Invoice invoice : finalized) {
            Invoice before = require(invoice.id().toString());
            requireFollows(
                    before,
                    invoice,
                    before.status() == InvoiceStatus.DRAFT && invoice.status() == InvoiceStatus.FINALIZED);
            takeNumber(invoice, invoice.id().toString());
            invoices.put(invoice.id().toString(), invoice);
        }
    }

    @Override
    public void markVoided(Invoice invoice) {
        Invoice before = require(invoice.id().toString());
        requireFollows(
                before,
                invoice,
                before.status() == InvoiceStatus.FINALIZED
                        && invoice.status() == InvoiceStatus.VOIDED
                        && before.state().issued().equals(invoice.state().issued()));
        if (!creditNotes(before.customer(), before.id()).isEmpty()) {
            throw immutable(before.id().toString(), "a credit note of it is not void");
        }
        invoices.put(invoice.id().toString(), invoice);
    }

    @Override
    public void settle(Invoice invoice) {
        Invoice before = require(invoice.id().toString());
        requireFollows(
                before,
                invoice,
                before.status() != InvoiceStatus.DRAFT && before.state().equals(invoice.state()));
        invoices.put(invoice.id().toString(), invoice);
    }

    @Override
    public List<Invoice> creditNotes(CustomerId customer, @Nullable InvoiceId credited) {
        return ofCustomer(customer, null)
                .filter(invoice -> invoice.status() == InvoiceStatus.FINALIZED)
                .filter(invoice -> credited == null ? invoice.note() != null : invoice.credits(credited))
                .toList();
    }

    @Override
    public List<Invoice> findAll(Collection<InvoiceId> ids) {
        return List.copyOf(
                invoices.findAll(ids.stream().map(InvoiceId::toString).toList()).values());
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
    public Optional<Invoice> last(CustomerId customer, DocumentType type) {
        return ofCustomer(customer, null)
                .filter(invoice -> invoice.type() == type)
                .reduce((earlier, later) -> later);
    }

    @Override
    public List<Invoice> list(@Nullable CustomerId customer, Page page) {
        Stream<Invoice> listed = customer == null ? invoices.after(page.after()) : ofCustomer(customer, page.after());
        return listed.limit(page.size()).toList();
    }

    private Stream<Invoice> ofCustomer(CustomerId customer, @Nullable String after) {
        return byCustomer
                .entriesAfter(new Key<>(customer, after))
                .takeWhile(entry -> entry.getKey().first().equals(customer))
                .map(entry -> require(entry.getValue()));
    }

    private void takeNumber(Invoice invoice, String id) {
        invoice.number()
                .ifPresent(number -> byNumber.insert(
                        number.text(), id, () -> ErrorCode.ALREADY_EXISTS.because("there is an invoice " + number)));
    }

    private void requireFollows(Invoice before, Invoice after, boolean follows) {
        if (!follows) {
            throw immutable(
                    before.id().toString(), "it is " + before.status() + " and cannot become " + after.status());
        }
        if (!before.sameContentAs(after)) {
            throw immutable(before.id().toString(), "something else than its state and settlement differs");
        }
    }

    private Invoice require(String id) {
        return invoices.require(id, () -> ErrorCode.INVOICE_NOT_FOUND.missing("invoiceId", id));
    }

    private BillingException immutable(String id, String why) {
        return transaction.refuse(ErrorCode.IMMUTABLE.because("invoice " + id + " cannot change: " + why));
    }
}
