package io.billing4j.engine;

import io.billing4j.balance.EntryCause;
import io.billing4j.error.ErrorCode;
import io.billing4j.event.EventType;
import io.billing4j.id.InvoiceId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.invoice.BilledLine;
import io.billing4j.invoice.CreditChain;
import io.billing4j.invoice.CreditNoteTerms;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceLine;
import io.billing4j.invoice.LineRef;
import io.billing4j.invoice.Settlement;
import io.billing4j.invoice.VoidIntent;
import io.billing4j.subscription.BillingCursor;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Takes credit notes out of force: one by itself, or all of an invoice that is to be void. */
final class NoteVoiding {
    private final Work work;
    private final List<Invoice> notes;
    private final Set<InvoiceId> ids;
    private final List<BilledLine> billed;

    /** The notes that are to be void, the earliest first; their customer is locked. */
    NoteVoiding(Work work, List<Invoice> notes) {
        this.work = work;
        this.notes = List.copyOf(notes);
        this.ids = notes.stream().map(Invoice::id).collect(Collectors.toSet());
        this.billed = notes.isEmpty()
                ? List.of()
                : work.unit().invoices().billedLines(Documents.windowsOf(notes)).values().stream()
                        .flatMap(List::stream)
                        .toList();
    }

    /**
     * Refuses what something that stays is built on.
     *
     * @param documents that are to be void, these notes among them
     * @param all of the customer's notes that are not void
     */
    void require(Set<InvoiceId> documents, List<Invoice> all) {
        Map<InvoiceId, Optional<Invoice>> known = new HashMap<>();
        all.forEach(note -> known.put(note.id(), Optional.of(note)));
        for (Invoice note : all) {
            if (!documents.contains(note.id())
                    && note.lines().stream()
                            .anyMatch(line -> CreditChain.restsOn(line, documents, ref -> corrected(known, ref)))) {
                throw ErrorCode.CREDIT_NOTE_FOLLOWS.at(
                        "invoiceId",
                        "credit note " + Documents.nameOf(note) + " credits what the document asks for: it has to be"
                                + " void first");
            }
        }
        CreditChain.holder(ids, billed)
                .filter(holder -> !documents.contains(holder))
                .ifPresent(holder -> {
                    throw ErrorCode.CREDIT_NOTE_IN_USE.at(
                            "invoiceId",
                            "document " + holder
                                    + " asks for usage that was counted again, less what was credited of it: it has"
                                    + " to be void first");
                });
    }

    private Optional<LineRef> corrected(Map<InvoiceId, Optional<Invoice>> known, LineRef ref) {
        return known.computeIfAbsent(ref.invoice(), id -> work.unit().invoices().find(id))
                .flatMap(document -> Optional.ofNullable(
                        document.lines().get(ref.number() - 1).key().corrects()));
    }

    /**
     * Stores that the notes are void, the latest first, and has what was built on their lines looked at again.
     *
     * @param intent of their invoice; of a note by itself as if that were made again
     */
    List<Invoice> store(Instant recordedAt, VoidIntent intent) {
        List<BilledLine> dangling = billed.stream().filter(this::takesBackOf).toList();
        if (intent == VoidIntent.REISSUE) {
            Documents.requireUsage(
                    work,
                    dangling.stream().map(BilledLine::line).toList(),
                    "invoiceId",
                    "later documents have taken it back, and could not be made up for");
        }
        List<Invoice> voided = new ArrayList<>();
        for (int i = notes.size() - 1; i >= 0; i--) {
            Invoice note = notes.get(i);
            Invoice now = note.voided(note.state().issued().orElseThrow(), recordedAt, VoidIntent.REISSUE);
            work.unit().invoices().markVoided(now);
            Documents.journal(work, EventType.CREDIT_NOTE_VOIDED, note, now, recordedAt);
            voided.add(now);
        }
        touch(dangling);
        return voided;
    }

    private boolean takesBackOf(BilledLine billedLine) {
        LineRef corrects = billedLine.line().key().corrects();
        return corrects != null && ids.contains(corrects.invoice()) && !ids.contains(billedLine.invoice());
    }

    private void touch(List<BilledLine> dangling) {
        Map<SubscriptionId, BillingCursor> cursors = new TreeMap<>();
        for (BilledLine one : dangling) {
            InvoiceLine line = one.line();
            SubscriptionId id = line.key().subscription();
            BillingCursor cursor = cursors.containsKey(id)
                    ? cursors.get(id)
                    : Subscriptions.found(work, id).cursor();
            cursors.put(id, cursor.touched(line.derivation().window().startInclusive()));
        }
        cursors.replaceAll((id, cursor) -> cursor.nextDueAt() == null ? cursor.dueAt(work.now()) : cursor);
        if (!cursors.isEmpty()) {
            work.unit().subscriptions().moveCursors(cursors);
        }
    }

    /** Their invoice as it is without them: what they took off is not paid. */
    Invoice reopened(Invoice invoice) {
        boolean offset = notes.stream()
                .map(Invoice::note)
                .anyMatch(terms -> terms != null && terms.use().offset().isPositive());
        return offset && invoice.settlement() == Settlement.PAID ? invoice.settled(Settlement.UNPAID) : invoice;
    }

    /** What the balance and what is to be paid back lose by it. */
    List<BalanceMove> moves(Instant recordedAt) {
        List<BalanceMove> moves = new ArrayList<>();
        for (int i = notes.size() - 1; i >= 0; i--) {
            Invoice note = notes.get(i);
            CreditNoteTerms terms = note.note();
            if (terms != null && terms.use().credit().isPositive()) {
                moves.add(BalanceMove.of(note, recordedAt, terms.use().credit().negated(), EntryCause.VOID));
            }
            if (terms != null && terms.use().refund().isPositive()) {
                moves.add(BalanceMove.noRefund(note, recordedAt, terms.use().refund()));
            }
        }
        return moves;
    }
}
