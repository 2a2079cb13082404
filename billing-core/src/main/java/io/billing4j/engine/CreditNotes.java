package io.billing4j.engine;

import io.billing4j.balance.EntryCause;
import io.billing4j.customer.CustomerState;
import io.billing4j.error.ErrorCode;
import io.billing4j.error.Inputs;
import io.billing4j.event.EventType;
import io.billing4j.id.InvoiceId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.invoice.BilledLine;
import io.billing4j.invoice.CreditNoteAssembler;
import io.billing4j.invoice.CreditNoteDraft;
import io.billing4j.invoice.CreditNoteFacts;
import io.billing4j.invoice.CreditNoteFacts.CreditedBefore;
import io.billing4j.invoice.CreditNoteTerms;
import io.billing4j.invoice.CreditUse;
import io.billing4j.invoice.DocumentLines;
import io.billing4j.invoice.DocumentType;
import io.billing4j.invoice.IdempotencyKey;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceNumber;
import io.billing4j.invoice.InvoiceOrigin;
import io.billing4j.invoice.Settlement;
import io.billing4j.invoice.VoidIntent;
import io.billing4j.tenant.TenantSettings;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.joda.money.Money;

/**
 * Credit notes. A note is a document of its own, with lines that take lines of the invoice back and ask for them again with less; it is
 * final at once, whatever grace documents have. Drafts cannot be credited: they are computed again.
 */
public final class CreditNotes {
    private final TenantScope scope;

    CreditNotes(TenantScope scope) {
        this.scope = scope;
    }

    /**
     * Issues a note. It gets the next number of the notes' series, and today's date in the tenant's zone, or the series' last issue date if
     * that is later. With a tenant's first one its settings have a form of their numbers.
     *
     * @throws io.billing4j.error.BillingException INVOICE_NOT_FOUND; ILLEGAL_TRANSITION at {@code invoiceId} unless it is an invoice
     *     that is finalised; CREDIT_NOTE_EXCEEDS_INVOICE at {@code amount} or {@code lines} for more than is left to credit, at {@code
     *     use.offset} for more than is still to be paid, at {@code use.refund} for more than can be paid back; PAYMENT_UNDER_WAY at
     *     {@code use.offset}; INVALID_CHOICE at {@code lines} for a line that there is not; INVALID_AMOUNT at {@code use} for other
     *     amounts than are credited; CURRENCY_MISMATCH at {@code amount}, {@code lines} or {@code use}; INVALID_TEMPLATE at {@code
     *     creditNotes.template} for a tenant that has to choose the form of the notes' numbers first; NUMBER_TOO_LONG;
     *     IDEMPOTENCY_CONFLICT at {@code idempotencyKey} if the key was used with another request
     */
    public Invoice issue(CreditNoteRequest request) {
        Inputs.required("request", request);
        IdempotencyKey key = request.idempotency();
        return scope.inTransaction(work -> {
            LocalDate today = work.now().atZone(settingsOfIssuer(work).zone()).toLocalDate();
            CustomerState customer = Documents.lockOwner(work, request.invoice());
            Optional<Invoice> earlier = key == null ? Optional.empty() : repeated(work, key);
            if (earlier.isPresent()) {
                return earlier.get();
            }
            Invoice invoice = Documents.issued(work, request.invoice(), DocumentType.INVOICE, "credited");
            List<Invoice> before = ofInvoice(work, invoice);
            Instant recordedAt = work.record(customer);
            CreditNoteDraft draft =
                    new CreditNoteAssembler().assemble(facts(work, invoice, before, recordedAt), request.amount());
            CreditLimits limits = CreditLimits.of(invoice, before);
            CreditUse use = limits.use(draft.amount(), request.use());
            Invoice note = Invoice.note(draft, terms(invoice, request, use), InvoiceOrigin.request(key));
            return stored(work, customer, note, use, limits, today);
        });
    }

