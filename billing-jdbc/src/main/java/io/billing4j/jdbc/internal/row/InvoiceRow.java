package io.billing4j.jdbc.internal.row;

import static io.billing4j.jdbc.internal.generated.Tables.INVOICE;

import io.billing4j.id.ContentHash;
import io.billing4j.id.CustomerId;
import io.billing4j.id.EntityId;
import io.billing4j.id.InvoiceId;
import io.billing4j.id.RunId;
import io.billing4j.invoice.CreditNoteTerms;
import io.billing4j.invoice.DocumentTotals;
import io.billing4j.invoice.DocumentType;
import io.billing4j.invoice.IdempotencyKey;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceLine;
import io.billing4j.invoice.InvoiceNumber;
import io.billing4j.invoice.InvoiceOrigin;
import io.billing4j.invoice.InvoiceState;
import io.billing4j.invoice.InvoiceStatus;
import io.billing4j.invoice.Settlement;
import io.billing4j.invoice.VoidIntent;
import io.billing4j.jdbc.internal.generated.tables.records.InvoiceRecord;
import io.billing4j.jdbc.internal.json.CreditNoteTermsJson;
import io.billing4j.jdbc.internal.json.DocumentDiscountsJson;
import io.billing4j.jdbc.internal.json.DocumentTaxesJson;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Headers of documents in {@code invoice}. */
public final class InvoiceRow {
    private static final PeriodColumns PERIOD =
            new PeriodColumns(INVOICE.PERIOD_START, INVOICE.PERIOD_END, INVOICE.PERIOD_ZONE);

    private InvoiceRow() {}

    /** Headers on their way to the table. */
    public static RowSet<Invoice> write(List<Invoice> invoices) {
        RowSet<Invoice> rows = RowSet.of(invoices)
                .with(INVOICE.INVOICE_ID, invoice -> invoice.id().value())
                .with(INVOICE.CUSTOMER_ID, invoice -> invoice.customer().value())
                .with(INVOICE.DOCUMENT_TYPE, invoice -> invoice.type().name())
                .with(INVOICE.STATUS, invoice -> invoice.status().name())
                .with(INVOICE.SETTLEMENT, invoice -> invoice.settlement().name())
                .with(INVOICE.CURRENCY, invoice -> invoice.totals().currency().getCode())
                .with(INVOICE.PERIOD_START, invoice -> invoice.period().startInclusive())
                .with(INVOICE.PERIOD_END, invoice -> invoice.period().endExclusive())
                .with(INVOICE.PERIOD_ZONE, invoice -> invoice.period().zone().getId())
                .with(INVOICE.ENTITY, invoice -> invoice.entity().value());
        return withContent(withIssue(rows)
                        .with(INVOICE.FINALIZE_AT, InvoiceRow::finalizeAt)
                        .with(INVOICE.VOIDED_AT, ifVoided(InvoiceState.Voided::voidedAt))
                        .with(
                                INVOICE.VOID_INTENT,
                                ifVoided(voided -> voided.intent().name())))
                .with(INVOICE.IDEMPOTENCY_KEY, ifKeyed(IdempotencyKey::key))
                .with(INVOICE.REQUEST_HASH, ifKeyed(key -> key.request().bytes()))
                .with(INVOICE.RUN_ID, invoice -> {
                    RunId run = invoice.origin().run();
                    return run == null ? null : run.value();
                })
                .with(INVOICE.CREDITED_INVOICE_ID, invoice -> {
                    CreditNoteTerms note = invoice.note();
                    return note == null ? null : note.invoice().value();
                })
                .with(INVOICE.BILLING_GROUP, Invoice::group)
                .with(INVOICE.NOTE, invoice -> CreditNoteTermsJson.write(invoice.note()))
                .with(INVOICE.RECORDED_AT, Invoice::recordedAt);
    }

    /** What voiding moves. */
    public static InvoiceRecord voided(Invoice invoice) {
        InvoiceRecord row = new InvoiceRecord();
        row.setStatus(invoice.status().name());
        row.setSettlement(invoice.settlement().name());
        if (invoice.state() instanceof InvoiceState.Voided voided) {
            row.setVoidedAt(voided.voidedAt());
            row.setVoidIntent(voided.intent().name());
        }
        return row;
    }

