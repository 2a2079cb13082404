package io.billing4j.engine;

import io.billing4j.customer.Customer;
import io.billing4j.discount.Redemption;
import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.billing4j.event.EventType;
import io.billing4j.id.CustomerId;
import io.billing4j.id.InvoiceId;
import io.billing4j.id.IsoInstant;
import io.billing4j.id.OneOffId;
import io.billing4j.id.RunId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.invoice.CreditNoteTerms;
import io.billing4j.invoice.DocumentLines;
import io.billing4j.invoice.ExternalTaxes;
import io.billing4j.invoice.FilledPlace;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceDraft;
import io.billing4j.invoice.InvoiceOrigin;
import io.billing4j.invoice.InvoiceStatus;
import io.billing4j.invoice.OneOffCharge;
import io.billing4j.invoice.WindowFinding;
import io.billing4j.period.BillingPeriod;
import io.billing4j.run.Finding;
import io.billing4j.run.FindingReason;
import io.billing4j.store.UnitOfWork;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes documents set by set. Lines, slots, cursors, findings and audit come first; then the number series is locked, and
 * nothing but numbers, headers and events is left to do until the commit.
 */
final class DocumentWriter {
    private final Work work;
    private final UnitOfWork unit;

    DocumentWriter(Work work) {
        this.work = work;
        this.unit = work.unit();
    }

    /** What the tenant's documents are when they are made: final at once or, where there is a grace, drafts. */
    InvoiceStatus outcome() {
        return unit.settings().get().grace().isZero() ? InvoiceStatus.FINALIZED : InvoiceStatus.DRAFT;
    }

    /** Stores documents as {@link #outcome} says: with numbers, or as drafts that a run finalises once the grace is over. */
    List<Invoice> write(Batch batch, InvoiceOrigin origin, LocalDate businessDate, Instant madeAt) {
        Duration grace = unit.settings().get().grace();
        return grace.isZero()
                ? writeFinalized(batch, origin, businessDate)
                : writeDrafts(batch, origin, madeAt.plus(grace));
    }

    /** Stores drafts, which have no number. */
    List<Invoice> writeDrafts(Batch batch, InvoiceOrigin origin) {
        return writeDrafts(batch, origin, null);
    }

    private List<Invoice> writeDrafts(Batch batch, InvoiceOrigin origin, @Nullable Instant finalizeAt) {
        writeBody(batch, origin.run());
        List<Invoice> invoices = batch.documents().stream()
                .map(draft -> Invoice.draft(draft, origin, finalizeAt))
                .toList();
        List<JournalEntry> entries = invoices.stream()
                .map(invoice -> entry(EventType.INVOICE_DRAFTED, invoice))
                .toList();
        work.audit(entries);
        unit.invoices().insertHeaders(invoices);
        work.publish(entries);
        return invoices;
    }

    /** Stores documents as final at once, numbered in the order of customers and time without a gap. */
    List<Invoice> writeFinalized(Batch batch, InvoiceOrigin origin, LocalDate businessDate) {
        writeBody(batch, origin.run());
        List<Invoice> drafts = batch.documents().stream()
                .map(draft -> Invoice.draft(draft, origin))
                .toList();
        // The audit entries come before the lock: they say what was done to which document, the event tells the number.
        work.audit(drafts.stream()
                .map(draft -> entry(EventType.INVOICE_FINALIZED, draft))
                .toList());
        List<Invoice> invoices = new DocumentNumbers(unit).numbered(drafts, businessDate, draft -> work.now());
        unit.invoices().insertHeaders(invoices);
        work.publish(invoices.stream()
                .map(invoice -> entry(EventType.INVOICE_FINALIZED, invoice))
                .toList());
        return invoices;
    }

