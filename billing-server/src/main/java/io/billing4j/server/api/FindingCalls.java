package io.billing4j.server.api;

import io.billing4j.grpc.v1.CountFindingsRequest;
import io.billing4j.grpc.v1.CountFindingsResponse;
import io.billing4j.grpc.v1.FindingCount;
import io.billing4j.grpc.v1.FindingServiceGrpc;
import io.billing4j.grpc.v1.ListFindingsRequest;
import io.billing4j.grpc.v1.ListFindingsResponse;
import io.billing4j.id.CustomerId;
import io.billing4j.run.Finding;
import io.billing4j.run.FindingReason;
import io.billing4j.store.Page;
import io.grpc.stub.StreamObserver;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Shows what was not billed, and why. */
final class FindingCalls extends FindingServiceGrpc.FindingServiceImplBase {
    private final Engines engines;

    FindingCalls(Engines engines) {
        this.engines = engines;
    }

    @Override
    public void listFindings(ListFindingsRequest request, StreamObserver<ListFindingsResponse> observer) {
        Page page = Paging.byId(request.hasPageSize(), request.getPageSize(), request.getPageToken());
        engines.answer(observer, engine -> {
            List<Finding> findings = engine.listFindings(
                    Reading.optional(request.getCustomerId(), CustomerId::of),
                    Reading.optional("reason", request.getReason(), FindingReason.class),
                    page);
            return ListFindingsResponse.newBuilder()
                    .addAllFindings(findings.stream().map(FindingCalls::of).toList())
                    .setNextPageToken(Paging.next(page, findings, Finding::id))
                    .build();
        });
    }

    @Override
    public void countFindings(CountFindingsRequest request, StreamObserver<CountFindingsResponse> observer) {
        engines.answer(
                observer,
                engine -> CountFindingsResponse.newBuilder()
                        .addAllCounts(engine.countFindings().entrySet().stream()
                                .map(entry -> FindingCount.newBuilder()
                                        .setReason(reason(entry.getKey()))
                                        .setCount(entry.getValue())
                                        .build())
                                .sorted(Comparator.comparing(FindingCount::getReason))
                                .toList())
                        .build());
    }

    private static io.billing4j.grpc.v1.Finding of(Finding finding) {
        return io.billing4j.grpc.v1.Finding.newBuilder()
                .setFindingId(finding.id().toString())
                .setReason(reason(finding.reason()))
                .setCustomerId(textOf(finding.customer()))
                .setSubscriptionId(textOf(finding.subscription()))
                .putAllDetail(finding.detail())
                .setRunId(textOf(finding.run()))
                .setRecordedAt(Writing.timestamp(finding.recordedAt()))
                .build();
    }

    private static io.billing4j.grpc.v1.Finding.Reason reason(FindingReason reason) {
        return io.billing4j.grpc.v1.Finding.Reason.valueOf(reason.name());
    }

    private static String textOf(@Nullable Object id) {
        return Objects.toString(id, "");
    }
}
