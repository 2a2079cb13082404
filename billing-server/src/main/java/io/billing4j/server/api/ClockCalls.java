package io.billing4j.server.api;

import io.billing4j.grpc.v1.AdvanceClockRequest;
import io.billing4j.grpc.v1.AdvanceClockResponse;
import io.billing4j.grpc.v1.Clock;
import io.billing4j.grpc.v1.ClockServiceGrpc;
import io.billing4j.grpc.v1.GetClockRequest;
import io.billing4j.grpc.v1.SetClockRequest;
import io.billing4j.run.BillingRun;
import io.billing4j.server.transport.CallTime;
import io.billing4j.server.transport.Values;
import io.grpc.stub.StreamObserver;
import java.time.Instant;
import java.util.List;

/** Tells what time it is, and moves a sandbox's clock. */
final class ClockCalls extends ClockServiceGrpc.ClockServiceImplBase {
    private final Engines engines;

    ClockCalls(Engines engines) {
        this.engines = engines;
    }

    @Override
    public void getClock(GetClockRequest request, StreamObserver<Clock> observer) {
        engines.answer(observer, engine -> of(engines.now(engine)));
    }

    @Override
    public void advanceClock(AdvanceClockRequest request, StreamObserver<AdvanceClockResponse> observer) {
        CallTime.asLongAsItTakes();
        engines.answer(observer, engine -> {
            List<BillingRun> runs =
                    engine.timeTravel().advanceTo(Values.instant("to", request.hasTo(), request.getTo()));
            return AdvanceClockResponse.newBuilder()
                    .setClock(of(engines.now(engine)))
                    .addAllRuns(runs.stream()
                            .map(run -> BillingRunMessages.of(run, List.of()))
                            .toList())
                    .build();
        });
    }

    @Override
    public void setClock(SetClockRequest request, StreamObserver<Clock> observer) {
        engines.answer(observer, engine -> {
            engine.timeTravel().set(Values.instant("to", request.hasTo(), request.getTo()));
            return of(engines.now(engine));
        });
    }

    private static Clock of(Instant now) {
        return Clock.newBuilder().setNow(Writing.timestamp(now)).build();
    }
}