    /**
     * What a note would be, and what is possible at most. Nothing is stored, and a key is passed over; otherwise as {@link #issue}.
     */
    public CreditNotePreview preview(CreditNoteRequest request) {
        Inputs.required("request", request);
        return scope.inTransaction(work -> {
            Invoice invoice = Documents.issued(work, request.invoice(), DocumentType.INVOICE, "credited");
            List<Invoice> before = ofInvoice(work, invoice);
            CreditNoteFacts facts = facts(work, invoice, before, work.now());
            CreditNoteDraft draft = new CreditNoteAssembler().assemble(facts, request.amount());
            CreditLimits limits = CreditLimits.of(invoice, before);
            return new CreditNotePreview(
                    draft,
                    limits.use(draft.amount(), request.use()),
                    new CreditNoteAssembler().left(facts),
                    limits.due(),
                    limits.refundable());
        });
    }

    /**
     * Takes a note out of force: what it credited is asked for again, what went to the balance is taken from it, also where that is below
     * zero then, and what it took off what is to be paid is to be paid. Its number stays taken. What later documents have taken back
     * of what it asked for again is corrected by the next document.
     *
     * @throws io.billing4j.error.BillingException INVOICE_NOT_FOUND; ILLEGAL_TRANSITION at {@code invoiceId} unless it is a note that
     *     is not void; CREDIT_NOTE_FOLLOWS at {@code invoiceId} where a later note credits what this one has left; CREDIT_NOTE_IN_USE
     *     at {@code invoiceId} where usage was counted again since, and has what was credited; USAGE_PAST_RETENTION at {@code
     *     invoiceId} where a later document has taken back usage of it that is not kept any more
     */
    public Invoice voidNote(InvoiceId id) {
        Inputs.required("id", id);
        return scope.inTransaction(work -> {
            CustomerState customer = Documents.lockOwner(work, id);
            Invoice note = Documents.issued(work, id, DocumentType.CREDIT_NOTE, "voided");
            NoteVoiding voiding = new NoteVoiding(work, List.of(note));
            voiding.require(Set.of(id), work.unit().invoices().creditNotes(note.customer(), null));
            Instant recordedAt = work.record(customer);
            List<Invoice> voided = voiding.store(recordedAt, VoidIntent.REISSUE);
            reopened(work, note, recordedAt);
            Ledger.move(work, Map.of(customer.customer().id(), customer), voiding.moves(recordedAt));
            return voided.get(0);
        });
    }

    /** The notes of an invoice that are not void, in the order in which they were issued; none where there is no such invoice. */
    public List<Invoice> of(InvoiceId invoice) {
        Inputs.required("invoice", invoice);
        return scope.inTransaction(work -> work.unit()
                .invoices()
                .find(invoice)
                .map(found -> ofInvoice(work, found))
                .orElse(List.of()));
    }

    static List<Invoice> ofInvoice(Work work, Invoice invoice) {
        return work.unit().invoices().creditNotes(invoice.customer(), invoice.id());
    }

    /** A tenant's first note says what all of them are numbered by, so that versions before do not serve the tenant any more. */
    private static TenantSettings settingsOfIssuer(Work work) {
        TenantSettings settings = work.unit().settings().get();
        if (settings.creditNotes() != null) {
            return settings;
        }
        TenantSettings before = work.unit().settings().lock();
        TenantSettings after = before.issuingCreditNotes();
        if (!after.equals(before)) {
            Settings.replace(work, before, after);
        }
        return after;
    }

    private static Optional<Invoice> repeated(Work work, IdempotencyKey key) {
        Optional<Invoice> earlier = work.unit().invoices().findByIdempotencyKey(key.key());
        if (earlier.isPresent() && !key.equals(earlier.get().origin().idempotency())) {
            throw ErrorCode.IDEMPOTENCY_CONFLICT.at(
                    "idempotencyKey",
                    "the key was used with another request, for document "
                            + earlier.get().id());
        }
        return earlier;
    }

