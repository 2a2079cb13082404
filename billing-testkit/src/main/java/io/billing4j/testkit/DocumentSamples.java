package io.billing4j.testkit;

import io.billing4j.audit.Actor;
import io.billing4j.audit.AuditEntry;
import io.billing4j.catalog.Meter;
import io.billing4j.catalog.PlanVersion;
import io.billing4j.catalog.PlanVersionRef;
import io.billing4j.customer.Customer;
import io.billing4j.event.BillingEvent;
import io.billing4j.event.EventType;
import io.billing4j.id.ContentHash;
import io.billing4j.id.CustomerId;
import io.billing4j.id.InvoiceId;
import io.billing4j.id.RunId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.invoice.BillingFacts;
import io.billing4j.invoice.Catalogue;
import io.billing4j.invoice.DiscountFacts;
import io.billing4j.invoice.DocumentTotals;
import io.billing4j.invoice.IdempotencyKey;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceAssembler;
import io.billing4j.invoice.InvoiceDraft;
import io.billing4j.invoice.InvoiceLine;
import io.billing4j.invoice.InvoiceNumber;
import io.billing4j.invoice.InvoiceOrigin;
import io.billing4j.invoice.LineKey;
import io.billing4j.invoice.LineRef;
import io.billing4j.invoice.SlotPlace;
import io.billing4j.invoice.SlotReason;
import io.billing4j.invoice.TaxFacts;
import io.billing4j.money.RoundingPolicy;
import io.billing4j.numbering.NumberedDocument;
import io.billing4j.numbering.NumberingTemplate;
import io.billing4j.period.BillingPeriod;
import io.billing4j.price.CustomPrices;
import io.billing4j.run.BillingRun;
import io.billing4j.run.Finding;
import io.billing4j.run.FindingReason;
import io.billing4j.run.RunProgress;
import io.billing4j.run.RunStatus;
import io.billing4j.subscription.Subscription;
import io.billing4j.usage.TouchedWindow;
import io.billing4j.usage.UsageSummary;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.joda.money.Money;

/**
 * Documents, and what is written along with them, over the parties of {@link Samples}. Numbers {@code n} make ids by {@link
 * Samples#uuid}, and instants {@code n} seconds after {@link Samples#START}.
 */
public final class DocumentSamples {
    /** The usage of every meter in a period that a document bills. */
    public static final BigDecimal USED = new BigDecimal("561200.5");

    private DocumentSamples() {}

    /** The id of document {@code n}. */
    public static InvoiceId invoiceId(long n) {
        return InvoiceId.of(Samples.uuid(n));
    }

    /** The id of run {@code n}. */
    public static RunId runId(long n) {
        return RunId.of(Samples.uuid(n));
    }

    /** {@code n} seconds after {@link Samples#START}. */
    public static Instant at(long n) {
        return Samples.START.plusSeconds(n);
    }

    /** The place for the first document of a period, from 0. */
    public static SlotPlace place(Subscription subscription, int index) {
        return new SlotPlace(
                1,
                index + 1,
                0,
                index,
                SlotReason.CYCLE,
                subscription.schedule().period(index));
    }

    /** What {@link Samples#version} and {@link #USED} call for: two lines for the first period, six for later ones. */
    public static InvoiceDraft draft(long n, Subscription subscription, int index) {
        PlanVersionRef ref = subscription.planAt(subscription.startInclusive());
        return draft(n, subscription, index, Samples.version(ref.plan(), ref.version()), USED);
    }

    /** What the version and the usage of every meter call for. */
    public static InvoiceDraft draft(
            long n, Subscription subscription, int index, PlanVersion version, BigDecimal used) {
        return draft(n, subscription, index, version, used, DiscountFacts.NONE);
    }

    /** The same less what coupons take off. */
    static InvoiceDraft draft(
            long n,
            Subscription subscription,
            int index,
            PlanVersion version,
            BigDecimal used,
            DiscountFacts discounts) {
        return draft(n, subscription, index, version, used, discounts, TaxFacts.NONE);
    }

    /** The same taxed. */
    static InvoiceDraft draft(
            long n,
            Subscription subscription,
            int index,
            PlanVersion version,
            BigDecimal used,
            DiscountFacts discounts,
            TaxFacts taxes) {
        InvoiceAssembler assembler = new InvoiceAssembler();
        SlotPlace place = place(subscription, index);
        Catalogue catalogue = new Catalogue(
                Map.of(version.ref(), version),
                Samples.meters().stream().collect(Collectors.toMap(Meter::id, Function.identity())));
        return assembler.assemble(new BillingFacts(
                invoiceId(n),
                at(n),
                RoundingPolicy.HALF_UP,
                Samples.customer(subscription.customer()),
                Money.zero(Samples.USD),
                subscription,
                place,
                null,
                catalogue,
                assembler.usageNeeded(subscription, place, null, catalogue).stream()
                        .collect(Collectors.toMap(Function.identity(), query -> UsageSummary.of(used, 3))),
                null,
                CustomPrices.NONE,
                discounts,
                taxes));
    }

