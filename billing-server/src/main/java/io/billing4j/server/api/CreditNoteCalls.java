package io.billing4j.server.api;

import io.billing4j.engine.BillingEngine;
import io.billing4j.engine.CreditNotePreview;
import io.billing4j.engine.CreditNoteRequest;
import io.billing4j.error.ErrorCode;
import io.billing4j.grpc.v1.CreditNoteServiceGrpc;
import io.billing4j.grpc.v1.Invoice;
import io.billing4j.grpc.v1.IssueCreditNoteRequest;
import io.billing4j.grpc.v1.ListCreditNotesRequest;
import io.billing4j.grpc.v1.ListCreditNotesResponse;
import io.billing4j.grpc.v1.PreviewCreditNoteRequest;
import io.billing4j.grpc.v1.PreviewCreditNoteResponse;
import io.billing4j.grpc.v1.VoidCreditNoteRequest;
import io.billing4j.id.InvoiceId;
import io.grpc.stub.StreamObserver;

/** Gives back invoices or parts of them. */
final class CreditNoteCalls extends CreditNoteServiceGrpc.CreditNoteServiceImplBase {
    private final Engines engines;

    CreditNoteCalls(Engines engines) {
        this.engines = engines;
    }

    @Override
    public void issueCreditNote(IssueCreditNoteRequest request, StreamObserver<Invoice> observer) {
        engines.answer(
                observer, engine -> InvoiceMessages.of(engine.creditNotes().issue(CreditNoteMessages.read(request))));
    }

    @Override
    public void previewCreditNote(
            PreviewCreditNoteRequest request, StreamObserver<PreviewCreditNoteResponse> observer) {
        engines.answer(observer, engine -> {
            CreditNoteRequest wanted = CreditNoteMessages.read(request);
            CreditNotePreview preview = engine.creditNotes().preview(wanted);
            return CreditNoteMessages.of(preview, wanted, number(engine, wanted.invoice()));
        });
    }

    @Override
    public void voidCreditNote(VoidCreditNoteRequest request, StreamObserver<Invoice> observer) {
        engines.answer(
                observer,
                engine -> InvoiceMessages.of(engine.creditNotes().voidNote(InvoiceId.parse(request.getInvoiceId()))));
    }

    @Override
    public void listCreditNotes(ListCreditNotesRequest request, StreamObserver<ListCreditNotesResponse> observer) {
        engines.answer(
                observer,
                engine -> ListCreditNotesResponse.newBuilder()
                        .addAllCreditNotes(engine.creditNotes().of(InvoiceId.parse(request.getInvoiceId())).stream()
                                .map(InvoiceMessages::of)
                                .toList())
                        .build());
    }

    /** A preview is of an invoice that is final, and final invoices stay. */
    private static String number(BillingEngine engine, InvoiceId id) {
        return engine.findInvoice(id)
                .flatMap(io.billing4j.invoice.Invoice::number)
                .orElseThrow(() -> ErrorCode.INVOICE_NOT_FOUND.missing("invoiceId", id))
                .text();
    }
}