    /** What finalising moves, of several documents, and what of their content their headers have. */
    public static RowSet<Invoice> finalized(List<Invoice> invoices) {
        RowSet<Invoice> rows = RowSet.of(invoices)
                .with(INVOICE.INVOICE_ID, invoice -> invoice.id().value())
                .with(INVOICE.SETTLEMENT, invoice -> invoice.settlement().name());
        return withContent(withIssue(rows));
    }

    /** Whether what a header has of the content is what the row of {@link #finalized(List)} has. */
    public static Condition hasContentOfRow() {
        return DSL.and(
                INVOICE.SUBTOTAL.eq(RowSet.column(INVOICE.SUBTOTAL)),
                INVOICE.DISCOUNT.eq(RowSet.column(INVOICE.DISCOUNT)),
                INVOICE.TAX.eq(RowSet.column(INVOICE.TAX)),
                INVOICE.CREDIT.eq(RowSet.column(INVOICE.CREDIT)),
                INVOICE.TOTAL.eq(RowSet.column(INVOICE.TOTAL)),
                INVOICE.DISCOUNTS.isNotDistinctFrom(RowSet.column(INVOICE.DISCOUNTS)),
                INVOICE.TAX_INCLUDED.eq(RowSet.column(INVOICE.TAX_INCLUDED)),
                INVOICE.TAXES.isNotDistinctFrom(RowSet.column(INVOICE.TAXES)),
                INVOICE.LINE_COUNT.eq(RowSet.column(INVOICE.LINE_COUNT)));
    }

    private static RowSet<Invoice> withContent(RowSet<Invoice> rows) {
        return rows.with(
                        INVOICE.SUBTOTAL, invoice -> invoice.totals().subtotal().getAmount())
                .with(INVOICE.DISCOUNT, invoice -> invoice.totals().discount().getAmount())
                .with(INVOICE.TAX, invoice -> invoice.totals().tax().getAmount())
                .with(INVOICE.CREDIT, invoice -> invoice.totals().credit().getAmount())
                .with(INVOICE.TOTAL, invoice -> invoice.totals().total().getAmount())
                .with(INVOICE.DISCOUNTS, invoice -> DocumentDiscountsJson.write(invoice.discounts()))
                .with(
                        INVOICE.TAX_INCLUDED,
                        invoice -> invoice.totals().taxIncluded().getAmount())
                .with(INVOICE.TAXES, invoice -> DocumentTaxesJson.write(invoice.taxes()))
                .with(INVOICE.LINE_COUNT, invoice -> invoice.lines().size());
    }

    private static RowSet<Invoice> withIssue(RowSet<Invoice> rows) {
        return rows.with(
                        INVOICE.INVOICE_NUMBER,
                        ifIssued(issued -> issued.number().text()))
                .with(INVOICE.SEQUENCE_VALUE, ifIssued(issued -> issued.number().sequence()))
                .with(INVOICE.SCOPE_KEY, ifIssued(issued -> issued.number().scopeKey()))
                .with(INVOICE.ISSUE_DATE, ifIssued(issued -> issued.number().issueDate()))
                .with(INVOICE.CONTENT_HASH, ifIssued(issued -> issued.hash().bytes()))
                .with(INVOICE.FINALIZED_AT, ifIssued(InvoiceState.Finalized::finalizedAt));
    }

    /** What refreshing a draft moves. */
    public static InvoiceRecord draft(Invoice draft) {
        DocumentTotals totals = draft.totals();
        InvoiceRecord row = new InvoiceRecord();
        row.setSubtotal(totals.subtotal().getAmount());
        row.setDiscount(totals.discount().getAmount());
        row.setTax(totals.tax().getAmount());
        row.setCredit(totals.credit().getAmount());
        row.setTotal(totals.total().getAmount());
        row.setDiscounts(DocumentDiscountsJson.write(draft.discounts()));
        row.setTaxIncluded(totals.taxIncluded().getAmount());
        row.setTaxes(DocumentTaxesJson.write(draft.taxes()));
        row.setLineCount(draft.lines().size());
        row.setFinalizeAt(finalizeAt(draft));
        return row;
    }

    private static @Nullable Instant finalizeAt(Invoice invoice) {
        return invoice.state() instanceof InvoiceState.Draft draft ? draft.finalizeAt() : null;
    }