    /**
     * What takes back the first line of a document for the rest of its service. Half of a fee of 20.00 makes a subtotal of
     * −10.00, a credit of −10.00 and a total of zero.
     *
     * @param fromInclusive in the service of that line
     */
    public static InvoiceDraft correction(long n, Invoice corrected, Instant fromInclusive) {
        InvoiceLine line = corrected.lines().get(0);
        LineKey key = line.key();
        BillingPeriod rest = new BillingPeriod(
                fromInclusive, key.service().endExclusive(), key.service().zone());
        List<InvoiceLine> lines = List.of(InvoiceLine.of(
                1,
                new LineKey(
                        key.subscription(),
                        key.plan(),
                        key.charge(),
                        key.kind(),
                        rest,
                        new LineRef(corrected.id(), line.number())),
                line.description(),
                line.derivation().reverse(rest)));
        return new InvoiceDraft(
                invoiceId(n),
                corrected.customer(),
                corrected.entity(),
                key.subscription(),
                new SlotPlace(1, Math.toIntExact(n), 0, 1, SlotReason.CORRECTION, corrected.period()),
                lines,
                DocumentTotals.of(lines, Money.zero(Samples.USD)),
                at(n));
    }

    /** The same draft for a customer with a balance. */
    public static InvoiceDraft withBalance(InvoiceDraft draft, Money balance) {
        return new InvoiceDraft(
                draft.id(),
                draft.customer(),
                draft.entity(),
                draft.places().get(0).subscription(),
                draft.places().get(0).place(),
                draft.lines(),
                DocumentTotals.of(draft.lines(), balance),
                draft.recordedAt());
    }

    /** The document of a draft, asked for without a key. */
    public static Invoice invoice(InvoiceDraft draft) {
        return Invoice.draft(draft, InvoiceOrigin.request(null));
    }

    /** The document of a draft, asked for with a key. */
    public static Invoice invoice(InvoiceDraft draft, String idempotencyKey) {
        return Invoice.draft(draft, InvoiceOrigin.request(idempotencyKey(idempotencyKey)));
    }

    /** A key with the hash of some request. */
    public static IdempotencyKey idempotencyKey(String key) {
        return new IdempotencyKey(
                key, ContentHash.builder("sample", 1).field(key).build());
    }

    /** The document with the number {@code INV-202311-…} that has this sequence value. */
    public static Invoice finalized(Invoice draft, long sequence) {
        return draft.finalized(number(sequence), draft.recordedAt().plusMillis(1));
    }

    /** {@code INV-202311-00001} for 1, issued on 2023-11-01. */
    public static InvoiceNumber number(long sequence) {
        return InvoiceNumber.of(
                NumberingTemplate.DEFAULT,
                NumberedDocument.of(CustomerId.of("c-1"), Customer.MAIN_ENTITY, Samples.START_DATE),
                sequence);
    }

    /** A run that has just begun, with its cut-off {@code n} days after {@link Samples#START}. */
    public static BillingRun run(long n) {
        Instant cutOff = Samples.START.plus(n, ChronoUnit.DAYS);
        return new BillingRun(
                runId(n),
                cutOff,
                cutOff.atZone(Samples.ZONE).toLocalDate(),
                RunStatus.RUNNING,
                RunProgress.NONE.expecting(3),
                at(n),
                null);
    }

    /** Something that happened to a customer. */
    public static BillingEvent event(long n, String customer) {
        return new BillingEvent(
                Samples.uuid(n),
                EventType.INVOICE_FINALIZED,
                CustomerId.of(customer),
                invoiceId(n).toString(),
                at(n),
                Map.of("invoiceNumber", number(n).text(), "note", Samples.HOSTILE));
    }

    /** Something that was done to a subject of the type {@code invoice}. */
    public static AuditEntry audit(long n, String subject) {
        return new AuditEntry(
                Samples.uuid(n),
                new Actor("user:" + n, "request-" + n),
                "invoice.finalized",
                "invoice",
                subject,
                Map.of("status", "DRAFT"),
                Map.of("status", "FINALIZED", "note", Samples.HOSTILE),
                at(n));
    }

    /** Usage of a customer that no charge prices. */
    public static Finding finding(long n, String customer, String dedupeKey) {
        return new Finding(
                Samples.uuid(n),
                FindingReason.USAGE_WITHOUT_CHARGE,
                CustomerId.of(customer),
                null,
                dedupeKey,
                Map.of("meterId", "tokens", "note", Samples.HOSTILE),
                null,
                at(n));
    }

    /** A mark of late usage on {@link Samples#TOKENS} on 2023-11-02. */
    public static TouchedWindow touched(long n, String customer, String subscription) {
        return new TouchedWindow(
                Samples.uuid(n),
                CustomerId.of(customer),
                SubscriptionId.of(subscription),
                Samples.TOKENS,
                Instant.parse("2023-11-02T00:00:00Z"),
                at(n));
    }
}
