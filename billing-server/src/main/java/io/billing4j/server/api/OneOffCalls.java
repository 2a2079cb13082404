package io.billing4j.server.api;

import io.billing4j.error.ErrorCode;
import io.billing4j.grpc.v1.AddOneOffChargeRequest;
import io.billing4j.grpc.v1.AddOneOffChargesRequest;
import io.billing4j.grpc.v1.AddOneOffChargesResponse;
import io.billing4j.grpc.v1.BillOneOffsRequest;
import io.billing4j.grpc.v1.CancelOneOffChargeRequest;
import io.billing4j.grpc.v1.GetOneOffChargeRequest;
import io.billing4j.grpc.v1.Invoice;
import io.billing4j.grpc.v1.ListOneOffChargesRequest;
import io.billing4j.grpc.v1.ListOneOffChargesResponse;
import io.billing4j.grpc.v1.ListPendingOneOffChargesRequest;
import io.billing4j.grpc.v1.ListPendingOneOffChargesResponse;
import io.billing4j.grpc.v1.OneOffCharge;
import io.billing4j.grpc.v1.OneOffServiceGrpc;
import io.billing4j.grpc.v1.PreviewOneOffsRequest;
import io.billing4j.id.CustomerId;
import io.billing4j.id.OneOffId;
import io.billing4j.store.Page;
import io.grpc.stub.StreamObserver;
import java.util.List;

/** Adds what is billed once, shows it, and makes documents of it. */
final class OneOffCalls extends OneOffServiceGrpc.OneOffServiceImplBase {
    private final Engines engines;

    OneOffCalls(Engines engines) {
        this.engines = engines;
    }

    @Override
    public void addOneOffCharge(AddOneOffChargeRequest request, StreamObserver<OneOffCharge> observer) {
        engines.answer(observer, engine -> OneOffMessages.of(engine.oneOffs().add(OneOffMessages.read(request))));
    }

    @Override
    public void addOneOffCharges(AddOneOffChargesRequest request, StreamObserver<AddOneOffChargesResponse> observer) {
        engines.answer(
                observer,
                engine -> AddOneOffChargesResponse.newBuilder()
                        .addAllOneOffs(OneOffMessages.of(engine.oneOffs()
                                .add(Reading.each("oneOffs", request.getOneOffsList(), OneOffMessages::read))))
                        .build());
    }

    @Override
    public void cancelOneOffCharge(CancelOneOffChargeRequest request, StreamObserver<OneOffCharge> observer) {
        engines.answer(
                observer, engine -> OneOffMessages.of(engine.oneOffs().cancel(OneOffId.parse(request.getOneOffId()))));
    }

    @Override
    public void billOneOffs(BillOneOffsRequest request, StreamObserver<Invoice> observer) {
        engines.answer(observer, engine -> InvoiceMessages.of(engine.oneOffs().billNow(OneOffMessages.read(request))));
    }

    @Override
    public void previewOneOffs(PreviewOneOffsRequest request, StreamObserver<Invoice> observer) {
        engines.answer(observer, engine -> InvoiceMessages.of(engine.oneOffs().preview(OneOffMessages.read(request))));
    }

    @Override
    public void getOneOffCharge(GetOneOffChargeRequest request, StreamObserver<OneOffCharge> observer) {
        engines.answer(observer, engine -> {
            OneOffId id = OneOffId.parse(request.getOneOffId());
            return engine.oneOffs()
                    .find(id)
                    .map(OneOffMessages::of)
                    .orElseThrow(() -> ErrorCode.ONE_OFF_NOT_FOUND.missing("oneOffId", id));
        });
    }

    @Override
    public void listOneOffCharges(
            ListOneOffChargesRequest request, StreamObserver<ListOneOffChargesResponse> observer) {
        Page page = Paging.byId(request.hasPageSize(), request.getPageSize(), request.getPageToken());
        engines.answer(observer, engine -> {
            List<io.billing4j.invoice.OneOffCharge> charges =
                    engine.oneOffs().of(CustomerId.of(request.getCustomerId()), page);
            return ListOneOffChargesResponse.newBuilder()
                    .addAllOneOffs(OneOffMessages.of(charges))
                    .setNextPageToken(Paging.next(page, charges, io.billing4j.invoice.OneOffCharge::id))
                    .build();
        });
    }

    @Override
    public void listPendingOneOffCharges(
            ListPendingOneOffChargesRequest request, StreamObserver<ListPendingOneOffChargesResponse> observer) {
        Page page = Paging.byId(request.hasPageSize(), request.getPageSize(), request.getPageToken());
        engines.answer(observer, engine -> {
            List<io.billing4j.invoice.OneOffCharge> charges = engine.oneOffs().pending(page);
            return ListPendingOneOffChargesResponse.newBuilder()
                    .addAllOneOffs(OneOffMessages.of(charges))
                    .setNextPageToken(Paging.next(page, charges, io.billing4j.invoice.OneOffCharge::id))
                    .build();
        });
    }
}
