package io.billing4j.server.api;

import com.google.protobuf.Timestamp;
import io.billing4j.grpc.v1.RecordUsageRequest;
import io.billing4j.grpc.v1.RecordUsageStreamResponse;
import io.billing4j.grpc.v1.UsageEvent;
import io.billing4j.grpc.v1.UsageServiceGrpc.UsageServiceStub;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A client's end of a stream of batches. */
final class OpenStream implements ClientResponseObserver<RecordUsageRequest, RecordUsageStreamResponse> {
    private final CompletableFuture<RecordUsageStreamResponse> answer = new CompletableFuture<>();
    private final CompletableFuture<ClientCallStreamObserver<RecordUsageRequest>> call = new CompletableFuture<>();

    static OpenStream of(UsageServiceStub stub) {
        OpenStream stream = new OpenStream();
        stub.recordUsageStream(stream);
        return stream;
    }

    OpenStream send(UsageEvent... events) {
        return send(Arrays.asList(events));
    }

    OpenStream send(List<UsageEvent> events) {
        call().onNext(RecordUsageRequest.newBuilder().addAllEvents(events).build());
        return this;
    }

    ClientCallStreamObserver<RecordUsageRequest> call() {
        return call.join();
    }

    /** Says that there is no more, and waits for the answer. */
    RecordUsageStreamResponse finish() throws Exception {
        call().onCompleted();
        return answer.get(30, TimeUnit.SECONDS);
    }

    /** Waits for the error that the stream ends with. */
    StatusRuntimeException refusal() throws InterruptedException, TimeoutException {
        try {
            throw new AssertionError("not refused: " + answer.get(30, TimeUnit.SECONDS));
        } catch (ExecutionException e) {
            return (StatusRuntimeException) Objects.requireNonNull(e.getCause());
        }
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<RecordUsageRequest> stream) {
        call.complete(stream);
    }

    @Override
    public void onNext(RecordUsageStreamResponse response) {
        answer.complete(response);
    }

    @Override
    public void onError(Throwable error) {
        answer.completeExceptionally(error);
    }

    @Override
    public void onCompleted() {
        answer.completeExceptionally(new AssertionError("the stream was completed without an answer"));
    }

    /** Ten context tokens of the example's customer, on 16 November 2023. */
    static UsageEvent event(String id) {
        return event(id, "10", Map.of());
    }

    static UsageEvent event(String id, String quantity, Map<String, String> properties) {
        return UsageEvent.newBuilder()
                .setEventId(id)
                .setCustomerId("conv-00")
                .setMeterId("context-tokens")
                .setQuantity(quantity)
                .setOccurredAt(Timestamp.newBuilder().setSeconds(1_700_158_623L))
                .putAllProperties(properties)
                .build();
    }
}