    /** The document of a row and its lines. */
    public static Invoice read(Record row, List<InvoiceLine> lines) {
        return Stored.read(() -> "invoice " + row.get(INVOICE.INVOICE_ID), () -> {
            int expected = Stored.get(row, INVOICE.LINE_COUNT);
            if (lines.size() != expected) {
                throw new IllegalArgumentException("expected " + expected + " lines but found " + lines.size());
            }
            CurrencyUnit currency = CurrencyUnit.of(Stored.get(row, INVOICE.CURRENCY));
            return new Invoice(
                    InvoiceId.of(Stored.get(row, INVOICE.INVOICE_ID)),
                    CustomerId.of(Stored.get(row, INVOICE.CUSTOMER_ID)),
                    EntityId.of(Stored.get(row, INVOICE.ENTITY)),
                    DocumentType.valueOf(Stored.get(row, INVOICE.DOCUMENT_TYPE)),
                    PERIOD.read(row),
                    lines,
                    DocumentDiscountsJson.read(row.get(INVOICE.DISCOUNTS), currency),
                    DocumentTaxesJson.read(row.get(INVOICE.TAXES)),
                    note(row, currency),
                    row.get(INVOICE.BILLING_GROUP),
                    totals(row, currency),
                    state(row),
                    Settlement.valueOf(Stored.get(row, INVOICE.SETTLEMENT)),
                    origin(row),
                    Stored.get(row, INVOICE.RECORDED_AT));
        });
    }

    private static @Nullable CreditNoteTerms note(Record row, CurrencyUnit currency) {
        UUID credited = row.get(INVOICE.CREDITED_INVOICE_ID);
        return credited == null
                ? null
                : CreditNoteTermsJson.read(InvoiceId.of(credited), Stored.get(row, INVOICE.NOTE), currency);
    }

    private static DocumentTotals totals(Record row, CurrencyUnit currency) {
        return new DocumentTotals(
                money(row, currency, INVOICE.SUBTOTAL),
                money(row, currency, INVOICE.DISCOUNT),
                money(row, currency, INVOICE.TAX),
                money(row, currency, INVOICE.TAX_INCLUDED),
                money(row, currency, INVOICE.CREDIT),
                money(row, currency, INVOICE.TOTAL));
    }

    private static Money money(Record row, CurrencyUnit currency, Field<BigDecimal> column) {
        return Money.of(currency, Stored.get(row, column));
    }

    private static InvoiceState state(Record row) {
        InvoiceStatus status = InvoiceStatus.valueOf(Stored.get(row, INVOICE.STATUS));
        return switch (status) {
            case DRAFT -> new InvoiceState.Draft(row.get(INVOICE.FINALIZE_AT));
            case FINALIZED -> finalized(row);
            case VOIDED ->
                new InvoiceState.Voided(
                        finalized(row),
                        Stored.get(row, INVOICE.VOIDED_AT),
                        VoidIntent.valueOf(Stored.get(row, INVOICE.VOID_INTENT)));
        };
    }

    private static InvoiceState.Finalized finalized(Record row) {
        return new InvoiceState.Finalized(
                new InvoiceNumber(
                        Stored.get(row, INVOICE.INVOICE_NUMBER),
                        Stored.get(row, INVOICE.ISSUE_DATE),
                        Stored.get(row, INVOICE.SCOPE_KEY),
                        Stored.get(row, INVOICE.SEQUENCE_VALUE)),
                ContentHash.ofBytes(Stored.get(row, INVOICE.CONTENT_HASH)),
                Stored.get(row, INVOICE.FINALIZED_AT));
    }

    private static InvoiceOrigin origin(Record row) {
        UUID run = row.get(INVOICE.RUN_ID);
        String key = row.get(INVOICE.IDEMPOTENCY_KEY);
        return new InvoiceOrigin(
                run == null ? null : RunId.of(run),
                key == null
                        ? null
                        : new IdempotencyKey(key, ContentHash.ofBytes(Stored.get(row, INVOICE.REQUEST_HASH))));
    }

    private static <T> Function<Invoice, @Nullable T> ifIssued(Function<InvoiceState.Finalized, T> part) {
        return invoice -> invoice.state().issued().map(part).orElse(null);
    }

    private static <T> Function<Invoice, @Nullable T> ifVoided(Function<InvoiceState.Voided, T> part) {
        return invoice -> invoice.state() instanceof InvoiceState.Voided voided ? part.apply(voided) : null;
    }

    private static <T> Function<Invoice, @Nullable T> ifKeyed(Function<IdempotencyKey, T> part) {
        return invoice -> {
            IdempotencyKey key = invoice.origin().idempotency();
            return key == null ? null : part.apply(key);
        };
    }
}
