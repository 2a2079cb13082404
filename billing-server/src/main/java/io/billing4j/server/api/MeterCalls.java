package io.billing4j.server.api;

import io.billing4j.engine.BillingEngine;
import io.billing4j.error.ErrorCode;
import io.billing4j.grpc.v1.CreateMeterRequest;
import io.billing4j.grpc.v1.GetMeterRequest;
import io.billing4j.grpc.v1.ListMetersRequest;
import io.billing4j.grpc.v1.ListMetersResponse;
import io.billing4j.grpc.v1.Meter;
import io.billing4j.grpc.v1.MeterServiceGrpc;
import io.billing4j.id.MeterId;
import io.billing4j.store.Page;
import io.grpc.stub.StreamObserver;
import java.util.List;

/** Creates and shows meters. */
final class MeterCalls extends MeterServiceGrpc.MeterServiceImplBase {
    private final Engines engines;

    MeterCalls(Engines engines) {
        this.engines = engines;
    }

    @Override
    public void createMeter(CreateMeterRequest request, StreamObserver<Meter> observer) {
        engines.answer(observer, engine -> MeterMessages.of(engine.catalog().createMeter(MeterMessages.read(request))));
    }

    @Override
    public void getMeter(GetMeterRequest request, StreamObserver<Meter> observer) {
        engines.answer(observer, engine -> MeterMessages.of(found(engine, MeterId.of(request.getMeterId()))));
    }

    @Override
    public void listMeters(ListMetersRequest request, StreamObserver<ListMetersResponse> observer) {
        Page page = Paging.byKey(request.hasPageSize(), request.getPageSize(), request.getPageToken());
        engines.answer(observer, engine -> {
            List<io.billing4j.catalog.Meter> meters = engine.catalog().listMeters(page);
            return ListMetersResponse.newBuilder()
                    .addAllMeters(meters.stream().map(MeterMessages::of).toList())
                    .setNextPageToken(Paging.next(page, meters, io.billing4j.catalog.Meter::id))
                    .build();
        });
    }

    static io.billing4j.catalog.Meter found(BillingEngine engine, MeterId id) {
        return engine.catalog().findMeter(id).orElseThrow(() -> ErrorCode.METER_NOT_FOUND.missing("meterId", id));
    }
}
