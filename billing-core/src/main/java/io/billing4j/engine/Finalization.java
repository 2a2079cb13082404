package io.billing4j.engine;

import io.billing4j.customer.CustomerState;
import io.billing4j.error.ErrorCode;
import io.billing4j.event.EventType;
import io.billing4j.id.InvoiceId;
import io.billing4j.invoice.DocumentType;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceAssembler;
import io.billing4j.invoice.InvoiceDraft;
import io.billing4j.invoice.InvoiceSlot;
import io.billing4j.invoice.InvoiceState;
import io.billing4j.invoice.InvoiceStatus;
import io.billing4j.invoice.PeriodManager;
import io.billing4j.invoice.SlotPlace;
import io.billing4j.invoice.VoidIntent;
import io.billing4j.store.NumberSeries;
import io.billing4j.subscription.BillingCursor;
import io.billing4j.subscription.SubscriptionState;
import io.billing4j.tenant.TenantSettings;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What happens to a document after it was made: refreshed, finalised, voided. */
final class Finalization {
    private final TenantScope scope;
    private final FactsLoader loader;
    private final PeriodManager periods = new PeriodManager();

    Finalization(TenantScope scope) {
        this.scope = scope;
        loader = scope.context().factsLoader();
    }

    /** As {@link BillingEngine#refreshInvoice}. */
    Invoice refresh(InvoiceId id) {
        return scope.inTransaction(work -> {
            CustomerState customer = lockOwner(work, id);
            Invoice draft = inStatus(found(work, id), InvoiceStatus.DRAFT, "refreshed");
            InvoiceSlot slot = slotOf(work, id);
            Billable billable = loader.one(work.unit(), Subscriptions.found(work, slot.subscription()));
            LoadedFacts facts = loader.load(work.unit(), List.of(Due.one(billable, slot.place())));
            InvoiceDraft again = new InvoiceAssembler()
                    .assemble(facts.of(
                            id, draft.recordedAt(), customer.customer(), billable.subscription(), slot.place()));
            Invoice refreshed = draft.refreshed(again);
            work.unit().invoices().replaceDraft(refreshed);
            journal(work, EventType.INVOICE_REFRESHED, draft, refreshed, work.record(customer));
            return refreshed;
        });
    }

    /** As {@link BillingEngine#finalizeInvoice(InvoiceId, LocalDate)}. */
    Invoice finalizeInvoice(InvoiceId id, @Nullable LocalDate issueDate) {
        return scope.inTransaction(work -> {
            CustomerState customer = lockOwner(work, id);
            Invoice draft = inStatus(found(work, id), InvoiceStatus.DRAFT, "finalised");
            Instant recordedAt = work.record(customer);
            TenantSettings settings = work.unit().settings().get();
            LocalDate today = work.now().atZone(settings.zone()).toLocalDate();
            if (draft.lines().isEmpty()) {
                throw ErrorCode.NOTHING_DUE.at("invoiceId", "the draft has no lines, so there is nothing to ask for");
            }
            if (issueDate != null) {
                if (issueDate.isAfter(today)) {
                    // The series never goes back: one typing error would date every later document.
                    throw ErrorCode.INVALID_DATE.at(
                            "issueDate", "expected at most today, " + today + ", but found " + issueDate);
                }
                NumberSeries series = work.unit()
                        .numbers()
                        .lock(DocumentType.INVOICE, DocumentWriter.seriesOf(settings.invoiceTemplate(), draft));
                if (!series.issueDate(issueDate).equals(issueDate)) {
                    throw ErrorCode.ISSUE_DATE_TOO_EARLY.at(
                            "issueDate", "the last document was issued on " + series.lastIssueDate());
                }
            }
            Invoice issued = new DocumentWriter(work)
                    .numbered(List.of(draft), issueDate == null ? today : issueDate, recordedAt)
                    .get(0);
            work.unit().invoices().updateState(issued);
            journal(work, EventType.INVOICE_FINALIZED, draft, issued, recordedAt);
            return issued;
        });
    }

    /** As {@link BillingEngine#voidInvoice}. */
    Invoice voidInvoice(InvoiceId id, VoidIntent intent) {
        return scope.inTransaction(work -> {
            CustomerState customer = lockOwner(work, id);
            Invoice issued = inStatus(found(work, id), InvoiceStatus.FINALIZED, "voided");
            InvoiceState.Finalized state = issued.state().issued().orElseThrow();
            InvoiceSlot slot = slotOf(work, id);
            Instant recordedAt = work.record(customer);
            Invoice voided = issued.voided(state, recordedAt, intent);
            work.unit().invoices().updateState(voided);
            work.unit().slots().markVoided(slot.voided(intent));
            if (intent == VoidIntent.REISSUE) {
                reopen(work, slot);
            }
            journal(work, EventType.INVOICE_VOIDED, issued, voided, recordedAt);
            return voided;
        });
    }

    private void reopen(Work work, InvoiceSlot slot) {
        SubscriptionState state = Subscriptions.found(work, slot.subscription());
        SlotPlace place = slot.place();
        BillingCursor reopened = periods.reopened(state.cursor(), place);
        work.unit().subscriptions().moveCursors(Map.of(slot.subscription(), reopened));
    }

    private static void journal(Work work, EventType type, Invoice before, Invoice after, Instant recordedAt) {
        work.journal(new JournalEntry(
                type,
                after.customer(),
                after.id().toString(),
                DocumentWriter.entry(type, before).after(),
                DocumentWriter.entry(type, after).after(),
                recordedAt));
    }

    /** The document's customer under its lock; the document is to be read again after this. */
    private static CustomerState lockOwner(Work work, InvoiceId id) {
        return work.lockCustomer(found(work, id).customer());
    }

    static Invoice found(Work work, InvoiceId id) {
        return Billing4J.found(work.unit().invoices().find(id), ErrorCode.INVOICE_NOT_FOUND, "invoiceId", id);
    }

    private static InvoiceSlot slotOf(Work work, InvoiceId id) {
        return work.unit()
                .slots()
                .ofInvoice(id)
                .orElseThrow(() -> ErrorCode.STORED_DATA_UNREADABLE.because("invoice " + id + " has no slot"));
    }

    private static Invoice inStatus(Invoice invoice, InvoiceStatus expected, String what) {
        if (invoice.status() != expected) {
            throw ErrorCode.ILLEGAL_TRANSITION.at(
                    "invoiceId",
                    "a document is " + what + " only while " + expected + ", this one is " + invoice.status());
        }
        return invoice;
    }
}