    private static CreditNoteFacts facts(Work work, Invoice invoice, List<Invoice> notes, Instant recordedAt) {
        Map<SubscriptionId, List<BilledLine>> billed =
                work.unit().invoices().billedLines(Documents.windowsOf(List.of(invoice)));
        return new CreditNoteFacts(
                InvoiceId.of(work.ids().next()),
                recordedAt,
                invoice,
                notes.stream()
                        .map(note -> new CreditedBefore(
                                note.id(), note.totals().credit().negated()))
                        .toList(),
                Stream.concat(billed.values().stream().flatMap(List::stream), oneOffs(invoice, notes))
                        .toList());
    }

    /** Nothing but notes takes back what was billed once. */
    private static Stream<BilledLine> oneOffs(Invoice invoice, List<Invoice> notes) {
        return Stream.concat(Stream.of(invoice), notes.stream())
                .flatMap(document -> document.lines().stream()
                        .filter(line -> line.key().oneOff().isPresent())
                        .map(line -> new BilledLine(document.id(), document.status(), document.recordedAt(), line)));
    }

    private static CreditNoteTerms terms(Invoice invoice, CreditNoteRequest request, CreditUse use) {
        return new CreditNoteTerms(
                invoice.id(),
                invoice.number().map(InvoiceNumber::text).orElseThrow(),
                request.reason(),
                request.memo(),
                use);
    }

    private static Invoice stored(
            Work work, CustomerState customer, Invoice draft, CreditUse use, CreditLimits limits, LocalDate today) {
        work.unit().invoices().insertLines(List.of(new DocumentLines(draft.id(), draft.lines())));
        work.audit(List.of(DocumentWriter.entry(EventType.CREDIT_NOTE_ISSUED, draft)));
        Ledger.move(work, Map.of(customer.customer().id(), customer), moves(draft, use));
        if (limits.settledBy(use)) {
            work.unit().invoices().settle(limits.invoice().settled(Settlement.PAID));
        }
        Invoice note = new DocumentNumbers(work.unit())
                .numbered(List.of(draft), today, one -> work.now())
                .get(0);
        work.unit().invoices().insertHeaders(List.of(note));
        work.publish(List.of(DocumentWriter.entry(EventType.CREDIT_NOTE_ISSUED, note)));
        if (limits.settledBy(use)) {
            work.journal(settled(limits.invoice(), Settlement.PAID, note, note.recordedAt()));
        }
        return note;
    }

    private static List<BalanceMove> moves(Invoice note, CreditUse use) {
        List<BalanceMove> moves = new ArrayList<>();
        if (use.credit().isPositive()) {
            moves.add(BalanceMove.of(note, note.recordedAt(), use.credit(), EntryCause.DOCUMENT));
        }
        if (use.refund().isPositive()) {
            moves.add(BalanceMove.refund(note, note.recordedAt(), use.refund()));
        }
        return moves;
    }

    /** What a void note took off what is to be paid is to be paid again. */
    private static void reopened(Work work, Invoice note, Instant recordedAt) {
        CreditNoteTerms terms = note.note();
        if (terms == null || terms.use().offset().isZero()) {
            return;
        }
        Invoice invoice = Documents.found(work, terms.invoice());
        if (invoice.settlement() == Settlement.PAID) {
            work.unit().invoices().settle(invoice.settled(Settlement.UNPAID));
            work.journal(settled(invoice, Settlement.UNPAID, note, recordedAt));
        }
    }

    /** Says what of an invoice is paid by now, and the note that has made it so. */
    private static JournalEntry settled(Invoice invoice, Settlement settlement, Invoice note, Instant recordedAt) {
        Money total = invoice.totals().total();
        return new JournalEntry(
                EventType.INVOICE_SETTLED,
                invoice.customer(),
                invoice.id().toString(),
                Map.of("settlement", invoice.settlement().name()),
                Map.of(
                        "settlement", settlement.name(),
                        "creditNote", note.id().toString(),
                        "total", total.getAmount().toPlainString(),
                        "currency", total.getCurrencyUnit().getCode()),
                recordedAt);
    }
}
