package io.billing4j.engine;

import io.billing4j.customer.CustomerState;
import io.billing4j.error.ErrorCode;
import io.billing4j.event.EventType;
import io.billing4j.id.InvoiceId;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceSlot;
import io.billing4j.invoice.InvoiceState;
import io.billing4j.invoice.InvoiceStatus;
import io.billing4j.run.BillingRun;
import io.billing4j.store.NumberSeries;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a draft becomes a document that never changes again. */
final class Finalization {
    private final TenantScope scope;

    Finalization(TenantScope scope) {
        this.scope = scope;
    }

    /** As {@link BillingEngine#finalizeInvoice(InvoiceId, LocalDate)}. */
    Invoice finalizeInvoice(InvoiceId id, @Nullable LocalDate issueDate) {
        return TaxAsking.of(scope).inTransaction((work, round) -> {
            CustomerState customer = Documents.lockOwner(work, id);
            Invoice draft =
                    current(work, round, customer, Documents.inStatus(work, id, InvoiceStatus.DRAFT, "finalised"));
            if (draft.lines().isEmpty()) {
                throw ErrorCode.NOTHING_DUE.at("invoiceId", "the draft has no lines, so there is nothing to ask for");
            }
            Instant recordedAt = work.record(Documents.lockOwner(work, id));
            LocalDate today = today(work);
            if (issueDate != null) {
                requirePossible(work, draft, issueDate, today);
            }
            if (work.unit().settings().get().consolidation() != null) {
                Documents.withLines(work, draft, Documents.slotsOf(work, id));
            }
            return issued(work, draft, issueDate == null ? today : issueDate, recordedAt);
        });
    }

    /**
     * Finalises a draft whose grace is over, and counts it for the run. One that has nothing to ask for any more goes, and its
     * place is settled without a document.
     *
     * @param correcting whether what has come out otherwise since is taken in; where that cannot be computed it stays for
     *     another document
     * @return empty for a draft that went, or that somebody else has seen to since
     */
    Optional<Issued> finalizeDue(InvoiceId id, BillingRun run, TaxAsking asking, boolean correcting) {
        return asking.inTransaction((work, round) -> {
            Optional<Invoice> known = work.unit().invoices().find(id);
            if (known.isEmpty()) {
                return Optional.empty();
            }
            CustomerState customer = work.lockCustomer(known.get().customer());
            Invoice draft = work.unit().invoices().find(id).orElse(null);
            if (draft == null || !isDue(draft, run.cutOff())) {
                return Optional.empty();
            }
            Invoice now = correcting ? current(work, round, customer, draft) : draft;
            Instant recordedAt = work.record(Documents.lockOwner(work, id));
            List<InvoiceSlot> slots = Documents.slotsOf(work, id);
            if (now.lines().isEmpty()) {
                drop(work, slots, now, recordedAt);
                return Optional.empty();
            }
            work.unit().runs().advance(run.id(), 0, 1, 0, 0);
            List<InvoiceSlot> kept = Documents.withLines(work, now, slots);
            return Optional.of(new Issued(issued(work, now, run.businessDate(), recordedAt), kept));
        });
    }

    /** A draft that was looked at is what it was; one in which something has come out otherwise since is made anew. */
    private Invoice current(Work work, TaxRound round, CustomerState customer, Invoice draft) {
        Refresh refresh = new Refresh(scope);
        return refresh.outdated(work, draft) ? refresh.refreshed(work, round, customer, draft) : draft;
    }

    static boolean isDue(Invoice draft, Instant cutOff) {
        Instant at = draft.state() instanceof InvoiceState.Draft state ? state.finalizeAt() : null;
        return at != null && !at.isAfter(cutOff);
    }

    private static void drop(Work work, List<InvoiceSlot> slots, Invoice draft, Instant recordedAt) {
        slots.forEach(work.unit().slots()::markSkipped);
        work.unit().invoices().deleteDraft(draft.id());
        work.journal(JournalEntry.created(
                EventType.INVOICE_DROPPED,
                draft.customer(),
                draft.id(),
                DocumentWriter.entry(EventType.INVOICE_DROPPED, draft).after(),
                recordedAt));
    }

    private static Invoice issued(Work work, Invoice draft, LocalDate businessDate, Instant recordedAt) {
        Invoice issued = new DocumentNumbers(work.unit())
                .numbered(List.of(draft), businessDate, one -> recordedAt)
                .get(0);
        work.unit().invoices().finalizeDrafts(List.of(issued));
        Documents.journal(work, EventType.INVOICE_FINALIZED, draft, issued, recordedAt);
        return issued;
    }

    private static LocalDate today(Work work) {
        return work.now().atZone(work.unit().settings().get().zone()).toLocalDate();
    }

    private static void requirePossible(Work work, Invoice draft, LocalDate issueDate, LocalDate today) {
        if (issueDate.isAfter(today)) {
            // The series never goes back: one typing error would date every later document.
            throw ErrorCode.INVALID_DATE.at(
                    "issueDate", "expected at most today, " + today + ", but found " + issueDate);
        }
        NumberSeries series = new DocumentNumbers(work.unit()).lock(draft);
        if (!series.issueDate(issueDate).equals(issueDate)) {
            throw ErrorCode.ISSUE_DATE_TOO_EARLY.at(
                    "issueDate", "the last document was issued on " + series.lastIssueDate());
        }
    }

    /** A document that has its number, and its places. */
    record Issued(Invoice invoice, List<InvoiceSlot> slots) {}
}