    /** What is kept and published of a document. */
    static JournalEntry entry(EventType type, Invoice invoice) {
        Map<String, String> data = new TreeMap<>();
        data.put("status", invoice.status().name());
        data.put("periodStart", IsoInstant.of(invoice.period().startInclusive()));
        data.put("periodEnd", IsoInstant.of(invoice.period().endExclusive()));
        data.put("currency", invoice.totals().currency().getCode());
        if (!invoice.entity().equals(Customer.MAIN_ENTITY)) {
            data.put("entity", invoice.entity().value());
        }
        if (invoice.group() != null) {
            data.put("group", invoice.group());
        }
        if (!invoice.totals().discount().isZero()) {
            data.put("discount", invoice.totals().discount().getAmount().toPlainString());
        }
        if (!invoice.totals().tax().isZero()) {
            data.put("tax", invoice.totals().tax().getAmount().toPlainString());
        }
        data.put("total", invoice.totals().total().getAmount().toPlainString());
        ExternalTaxes external =
                invoice.taxes() == null ? null : invoice.taxes().external();
        if (external != null) {
            data.put("taxCalculator", external.calculator().value());
            if (external.reference() != null) {
                data.put("taxReference", external.reference());
            }
        }
        CreditNoteTerms note = invoice.note();
        if (note != null) {
            data.putAll(terms(note));
        }
        invoice.number().ifPresent(number -> {
            data.put("invoiceNumber", number.text());
            data.put("issueDate", number.issueDate().toString());
        });
        return JournalEntry.created(type, invoice.customer(), invoice.id(), data, invoice.recordedAt());
    }

    /** Without the memo: whoever wrote it may have named somebody. */
    private static Map<String, String> terms(CreditNoteTerms note) {
        return Map.of(
                "creditedInvoice", note.invoice().toString(),
                "creditedInvoiceNumber", note.invoiceNumber(),
                "reason", note.reason().name(),
                "credit", note.use().credit().getAmount().toPlainString(),
                "refund", note.use().refund().getAmount().toPlainString(),
                "offset", note.use().offset().getAmount().toPlainString());
    }

    private void writeBody(Batch batch, @Nullable RunId run) {
        unit.invoices().insertLines(DocumentLines.of(batch.documents()));
        List<Redemption> redemptions = batch.documents().stream()
                .flatMap(draft -> draft.redemptions().stream())
                .toList();
        if (!redemptions.isEmpty()) {
            unit.coupons().redeem(redemptions);
        }
        Map<OneOffId, InvoiceId> oneOffs = batch.oneOffs();
        if (!oneOffs.isEmpty()) {
            unit.oneOffs().bill(oneOffs);
        }
        unit.slots()
                .insert(batch.all().stream()
                        .flatMap(draft -> draft.slots().stream())
                        .toList());
        unit.subscriptions().moveCursors(batch.cursors());
        unit.customers().recorded(batch.lastRecordedAt());
        Ledger.move(work, batch.before(), batch.moves());
        unit.usage().settleTouched(batch.settledMarks());
        unit.journal().addFindings(findings(batch, run));
    }

    private List<Finding> findings(Batch batch, @Nullable RunId run) {
        List<Finding> findings = new ArrayList<>();
        for (InvoiceDraft draft : batch.all()) {
            InvoiceDraft whole = batch.waiting().getOrDefault(draft.id(), draft);
            whole.places().stream()
                    .filter(place -> place.lines().isEmpty())
                    .forEach(place -> findings.add(withoutDocument(FindingReason.NOTHING_DUE, draft, place, run)));
            if (batch.waiting().containsKey(draft.id())) {
                findings.addAll(carriedForward(whole, run));
            }
        }
        batch.all().forEach(draft -> findings.addAll(left(draft, run)));
        batch.unneeded().forEach(draft -> findings.addAll(left(draft, run)));
        batch.gaps().forEach(gap -> findings.add(notBilled(gap, run)));
        batch.unbilled().forEach(one -> findings.add(notBilled(one, run)));
        return findings;
    }

    /** Periods that a document would correct, had they not been waived, or were their usage still there. */
    List<Finding> left(InvoiceDraft draft, @Nullable RunId run) {
        List<Finding> findings = new ArrayList<>();
        for (FilledPlace place : draft.places()) {
            for (WindowFinding left : place.left()) {
                switch (left.kind()) {
                    case WAIVED -> findings.add(left(draft, place, left.period(), FindingReason.PERIOD_WAIVED, run));
                    case USAGE_PAST_RETENTION ->
                        findings.add(left(draft, place, left.period(), FindingReason.USAGE_PAST_RETENTION, run));
                    case LEFT_TO_DRAFT -> {
                        // the draft settles it
                    }
                }
            }
        }
        return findings;
    }

