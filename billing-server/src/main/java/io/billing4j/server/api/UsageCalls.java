package io.billing4j.server.api;

import io.billing4j.catalog.Meter;
import io.billing4j.engine.UsageReceipt;
import io.billing4j.grpc.v1.GetUsageRequest;
import io.billing4j.grpc.v1.RecordUsageRequest;
import io.billing4j.grpc.v1.RecordUsageResponse;
import io.billing4j.grpc.v1.RecordUsageStreamResponse;
import io.billing4j.grpc.v1.UsageServiceGrpc;
import io.billing4j.grpc.v1.UsageTotal;
import io.billing4j.id.MeterId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.period.BillingPeriod;
import io.billing4j.server.transport.Caller;
import io.billing4j.server.transport.Values;
import io.billing4j.subscription.Subscription;
import io.billing4j.usage.UsageQuery;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Instant;
import java.time.ZoneId;

/** Takes in what was used and tells what a window holds. */
final class UsageCalls extends UsageServiceGrpc.UsageServiceImplBase {
    private final Engines engines;
    private final UsageReports reports;

    UsageCalls(Engines engines, UsageReports reports) {
        this.engines = engines;
        this.reports = reports;
    }

    @Override
    public void recordUsage(RecordUsageRequest request, StreamObserver<RecordUsageResponse> observer) {
        engines.answerCaller(observer, caller -> {
            UsageReceipt receipt = reports.record(caller, UsageMessages.read(request));
            return RecordUsageResponse.newBuilder()
                    .setRecorded(receipt.recorded())
                    .setDuplicates(receipt.duplicates())
                    .build();
        });
    }

    @Override
    public StreamObserver<RecordUsageRequest> recordUsageStream(StreamObserver<RecordUsageStreamResponse> observer) {
        // Refuses an unknown tenant before anything is read of the stream.
        Caller caller = engines.caller();
        return UsageStream.open(
                events -> reports.record(caller, events),
                (ServerCallStreamObserver<RecordUsageStreamResponse>) observer);
    }

    @Override
    public void getUsage(GetUsageRequest request, StreamObserver<UsageTotal> observer) {
        engines.answer(observer, engine -> {
            Subscription subscription = SubscriptionCalls.found(engine, SubscriptionId.of(request.getSubscriptionId()));
            Meter meter = MeterCalls.found(engine, MeterId.of(request.getMeterId()));
            UsageQuery query = UsageQuery.of(
                    subscription.customer(),
                    subscription.id(),
                    meter,
                    period(
                            Values.instant("start", request.hasStart(), request.getStart()),
                            Values.instant("end", request.hasEnd(), request.getEnd()),
                            subscription.schedule().zone()));
            return UsageMessages.of(query, engine.usage().summary(query));
        });
    }

    private static BillingPeriod period(Instant start, Instant end, ZoneId zone) {
        Reading.requireBefore(start, end);
        return new BillingPeriod(start, end, zone);
    }
}
