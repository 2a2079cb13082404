package io.billing4j.engine;

import io.billing4j.audit.AuditEntry;
import io.billing4j.error.ErrorCode;
import io.billing4j.error.Inputs;
import io.billing4j.id.CustomerId;
import io.billing4j.id.InvoiceId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.id.TenantId;
import io.billing4j.invoice.CorrectionVerifier;
import io.billing4j.invoice.CoverageProblem;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceFault;
import io.billing4j.invoice.InvoiceVerifier;
import io.billing4j.invoice.PeriodManager;
import io.billing4j.invoice.VoidIntent;
import io.billing4j.run.Finding;
import io.billing4j.run.FindingReason;
import io.billing4j.store.Page;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Everything for one tenant. Immutable and safe for many threads; each call is one transaction, or, on a store that the
 * host's transaction owns and within {@link Billing4J#inTransaction}, part of that. A call that throws has changed nothing. Null for what is not nullable is
 * MISSING_FIELD at the name of the parameter, here and in all parts.
 */
public final class BillingEngine {
    private final TenantScope scope;

    BillingEngine(TenantScope scope) {
        this.scope = scope;
    }

    /** Whose books they are. */
    public TenantId tenant() {
        return scope.tenant();
    }

    /** What is sold. */
    public Catalog catalog() {
        return new Catalog(scope);
    }

    /** Who pays. */
    public Customers customers() {
        return new Customers(scope);
    }

    /** Who has what since when. */
    public Subscriptions subscriptions() {
        return new Subscriptions(scope);
    }

    /** What was used. */
    public UsageIntake usage() {
        return new UsageIntake(scope);
    }

    /** Coupons, and to whom they are granted. */
    public Coupons coupons() {
        return new Coupons(scope);
    }

    /** In whose names documents are issued. */
    public Entities entities() {
        return new Entities(scope);
    }

    /** What is due where and when, and how customers are taxed. */
    public Taxes taxes() {
        return new Taxes(scope);
    }

    /** What the books owe customers, and what has moved it. */
    public Balances balances() {
        return new Balances(scope);
    }

    /** What is billed once, beside what subscriptions are billed. */
    public OneOffs oneOffs() {
        return new OneOffs(scope);
    }

    /** Crediting what was billed. */
    public CreditNotes creditNotes() {
        return new CreditNotes(scope);
    }

    /** Billing everybody. */
    public BillingRuns runs() {
        return new BillingRuns(scope);
    }

    /** What the tenant has chosen. */
    public Settings settings() {
        return new Settings(scope);
    }

    /** Requests that are made once. */
    public Requests requests() {
        return new Requests(scope);
    }

    /**
     * Makes the draft of one period's document. With a key, asking again gives the same document. A period with nothing due
     * is settled without one.
     *
     * @throws io.billing4j.error.BillingException SUBSCRIPTION_NOT_FOUND; PERIOD_NOT_ON_BOUNDARY if the period is not one
     *     of the subscription's; NOT_DUE before it begins; PERIOD_ALREADY_BILLED; IDEMPOTENCY_CONFLICT; where a tax service is asked
     *     TAX_REFUSED, TAX_ANSWER_INVALID, TAX_UNAVAILABLE, which may be tried again, TAX_CALCULATOR_UNKNOWN, and TAX_PENDING within a
     *     transaction of the host's or {@link Billing4J#inTransaction}
     */
    public InvoiceOutcome generateInvoice(InvoiceGenerationRequest request) {
        Inputs.required("request", request);
        return new Generation(scope).generate(request);
    }

    /**
     * What a period's document would come to now. Nothing is stored, and the period need not be due; otherwise as {@link
     * #generateInvoice}.
     */
    public InvoiceOutcome previewInvoice(InvoiceGenerationRequest request) {
        Inputs.required("request", request);
        return generateInvoice(request.with(new InvoiceOptions(
                true, request.options().skipPersist(), request.options().timeZone())));
    }

    /** What the subscription's next document would come to now; empty once there is nothing left to bill. */
    public Optional<InvoiceOutcome> previewNextInvoice(SubscriptionId subscription) {
        Inputs.required("subscription", subscription);
        return new Generation(scope).previewNext(subscription);
    }

    /**
     * Computes a draft again from what is known now. It keeps its id; lines that come out the same keep their keys.
     *
     * @throws io.billing4j.error.BillingException INVOICE_NOT_FOUND; ILLEGAL_TRANSITION unless it is a draft;
     *     USAGE_PAST_RETENTION where it bills usage that is not kept any more
     */
    public Invoice refreshInvoice(InvoiceId id) {
        Inputs.required("id", id);
        return new Refresh(scope).refresh(id);
    }

    /** Finalises a draft with today's date in the tenant's zone, or the series' last issue date if that is later. */
    public Invoice finalizeInvoice(InvoiceId id) {
        Inputs.required("id", id);
        return new Finalization(scope).finalizeInvoice(id, null);
    }

