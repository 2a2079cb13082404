package io.billing4j.invoice;

import io.billing4j.period.BillingPeriod;
import java.time.Instant;
import java.util.List;
import org.joda.money.Money;

/** Lines that take back a part of another one, with what goes with it. */
final class TakenBack {
    private TakenBack() {}

    /** What takes a stretch of a line back, or asks for it again where the line has given it back; it may come to nothing. */
    static LineDraft of(BilledLine billed, Span span, BilledAt at) {
        InvoiceLine line = billed.line();
        LineKey key = line.key();
        BillingPeriod service = new BillingPeriod(
                span.startInclusive(), span.endExclusive(), key.service().zone());
        return new LineDraft(
                key.takenBack(service, billed.ref()),
                line.description(),
                line.derivation().reverse(service),
                at,
                line.adjustments().any()
                        ? LineAdjustments.takingBack(line, piece(line, service))
                        : LineAdjustments.NONE);
    }

    /** Which minor units of a line's amount go with a part of its service: those of the time before it stay before it. */
    static LinePiece piece(InvoiceLine line, BillingPeriod part) {
        BillingPeriod service = line.key().service();
        Money whole = line.amount().abs();
        Money from = service.startInclusive().equals(part.startInclusive())
                ? Money.zero(whole.getCurrencyUnit())
                : amountUntil(line, part.startInclusive());
        Money to = service.endExclusive().equals(part.endExclusive()) ? whole : amountUntil(line, part.endExclusive());
        LineAdjustments adjustments = line.adjustments();
        LineTaxes taxes = adjustments.taxes();
        return new LinePiece(
                whole,
                from,
                to,
                adjustments.discounts().stream()
                        .map(share -> share.of(share.amount().abs()))
                        .toList(),
                taxes == null
                        ? List.of()
                        : taxes.shares().stream().map(Money::abs).toList(),
                adjustments.credits().stream()
                        .map(share -> share.of(share.amount().abs()))
                        .toList());
    }

    private static Money amountUntil(InvoiceLine line, Instant end) {
        BillingPeriod service = line.key().service();
        return line.derivation()
                .reverse(new BillingPeriod(service.startInclusive(), end, service.zone()))
                .amount()
                .abs();
    }
}
