package io.billing4j.engine;

import io.billing4j.balance.EntryCause;
import io.billing4j.customer.CustomerState;
import io.billing4j.discount.CouponBook;
import io.billing4j.discount.Redemption;
import io.billing4j.error.ErrorCode;
import io.billing4j.event.EventType;
import io.billing4j.id.CustomerId;
import io.billing4j.id.InvoiceId;
import io.billing4j.id.OneOffId;
import io.billing4j.invoice.DocumentType;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceLine;
import io.billing4j.invoice.InvoiceSlot;
import io.billing4j.invoice.InvoiceState;
import io.billing4j.invoice.PeriodManager;
import io.billing4j.invoice.SlotReason;
import io.billing4j.invoice.VoidIntent;
import io.billing4j.subscription.BillingCursor;
import io.billing4j.subscription.SubscriptionState;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.joda.money.Money;

/** Takes a final document out of force. Its number stays taken. */
final class Voiding {
    private final TenantScope scope;
    private final PeriodManager periods = new PeriodManager();

    Voiding(TenantScope scope) {
        this.scope = scope;
    }

    /** As {@link BillingEngine#voidInvoice}. */
    Invoice voidInvoice(InvoiceId id, VoidIntent intent) {
        return scope.inTransaction(work -> {
            CustomerState customer = Documents.lockOwner(work, id);
            Invoice issued = Documents.issued(work, id, DocumentType.INVOICE, "voided");
            InvoiceState.Finalized state = issued.state().issued().orElseThrow();
            List<InvoiceSlot> slots = Documents.slotsOf(work, id);
            requireWaivable(slots, intent);
            if (intent == VoidIntent.REISSUE) {
                Documents.requireUsage(work, issued.lines(), "intent", "it can be waived, not made again");
            }
            if (issued.taxes() != null && issued.taxes().external() != null) {
                // It may have been wrong: whoever makes the document again asks again.
                work.unit()
                        .taxes()
                        .forgetAnswers(List.of(issued.taxes().external().question()));
            }
            NoteVoiding notes = notesOf(work, issued);
            Instant recordedAt = work.record(customer);
            notes.store(recordedAt, intent);
            Invoice voided = notes.reopened(issued).voided(state, recordedAt, intent);
            work.unit().invoices().markVoided(voided);
            slots.forEach(slot -> work.unit().slots().markVoided(slot.voided(intent)));
            releaseCoupons(work, issued, voided, slots, intent);
            releaseOneOffs(work, issued, slots, intent);
            slots.forEach(slot -> moveCursor(work, issued, slot, intent));
            List<BalanceMove> moves = notes.moves(recordedAt);
            giveBack(issued, recordedAt, intent).ifPresent(moves::add);
            Ledger.move(work, Map.of(customer.customer().id(), customer), moves);
            Documents.journal(work, EventType.INVOICE_VOIDED, issued, voided, recordedAt);
            return voided;
        });
    }

    /** What bills the rest asks for all usage, whatever became of a document of usage so far: waived, it would be asked for all the same. */
    private static void requireWaivable(List<InvoiceSlot> slots, VoidIntent intent) {
        if (intent == VoidIntent.WAIVE && slots.stream().anyMatch(Voiding::ofUsageSoFar)) {
            throw ErrorCode.ILLEGAL_TRANSITION.at(
                    "intent",
                    "usage billed before its period ends is asked for again with the rest; a credit note waives it");
        }
    }

    private static boolean ofUsageSoFar(InvoiceSlot slot) {
        return slot.place().reason() == SlotReason.PROGRESSIVE;
    }

    /** Its notes, which go with it, unless something that stays is built on any of these documents. */
    private static NoteVoiding notesOf(Work work, Invoice issued) {
        if (work.unit().settings().get().creditNotes() == null) {
            return new NoteVoiding(work, List.of());
        }
        List<Invoice> all = work.unit().invoices().creditNotes(issued.customer(), null);
        List<Invoice> own =
                all.stream().filter(note -> note.credits(issued.id())).toList();
        NoteVoiding voiding = new NoteVoiding(work, own);
        Set<InvoiceId> documents = own.stream().map(Invoice::id).collect(Collectors.toCollection(HashSet::new));
        documents.add(issued.id());
        voiding.require(documents, all);
        return voiding;
    }