    private Finding left(
            InvoiceDraft draft, FilledPlace place, BillingPeriod period, FindingReason reason, @Nullable RunId run) {
        return new Finding(
                work.ids().next(),
                reason,
                draft.customer(),
                place.subscription(),
                place.subscription() + "|" + period.startInclusive(),
                periodDetail(period),
                run,
                draft.recordedAt());
    }

    Finding notBilled(Batch.Gap gap, @Nullable RunId run) {
        Map<String, String> detail = new TreeMap<>(periodDetail(gap.place().period()));
        detail.put("code", codeOf(gap.cause()).name());
        detail.put("message", messageOf(gap.cause()));
        return new Finding(
                work.ids().next(),
                gap.reason(),
                gap.customer(),
                gap.subscription(),
                gap.subscription() + "|" + gap.place().period().startInclusive() + "|"
                        + gap.place().reason() + "|" + causeOf(gap.cause()),
                detail,
                run,
                work.now());
    }

    Finding notBilled(Batch.Unbilled unbilled, @Nullable RunId run) {
        OneOffCharge oneOff = unbilled.oneOff();
        return new Finding(
                work.ids().next(),
                FindingReason.ONE_OFF_NOT_BILLABLE,
                oneOff.customer(),
                oneOff.subscription(),
                oneOff.id() + "|" + causeOf(unbilled.cause()),
                Map.of(
                        "oneOffId", oneOff.id().toString(),
                        "code", codeOf(unbilled.cause()).name(),
                        "message", messageOf(unbilled.cause())),
                run,
                work.now());
    }

    /** A customer whom a run could not bill, or not all of. */
    Finding failed(CustomerId customer, RuntimeException cause, RunId run) {
        return failed(customer, null, run + "|" + customer, cause, run);
    }

    /**
     * What could not be billed, of a subscription or of all that a customer has.
     *
     * @param key by which it is told from others of its kind
     */
    Finding failed(
            CustomerId customer,
            @Nullable SubscriptionId subscription,
            String key,
            RuntimeException cause,
            @Nullable RunId run) {
        return new Finding(
                work.ids().next(),
                FindingReason.BILLING_FAILED,
                customer,
                subscription,
                key,
                Map.of("code", codeOf(cause).name(), "message", messageOf(cause)),
                run,
                work.now());
    }

    /** What one cause is told from the next by: once the first is removed, that is a finding of its own. */
    private static String causeOf(RuntimeException cause) {
        String field = cause instanceof BillingException known ? known.field() : null;
        return codeOf(cause) + (field == null ? "" : "|" + field);
    }

    static ErrorCode codeOf(RuntimeException cause) {
        return cause instanceof BillingException known ? known.code() : ErrorCode.INTERNAL;
    }

    static String messageOf(RuntimeException cause) {
        return cause instanceof BillingException known
                ? known.detail()
                : "unexpected " + cause.getClass().getSimpleName();
    }

    private static Map<String, String> periodDetail(BillingPeriod period) {
        return Map.of(
                "periodStart",
                period.startInclusive().toString(),
                "periodEnd",
                period.endExclusive().toString());
    }

    /** One for each place with lines; each has the total of the document. */
    private List<Finding> carriedForward(InvoiceDraft whole, @Nullable RunId run) {
        return whole.places().stream()
                .filter(place -> !place.lines().isEmpty())
                .map(place -> withoutDocument(FindingReason.CARRIED_FORWARD, whole, place, run))
                .toList();
    }

    private Finding withoutDocument(FindingReason reason, InvoiceDraft draft, FilledPlace place, @Nullable RunId run) {
        Map<String, String> detail = new TreeMap<>(periodDetail(place.place().period()));
        if (reason == FindingReason.CARRIED_FORWARD) {
            detail.put("total", draft.totals().total().toString());
        }
        return new Finding(
                work.ids().next(),
                reason,
                draft.customer(),
                place.subscription(),
                place.subscription() + "|" + place.place().sequence() + "|"
                        + place.place().revision(),
                detail,
                run,
                draft.recordedAt());
    }
}
