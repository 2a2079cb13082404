package io.billing4j.server.api;

import io.billing4j.engine.BillingEngine;
import io.billing4j.engine.InvoiceGenerationRequest;
import io.billing4j.engine.InvoiceOptions;
import io.billing4j.error.ErrorCode;
import io.billing4j.grpc.v1.FinalizeInvoiceRequest;
import io.billing4j.grpc.v1.GenerateInvoiceRequest;
import io.billing4j.grpc.v1.GetInvoiceRequest;
import io.billing4j.grpc.v1.Invoice;
import io.billing4j.grpc.v1.InvoiceOutcome;
import io.billing4j.grpc.v1.InvoiceServiceGrpc;
import io.billing4j.grpc.v1.ListInvoicesRequest;
import io.billing4j.grpc.v1.ListInvoicesResponse;
import io.billing4j.grpc.v1.PreviewInvoiceRequest;
import io.billing4j.grpc.v1.RefreshInvoiceRequest;
import io.billing4j.grpc.v1.VerifyInvoiceRequest;
import io.billing4j.grpc.v1.VerifyInvoiceResponse;
import io.billing4j.grpc.v1.VoidInvoiceRequest;
import io.billing4j.id.CustomerId;
import io.billing4j.id.InvoiceId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.invoice.VoidIntent;
import io.billing4j.server.transport.Values;
import io.billing4j.store.Page;
import io.grpc.stub.StreamObserver;
import java.util.List;

/** Makes, shows, finalises and voids documents. */
final class InvoiceCalls extends InvoiceServiceGrpc.InvoiceServiceImplBase {
    private final Engines engines;

    InvoiceCalls(Engines engines) {
        this.engines = engines;
    }

    @Override
    public void generateInvoice(GenerateInvoiceRequest request, StreamObserver<InvoiceOutcome> observer) {
        engines.answer(
                observer,
                engine -> InvoiceMessages.of(engine.generateInvoice(new InvoiceGenerationRequest(
                        SubscriptionId.of(request.getSubscriptionId()),
                        Values.instant("periodStart", request.hasPeriodStart(), request.getPeriodStart()),
                        Values.instant("periodEnd", request.hasPeriodEnd(), request.getPeriodEnd()),
                        request.getIdempotencyKey().isEmpty() ? null : request.getIdempotencyKey(),
                        InvoiceOptions.DEFAULT))));
    }

    @Override
    public void previewInvoice(PreviewInvoiceRequest request, StreamObserver<InvoiceOutcome> observer) {
        engines.answer(observer, engine -> preview(engine, request));
    }

    @Override
    public void refreshInvoice(RefreshInvoiceRequest request, StreamObserver<Invoice> observer) {
        engines.change(
                observer,
                Seen.invoice(request.getIfRevision(), request.getInvoiceId()),
                engine -> InvoiceMessages.of(engine.refreshInvoice(InvoiceId.parse(request.getInvoiceId()))));
    }

    @Override
    public void finalizeInvoice(FinalizeInvoiceRequest request, StreamObserver<Invoice> observer) {
        Seen seen = Seen.invoice(request.getIfRevision(), request.getInvoiceId());
        engines.change(observer, seen, engine -> {
            InvoiceId id = InvoiceId.parse(request.getInvoiceId());
            return InvoiceMessages.of(
                    request.getIssueDate().isEmpty()
                            ? engine.finalizeInvoice(id)
                            : engine.finalizeInvoice(id, Values.date("issueDate", request.getIssueDate())));
        });
    }

    @Override
    public void voidInvoice(VoidInvoiceRequest request, StreamObserver<Invoice> observer) {
        engines.change(
                observer,
                Seen.invoice(request.getIfRevision(), request.getInvoiceId()),
                engine -> InvoiceMessages.of(engine.voidInvoice(
                        InvoiceId.parse(request.getInvoiceId()),
                        Reading.choice("intent", request.getIntent(), VoidIntent.class))));
    }

    @Override
    public void getInvoice(GetInvoiceRequest request, StreamObserver<Invoice> observer) {
        engines.answer(observer, engine -> InvoiceMessages.of(found(engine, InvoiceId.parse(request.getInvoiceId()))));
    }

    @Override
    public void verifyInvoice(VerifyInvoiceRequest request, StreamObserver<VerifyInvoiceResponse> observer) {
        engines.answer(
                observer, engine -> InvoiceMessages.of(engine.verifyInvoice(InvoiceId.parse(request.getInvoiceId()))));
    }

    @Override
    public void listInvoices(ListInvoicesRequest request, StreamObserver<ListInvoicesResponse> observer) {
        Page page = Paging.byId(request.hasPageSize(), request.getPageSize(), request.getPageToken());
        engines.answer(observer, engine -> {
            List<io.billing4j.invoice.Invoice> invoices =
                    engine.listInvoices(Reading.optional(request.getCustomerId(), CustomerId::of), page);
            return ListInvoicesResponse.newBuilder()
                    .addAllInvoices(invoices.stream().map(InvoiceMessages::of).toList())
                    .setNextPageToken(Paging.next(page, invoices, io.billing4j.invoice.Invoice::id))
                    .build();
        });
    }

    static io.billing4j.invoice.Invoice found(BillingEngine engine, InvoiceId id) {
        return engine.findInvoice(id).orElseThrow(() -> ErrorCode.INVOICE_NOT_FOUND.missing("invoiceId", id));
    }

    private static InvoiceOutcome preview(BillingEngine engine, PreviewInvoiceRequest request) {
        SubscriptionId subscription = SubscriptionId.of(request.getSubscriptionId());
        if (!request.hasPeriodStart() && !request.hasPeriodEnd()) {
            return engine.previewNextInvoice(subscription)
                    .map(InvoiceMessages::of)
                    .orElse(InvoiceOutcome.getDefaultInstance());
        }
        return InvoiceMessages.of(engine.previewInvoice(InvoiceGenerationRequest.of(
                subscription,
                Values.instant("periodStart", request.hasPeriodStart(), request.getPeriodStart()),
                Values.instant("periodEnd", request.hasPeriodEnd(), request.getPeriodEnd()))));
    }
}