    /** What was billed once waits for the document that is made again; without a place of its own for any. */
    private static void releaseOneOffs(Work work, Invoice issued, List<InvoiceSlot> slots, VoidIntent intent) {
        Set<OneOffId> added = Documents.oneOffs(issued);
        if (intent == VoidIntent.REISSUE && !added.isEmpty()) {
            work.unit().oneOffs().release(added, slots.isEmpty() ? null : issued.id());
        }
    }

    /** A place that is not billed any more keeps no coupon, by none of the documents that it ever had. */
    private static void releaseCoupons(
            Work work, Invoice issued, Invoice voided, List<InvoiceSlot> slots, VoidIntent intent) {
        if (issued.redemptions().isEmpty()) {
            return;
        }
        work.unit().coupons().replace(issued.id(), voided.redemptions());
        if (intent == VoidIntent.WAIVE) {
            slots.forEach(slot -> work
                    .unit()
                    .slots()
                    .from(Map.of(slot.subscription(), slot.place().index()))
                    .getOrDefault(slot.subscription(), List.of())
                    .stream()
                    .filter(other -> other.voided() && !other.waived())
                    .filter(other -> other.place().term() == slot.place().term()
                            && other.place().sequence() == slot.place().sequence())
                    .map(InvoiceSlot::invoice)
                    .filter(Objects::nonNull)
                    .filter(earlier -> !earlier.equals(issued.id()))
                    .forEach(earlier -> release(work, issued.customer(), earlier, slot)));
        }
    }

    /** The document's other places may be billed again, and keep theirs. */
    private static void release(Work work, CustomerId customer, InvoiceId earlier, InvoiceSlot slot) {
        boolean alone = Documents.slotsOf(work, earlier).size() == 1;
        List<Redemption> kept = alone
                ? List.of()
                : work
                        .unit()
                        .coupons()
                        .books(List.of(customer))
                        .getOrDefault(customer, CouponBook.EMPTY)
                        .redemptions()
                        .stream()
                        .filter(redemption -> redemption.invoice().equals(earlier)
                                && !redemption.subscription().equals(slot.subscription()))
                        .toList();
        work.unit().coupons().replace(earlier, kept);
    }

    /** Lines of other documents may have corrected those of this one: they are looked at again in either case. */
    private void moveCursor(Work work, Invoice issued, InvoiceSlot slot, VoidIntent intent) {
        SubscriptionState state = Subscriptions.found(work, slot.subscription());
        BillingCursor cursor =
                intent == VoidIntent.REISSUE ? periods.reopened(state.cursor(), slot.place()) : state.cursor();
        for (InvoiceLine line : linesOf(issued, slot).toList()) {
            cursor = cursor.touched(line.derivation().window().startInclusive());
        }
        work.unit()
                .subscriptions()
                .moveCursors(
                        Map.of(slot.subscription(), cursor.nextDueAt() == null ? cursor.dueAt(work.now()) : cursor));
    }

    private static Stream<InvoiceLine> linesOf(Invoice issued, InvoiceSlot slot) {
        return issued.lines().stream().filter(line -> line.key().bills(slot.subscription()));
    }

    /**
     * What the balance paid of a document is back with the customer. What a document gave to the balance is taken back only
     * where it is made again: where it is waived, its lines still count.
     */
    private static Optional<BalanceMove> giveBack(Invoice issued, Instant recordedAt, VoidIntent intent) {
        Money credit = issued.totals().credit();
        return credit.isPositive() || (credit.isNegative() && intent == VoidIntent.REISSUE)
                ? Optional.of(BalanceMove.of(issued, recordedAt, credit, EntryCause.VOID))
                : Optional.empty();
    }
}
