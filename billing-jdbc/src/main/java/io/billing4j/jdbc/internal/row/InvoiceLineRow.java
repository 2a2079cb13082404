package io.billing4j.jdbc.internal.row;

import static io.billing4j.jdbc.internal.generated.Tables.INVOICE;
import static io.billing4j.jdbc.internal.generated.Tables.INVOICE_LINE;

import io.billing4j.catalog.PlanVersionRef;
import io.billing4j.id.ChargeId;
import io.billing4j.id.ContentHash;
import io.billing4j.id.InvoiceId;
import io.billing4j.id.OneOffId;
import io.billing4j.id.PlanId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.invoice.BilledLine;
import io.billing4j.invoice.InvoiceLine;
import io.billing4j.invoice.InvoiceStatus;
import io.billing4j.invoice.LineKey;
import io.billing4j.invoice.LineKind;
import io.billing4j.invoice.LineRef;
import io.billing4j.invoice.LineSubject;
import io.billing4j.invoice.LineSubject.OfCharge;
import io.billing4j.invoice.LineSubject.OfOneOff;
import io.billing4j.jdbc.internal.json.DerivationJson;
import io.billing4j.period.BillingPeriod;
import io.billing4j.rating.Derivation;
import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jooq.Field;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/**
 * Lines in {@code invoice_line}. Quantity, amount, discount and taxes stand in columns of their own for whoever reads the table; a line
 * is made of its derivation, and a row whose columns say something else cannot be read.
 *
 * @param invoice that the line stands on
 */
public record InvoiceLineRow(InvoiceId invoice, InvoiceLine line) {
    /** A line without a source of its own: nothing else has its charge and window. */
    private static final String NO_SOURCE = "";

    /** A one-off charge is no subscription's, so that no subscription finds its line. */
    private static final String NO_SUBSCRIPTION = "";

    /** Lines on their way to the table. */
    public static RowSet<InvoiceLineRow> write(List<InvoiceLineRow> rows) {
        return RowSet.of(rows)
                .with(INVOICE_LINE.INVOICE_ID, row -> row.invoice.value())
                .with(INVOICE_LINE.LINE_NO, row -> row.line.number())
                .with(
                        INVOICE_LINE.SUBSCRIPTION_ID,
                        row -> row.charged(charge -> charge.subscription().value(), NO_SUBSCRIPTION))
                .with(
                        INVOICE_LINE.PLAN_ID,
                        row -> row.charged(charge -> charge.plan().plan().value(), null))
                .with(
                        INVOICE_LINE.PLAN_VERSION,
                        row -> row.charged(charge -> charge.plan().version(), null))
                .with(
                        INVOICE_LINE.CHARGE_ID,
                        row -> row.charged(
                                charge -> charge.charge().value(),
                                row.key().code().orElse(null)))
                .with(INVOICE_LINE.KIND, row -> row.key().kind().name())
                .with(INVOICE_LINE.SERVICE_START, row -> row.key().service().startInclusive())
                .with(INVOICE_LINE.SERVICE_END, row -> row.key().service().endExclusive())
                .with(INVOICE_LINE.CORRECTS_INVOICE_ID, row -> {
                    LineRef corrects = row.key().corrects();
                    return corrects == null ? null : corrects.invoice().value();
                })
                .with(INVOICE_LINE.CORRECTS_LINE_NO, row -> {
                    LineRef corrects = row.key().corrects();
                    return corrects == null ? null : corrects.number();
                })
                .with(
                        INVOICE_LINE.SOURCE,
                        row -> row.key().oneOff().map(OneOffId::toString).orElse(NO_SOURCE))
                .with(INVOICE_LINE.DESCRIPTION, row -> row.line.description())
                .with(INVOICE_LINE.QUANTITY, row -> row.line.quantity())
                .with(INVOICE_LINE.AMOUNT, row -> row.line.amount().getAmount())
                .with(INVOICE_LINE.DISCOUNT, row -> row.line.discount().getAmount())
                .with(INVOICE_LINE.TAX, row -> row.line.taxAdded().getAmount())
                .with(INVOICE_LINE.TAX_INCLUDED, row -> row.line.taxIncluded().getAmount())
                .with(
                        INVOICE_LINE.DERIVATION,
                        row -> new DerivationJson(row.line.derivation(), row.line.adjustments()).write())
                .with(INVOICE_LINE.CONTENT_HASH, row -> row.line.hash().bytes());
    }

