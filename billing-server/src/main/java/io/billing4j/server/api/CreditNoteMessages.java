package io.billing4j.server.api;

import io.billing4j.engine.CreditNotePreview;
import io.billing4j.engine.CreditNoteRequest;
import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.billing4j.error.Inputs;
import io.billing4j.grpc.v1.CreditedLine;
import io.billing4j.grpc.v1.CreditedLines;
import io.billing4j.grpc.v1.IssueCreditNoteRequest;
import io.billing4j.grpc.v1.PreviewCreditNoteRequest;
import io.billing4j.grpc.v1.PreviewCreditNoteResponse;
import io.billing4j.id.InvoiceId;
import io.billing4j.invoice.CreditAmount;
import io.billing4j.invoice.CreditNoteTerms;
import io.billing4j.invoice.CreditReason;
import io.billing4j.invoice.CreditUse;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceOrigin;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.joda.money.Money;

/** Requests for credit notes, and previews of them, as messages. */
final class CreditNoteMessages {
    private CreditNoteMessages() {}

    static CreditNoteRequest read(IssueCreditNoteRequest request) {
        return new CreditNoteRequest(
                InvoiceId.parse(request.getInvoiceId()),
                amount(request),
                Reading.choice("reason", request.getReason(), CreditReason.class),
                request.hasUse() ? use(request.getUse()) : null,
                Reading.optional(request.getMemo(), memo -> memo),
                Reading.optional(request.getIdempotencyKey(), key -> key));
    }

    static CreditNoteRequest read(PreviewCreditNoteRequest request) {
        return new CreditNoteRequest(
                InvoiceId.parse(request.getInvoiceId()),
                amount(request),
                Reading.choice("reason", request.getReason(), CreditReason.class),
                request.hasUse() ? use(request.getUse()) : null,
                Reading.optional(request.getMemo(), memo -> memo),
                null);
    }

    /** The note of a preview with what it would say of itself. */
    static PreviewCreditNoteResponse of(CreditNotePreview preview, CreditNoteRequest wanted, String invoiceNumber) {
        CreditNoteTerms terms =
                new CreditNoteTerms(wanted.invoice(), invoiceNumber, wanted.reason(), wanted.memo(), preview.use());
        return PreviewCreditNoteResponse.newBuilder()
                .setCreditNote(InvoiceMessages.of(Invoice.note(preview.draft(), terms, InvoiceOrigin.request(null))))
                .setLeft(Writing.money(preview.left()))
                .setDue(Writing.money(preview.due()))
                .setRefundable(Writing.money(preview.refundable()))
                .build();
    }

    private static CreditAmount amount(IssueCreditNoteRequest request) {
        return switch (request.getCreditedCase()) {
            case WHOLE -> CreditAmount.whole();
            case AMOUNT -> CreditAmount.of(Reading.money("amount", true, request.getAmount()));
            case LINES -> lines(request.getLines());
            case CREDITED_NOT_SET -> throw nothingCredited();
        };
    }

    private static CreditAmount amount(PreviewCreditNoteRequest request) {
        return switch (request.getCreditedCase()) {
            case WHOLE -> CreditAmount.whole();
            case AMOUNT -> CreditAmount.of(Reading.money("amount", true, request.getAmount()));
            case LINES -> lines(request.getLines());
            case CREDITED_NOT_SET -> throw nothingCredited();
        };
    }

    private static BillingException nothingCredited() {
        return ErrorCode.MISSING_FIELD.at("credited", "one of whole, amount and lines is required");
    }

    private static CreditAmount lines(CreditedLines message) {
        List<CreditedLine> lines = message.getAmountsList();
        if (lines.isEmpty()) {
            throw ErrorCode.INVALID_BATCH.at("lines.amounts", "expected a line");
        }
        Map<Integer, Money> amounts = new TreeMap<>();
        for (int i = 0; i < lines.size(); i++) {
            CreditedLine line = lines.get(i);
            String field = "lines.amounts[" + i + "]";
            Money amount = Inputs.within(field, () -> Reading.money("amount", line.hasAmount(), line.getAmount()));
            if (amounts.put(line.getLine(), amount) != null) {
                throw ErrorCode.INVALID_CHOICE.at(field + ".line", "line " + line.getLine() + " is named twice");
            }
        }
        return CreditAmount.ofLines(amounts);
    }

    /** What is left out is nothing, in the currency of what is there. */
    private static CreditUse use(io.billing4j.grpc.v1.CreditUse message) {
        Optional<Money> credit = given("use.credit", message.hasCredit(), message.getCredit());
        Optional<Money> refund = given("use.refund", message.hasRefund(), message.getRefund());
        Optional<Money> offset = given("use.offset", message.hasOffset(), message.getOffset());
        Money nothing = credit.or(() -> refund)
                .or(() -> offset)
                .map(amount -> Money.zero(amount.getCurrencyUnit()))
                .orElseThrow(() -> ErrorCode.MISSING_FIELD.at("use", "one of credit, refund and offset is required"));
        return new CreditUse(credit.orElse(nothing), refund.orElse(nothing), offset.orElse(nothing));
    }

    private static Optional<Money> given(String field, boolean given, io.billing4j.grpc.v1.Money message) {
        return given ? Optional.of(Reading.money(field, true, message)) : Optional.empty();
    }
}
