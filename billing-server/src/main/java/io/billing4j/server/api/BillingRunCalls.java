package io.billing4j.server.api;

import io.billing4j.engine.BillingEngine;
import io.billing4j.error.ErrorCode;
import io.billing4j.grpc.v1.BillReachedUsageRequest;
import io.billing4j.grpc.v1.BillReachedUsageResponse;
import io.billing4j.grpc.v1.BillingRun;
import io.billing4j.grpc.v1.BillingRunServiceGrpc;
import io.billing4j.grpc.v1.FindBillingRunRequest;
import io.billing4j.grpc.v1.GetBillingRunRequest;
import io.billing4j.grpc.v1.ListBillingRunsRequest;
import io.billing4j.grpc.v1.ListBillingRunsResponse;
import io.billing4j.grpc.v1.RunBillingRequest;
import io.billing4j.id.RunId;
import io.billing4j.server.transport.CallTime;
import io.billing4j.server.transport.Values;
import io.billing4j.store.Page;
import io.grpc.stub.StreamObserver;
import java.time.Instant;
import java.util.List;

/** Bills everybody and shows how that went. */
final class BillingRunCalls extends BillingRunServiceGrpc.BillingRunServiceImplBase {
    private final Engines engines;

    BillingRunCalls(Engines engines) {
        this.engines = engines;
    }

    @Override
    public void runBilling(RunBillingRequest request, StreamObserver<BillingRun> observer) {
        CallTime.asLongAsItTakes();
        engines.answer(observer, engine -> shown(engine, engine.runs().run(cutOff(engine, request.getCutOff()))));
    }

    @Override
    public void getBillingRun(GetBillingRunRequest request, StreamObserver<BillingRun> observer) {
        engines.answer(observer, engine -> {
            RunId id = RunId.parse(request.getRunId());
            return engine.runs()
                    .find(id)
                    .map(run -> shown(engine, run))
                    .orElseThrow(() -> ErrorCode.RUN_NOT_FOUND.missing("runId", id));
        });
    }

    @Override
    public void listBillingRuns(ListBillingRunsRequest request, StreamObserver<ListBillingRunsResponse> observer) {
        Page page = Paging.byId(request.hasPageSize(), request.getPageSize(), request.getPageToken());
        engines.answer(observer, engine -> {
            List<io.billing4j.run.BillingRun> runs = engine.runs().list(page);
            return ListBillingRunsResponse.newBuilder()
                    .addAllRuns(runs.stream()
                            .map(run -> BillingRunMessages.of(run, List.of()))
                            .toList())
                    .setNextPageToken(Paging.next(page, runs, io.billing4j.run.BillingRun::id))
                    .build();
        });
    }

    @Override
    public void findBillingRun(FindBillingRunRequest request, StreamObserver<BillingRun> observer) {
        engines.answer(observer, engine -> {
            Instant cutOff = cutOff(engine, request.getCutOff());
            return engine.runs()
                    .findByCutOff(cutOff)
                    .map(run -> shown(engine, run))
                    .orElseThrow(() -> ErrorCode.RUN_NOT_FOUND.at("cutOff", "there is no billing run up to " + cutOff));
        });
    }

    @Override
    public void billReachedUsage(BillReachedUsageRequest request, StreamObserver<BillReachedUsageResponse> observer) {
        CallTime.asLongAsItTakes();
        engines.answer(
                observer,
                engine -> BillReachedUsageResponse.newBuilder()
                        .setDocuments(engine.runs().billReached())
                        .build());
    }

    /** A date stands for its start in the tenant's zone. */
    private static Instant cutOff(BillingEngine engine, String cutOff) {
        return Values.dateOrInstant(
                "cutOff",
                cutOff,
                date -> date.atStartOfDay(engine.settings().get().zone()).toInstant(),
                instant -> instant);
    }

    private static BillingRun shown(BillingEngine engine, io.billing4j.run.BillingRun run) {
        return BillingRunMessages.of(run, engine.runs().failures(run.id()));
    }
}