    /** The line of a row. */
    public static InvoiceLine read(Record row) {
        return Stored.read(
                () -> "line " + row.get(INVOICE_LINE.LINE_NO) + " of invoice " + row.get(INVOICE_LINE.INVOICE_ID),
                () -> {
                    DerivationJson proof = DerivationJson.read(Stored.get(row, INVOICE_LINE.DERIVATION));
                    InvoiceLine line = new InvoiceLine(
                            Stored.get(row, INVOICE_LINE.LINE_NO),
                            key(row, proof.derivation()),
                            Stored.get(row, INVOICE_LINE.DESCRIPTION),
                            proof.derivation(),
                            proof.adjustments(),
                            ContentHash.ofBytes(Stored.get(row, INVOICE_LINE.CONTENT_HASH)));
                    requireSame(row, INVOICE_LINE.QUANTITY, line.quantity());
                    requireSame(row, INVOICE_LINE.AMOUNT, line.amount().getAmount());
                    requireSame(row, INVOICE_LINE.DISCOUNT, line.discount().getAmount());
                    requireSame(row, INVOICE_LINE.TAX, line.taxAdded().getAmount());
                    requireSame(
                            row, INVOICE_LINE.TAX_INCLUDED, line.taxIncluded().getAmount());
                    return line;
                });
    }

    /** The line of a row, and what the row has of its document: status and record. */
    public static BilledLine readBilled(Record row) {
        InvoiceLine line = read(row);
        return Stored.read(
                () -> "invoice " + row.get(INVOICE_LINE.INVOICE_ID),
                () -> new BilledLine(
                        InvoiceId.of(Stored.get(row, INVOICE_LINE.INVOICE_ID)),
                        InvoiceStatus.valueOf(Stored.get(row, INVOICE.STATUS)),
                        Stored.get(row, INVOICE.RECORDED_AT),
                        line));
    }

    private static LineKey key(Record row, Derivation derivation) {
        LineKind kind = LineKind.valueOf(Stored.get(row, INVOICE_LINE.KIND));
        BillingPeriod service = new BillingPeriod(
                Stored.get(row, INVOICE_LINE.SERVICE_START),
                Stored.get(row, INVOICE_LINE.SERVICE_END),
                derivation.service().zone());
        return new LineKey(subject(row, kind), kind, service, corrects(row));
    }

    private static LineSubject subject(Record row, LineKind kind) {
        if (kind == LineKind.ONE_OFF) {
            return new OfOneOff(OneOffId.parse(Stored.get(row, INVOICE_LINE.SOURCE)), row.get(INVOICE_LINE.CHARGE_ID));
        }
        return new OfCharge(
                SubscriptionId.of(Stored.get(row, INVOICE_LINE.SUBSCRIPTION_ID)),
                new PlanVersionRef(
                        PlanId.of(Stored.get(row, INVOICE_LINE.PLAN_ID)), Stored.get(row, INVOICE_LINE.PLAN_VERSION)),
                ChargeId.of(Stored.get(row, INVOICE_LINE.CHARGE_ID)));
    }

    private static @Nullable LineRef corrects(Record row) {
        UUID corrected = row.get(INVOICE_LINE.CORRECTS_INVOICE_ID);
        return corrected == null
                ? null
                : new LineRef(InvoiceId.of(corrected), Stored.get(row, INVOICE_LINE.CORRECTS_LINE_NO));
    }

    private static void requireSame(Record row, Field<BigDecimal> column, BigDecimal derived) {
        BigDecimal stored = Stored.get(row, column);
        if (stored.compareTo(derived) != 0) {
            throw new IllegalArgumentException(
                    column.getName() + " is " + stored + " but its derivation says " + derived);
        }
    }

    private LineKey key() {
        return line.key();
    }

    private <T> @Nullable T charged(Function<OfCharge, T> part, @Nullable T otherwise) {
        OfCharge charge = key().charged().orElse(null);
        return charge == null ? otherwise : part.apply(charge);
    }
}