    /**
     * Gives a draft its number. It never changes again.
     *
     * @param issueDate not before the last issue date of the series, and at most today in the tenant's zone
     * @throws io.billing4j.error.BillingException INVOICE_NOT_FOUND; ILLEGAL_TRANSITION unless it is a draft; NOTHING_DUE
     *     for one without lines; ISSUE_DATE_TOO_EARLY; INVALID_DATE at {@code issueDate} for a date ahead; NUMBERING_BUSY,
     *     which may be tried again
     */
    public Invoice finalizeInvoice(InvoiceId id, LocalDate issueDate) {
        Inputs.required("id", id);
        Inputs.required("issueDate", issueDate);
        return new Finalization(scope).finalizeInvoice(id, issueDate);
    }

    /**
     * Voids a finalised document. Its number stays taken; the intent says whether its slot is billed again.
     *
     * @throws io.billing4j.error.BillingException INVOICE_NOT_FOUND; ILLEGAL_TRANSITION unless it is finalised;
     *     USAGE_PAST_RETENTION at {@code intent} for one that is to be made again from usage that is not kept any more
     */
    public Invoice voidInvoice(InvoiceId id, VoidIntent intent) {
        Inputs.required("id", id);
        Inputs.required("intent", intent);
        return new Voiding(scope).voidInvoice(id, intent);
    }

    /** The document, if there is one. */
    public Optional<Invoice> findInvoice(InvoiceId id) {
        Inputs.required("id", id);
        return scope.inTransaction(work -> work.unit().invoices().find(id));
    }

    /**
     * What is wrong with a document, computed again from what is stored of it, and beside the lines that it takes back; empty for
     * one that proves itself.
     *
     * @throws io.billing4j.error.BillingException INVOICE_NOT_FOUND at {@code invoiceId}; STORED_DATA_UNREADABLE where what
     *     is stored contradicts itself so far that there is no document to verify
     */
    public List<InvoiceFault> verifyInvoice(InvoiceId id) {
        Inputs.required("id", id);
        return scope.inTransaction(work -> {
            Invoice invoice =
                    Billing4J.found(work.unit().invoices().find(id), ErrorCode.INVOICE_NOT_FOUND, "invoiceId", id);
            List<InvoiceFault> faults =
                    new ArrayList<>(new InvoiceVerifier(scope.context().prices()).verify(invoice));
            Set<InvoiceId> named = CorrectionVerifier.named(invoice);
            if (!named.isEmpty()) {
                faults.addAll(CorrectionVerifier.verify(
                        invoice, work.unit().invoices().findAll(named)));
            }
            return List.copyOf(faults);
        });
    }

    /**
     * Every stretch of {@code [start, end)} that no document of the subscription covers, that two cover, or that one covers
     * although the subscription has ended by now, so that its lines were taken back; empty where all is well. SUBSCRIPTION_NOT_FOUND;
     * INVALID_PERIOD at {@code endExclusive} unless that is after the start.
     */
    public List<CoverageProblem> validateCoverage(
            SubscriptionId subscription, Instant startInclusive, Instant endExclusive) {
        Inputs.required("subscription", subscription);
        Inputs.required("startInclusive", startInclusive);
        Inputs.required("endExclusive", endExclusive);
        if (!startInclusive.isBefore(endExclusive)) {
            throw ErrorCode.INVALID_PERIOD.at(
                    "endExclusive", "expected an end after " + startInclusive + " but found " + endExclusive);
        }
        return scope.inTransaction(work -> {
            Billable billable = scope.context().factsLoader().one(work.unit(), Subscriptions.found(work, subscription));
            return new PeriodManager()
                    .validateCoverage(billable.asOf(work.now()), billable.slots(), startInclusive, endExclusive);
        });
    }

    /** Documents in the order they were made; of one customer, or of all where it is null. */
    public List<Invoice> listInvoices(@Nullable CustomerId customer, Page page) {
        Inputs.required("page", page);
        return scope.inTransaction(work -> work.unit().invoices().list(customer, page));
    }

    /** What was not billed and why, in the order it was found; of one customer, or of all where it is null. */
    public List<Finding> listFindings(@Nullable CustomerId customer, Page page) {
        return listFindings(customer, null, page);
    }

    /** The same, of one reason alone, or of all where it is null. */
    public List<Finding> listFindings(@Nullable CustomerId customer, @Nullable FindingReason reason, Page page) {
        Inputs.required("page", page);
        return scope.inTransaction(work -> work.unit().journal().findings(customer, reason, page));
    }

    /** How many findings there are of each reason that has any. */
    public Map<FindingReason, Long> countFindings() {
        return scope.inTransaction(work -> work.unit().journal().findingCounts());
    }

    /** Moving the tenant's clock, if it is a sandbox. */
    public TimeTravel timeTravel() {
        return new TimeTravel(scope);
    }

    /** The audit trail of one thing, such as {@code ("invoice", id)}, in the order of time. */
    public List<AuditEntry> audit(String subjectType, String subjectId, Page page) {
        Inputs.required("subjectType", subjectType);
        Inputs.required("subjectId", subjectId);
        Inputs.required("page", page);
        return scope.inTransaction(work -> work.unit().journal().audit(subjectType, subjectId, page));
    }
}
