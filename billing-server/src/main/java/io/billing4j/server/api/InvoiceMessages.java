package io.billing4j.server.api;

import io.billing4j.discount.Discount;
import io.billing4j.engine.InvoiceOutcome;
import io.billing4j.grpc.v1.NothingDue;
import io.billing4j.grpc.v1.VerifyInvoiceResponse;
import io.billing4j.invoice.CreditNoteTerms;
import io.billing4j.invoice.DocumentDiscount;
import io.billing4j.invoice.DocumentTotals;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceFault;
import io.billing4j.invoice.InvoiceState;
import io.billing4j.invoice.SlotPlace;
import java.util.List;
import java.util.Objects;

/** Documents as messages. */
final class InvoiceMessages {
    private InvoiceMessages() {}

    static io.billing4j.grpc.v1.InvoiceOutcome of(InvoiceOutcome outcome) {
        return outcome.fold(
                invoice -> io.billing4j.grpc.v1.InvoiceOutcome.newBuilder()
                        .setInvoice(of(invoice))
                        .build(),
                place -> io.billing4j.grpc.v1.InvoiceOutcome.newBuilder()
                        .setNothingDue(of(place))
                        .build());
    }

    static io.billing4j.grpc.v1.Invoice of(Invoice invoice) {
        io.billing4j.grpc.v1.Invoice.Builder message = io.billing4j.grpc.v1.Invoice.newBuilder()
                .setInvoiceId(invoice.id().toString())
                .setType(
                        io.billing4j.grpc.v1.Invoice.Type.valueOf(invoice.type().name()))
                .setCustomerId(invoice.customer().value())
                .setStatus(io.billing4j.grpc.v1.Invoice.Status.valueOf(
                        invoice.status().name()))
                .setSettlement(io.billing4j.grpc.v1.Invoice.Settlement.valueOf(
                        invoice.settlement().name()))
                .setPeriodStart(Writing.timestamp(invoice.period().startInclusive()))
                .setPeriodEnd(Writing.timestamp(invoice.period().endExclusive()))
                .setTimeZone(invoice.period().zone().getId())
                .addAllLines(invoice.lines().stream().map(LineMessages::of).toList())
                .setEntity(invoice.entity().value())
                .setGroup(Objects.requireNonNullElse(invoice.group(), ""))
                .setRunId(Objects.toString(invoice.origin().run(), ""))
                .setRecordedAt(Writing.timestamp(invoice.recordedAt()));
        invoice.discounts().list().forEach(discount -> message.addDiscounts(of(discount)));
        invoice.taxTotals().forEach(total -> message.addTaxTotals(LineTaxMessages.of(total)));
        if (invoice.note() != null) {
            message.setCreditNote(of(invoice.note()));
        }
        addTotals(message, invoice.totals());
        invoice.state().issued().ifPresent(issued -> addIssued(message, issued));
        if (invoice.state() instanceof InvoiceState.Draft draft && draft.finalizeAt() != null) {
            message.setFinalizeAt(Writing.timestamp(draft.finalizeAt()));
        }
        if (invoice.state() instanceof InvoiceState.Voided voided) {
            message.setVoidedAt(Writing.timestamp(voided.voidedAt()))
                    .setVoidIntent(io.billing4j.grpc.v1.Invoice.VoidIntent.valueOf(
                            voided.intent().name()));
        }
        return message.setRevision(Writing.revision(message.build())).build();
    }

    private static io.billing4j.grpc.v1.CreditNoteTerms of(CreditNoteTerms note) {
        return io.billing4j.grpc.v1.CreditNoteTerms.newBuilder()
                .setInvoiceId(note.invoice().toString())
                .setInvoiceNumber(note.invoiceNumber())
                .setReason(io.billing4j.grpc.v1.CreditNoteTerms.Reason.valueOf(
                        note.reason().name()))
                .setMemo(Objects.requireNonNullElse(note.memo(), ""))
                .setCredit(Writing.money(note.use().credit()))
                .setRefund(Writing.money(note.use().refund()))
                .setOffset(Writing.money(note.use().offset()))
                .build();
    }

    private static io.billing4j.grpc.v1.DocumentDiscount of(DocumentDiscount discount) {
        io.billing4j.grpc.v1.DocumentDiscount.Builder message = io.billing4j.grpc.v1.DocumentDiscount.newBuilder()
                .setCouponId(discount.coupon().value())
                .setGrantId(discount.grant().value())
                .setName(discount.name())
                .addAllLines(discount.lines())
                .setAmount(Writing.money(discount.amount()));
        if (discount.discount() instanceof Discount.Percentage percentage) {
            message.setPercent(Writing.decimal(percentage.percent()));
        } else if (discount.discount() instanceof Discount.Fixed fixed) {
            message.setFixed(Writing.money(fixed.amount()));
        }
        return message.build();
    }

    private static void addTotals(io.billing4j.grpc.v1.Invoice.Builder message, DocumentTotals totals) {
        message.setSubtotal(Writing.money(totals.subtotal()))
                .setDiscount(Writing.money(totals.discount()))
                .setTax(Writing.money(totals.tax()))
                .setCredit(Writing.money(totals.credit()))
                .setTotal(Writing.money(totals.total()));
        if (!totals.taxIncluded().isZero()) {
            message.setTaxIncluded(Writing.money(totals.taxIncluded()));
        }
    }

    private static void addIssued(io.billing4j.grpc.v1.Invoice.Builder message, InvoiceState.Finalized issued) {
        message.setInvoiceNumber(issued.number().text())
                .setIssueDate(issued.number().issueDate().toString())
                .setContentHash(issued.hash().hex())
                .setFinalizedAt(Writing.timestamp(issued.finalizedAt()));
    }

    private static NothingDue of(SlotPlace place) {
        return NothingDue.newBuilder()
                .setBillingSequence(place.sequence())
                .setPeriodStart(Writing.timestamp(place.period().startInclusive()))
                .setPeriodEnd(Writing.timestamp(place.period().endExclusive()))
                .build();
    }

    static VerifyInvoiceResponse of(List<InvoiceFault> faults) {
        return VerifyInvoiceResponse.newBuilder()
                .addAllFaults(faults.stream()
                        .map(fault -> io.billing4j.grpc.v1.InvoiceFault.newBuilder()
                                .setKind(io.billing4j.grpc.v1.InvoiceFault.Kind.valueOf(
                                        fault.kind().name()))
                                .setLine(fault.line())
                                .setDetail(fault.detail())
                                .build())
                        .toList())
                .build();
    }
}
