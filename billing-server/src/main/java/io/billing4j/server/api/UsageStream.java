package io.billing4j.server.api;

import io.billing4j.engine.BillingEngine;
import io.billing4j.engine.UsageReceipt;
import io.billing4j.error.BillingException;
import io.billing4j.grpc.v1.RecordUsageRequest;
import io.billing4j.grpc.v1.RecordUsageStreamResponse;
import io.billing4j.server.transport.StreamState;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;

/**
 * One client's stream of batches. The next batch is asked for when the one before is committed; until then it waits in the
 * client, held back by HTTP/2's window. Called by one thread at a time, as gRPC has it.
 */
final class UsageStream implements StreamObserver<RecordUsageRequest> {
    private final BillingEngine engine;
    private final ServerCallStreamObserver<RecordUsageStreamResponse> call;

    private RecordUsageStreamResponse done = RecordUsageStreamResponse.getDefaultInstance();
    private boolean over;

    private UsageStream(BillingEngine engine, ServerCallStreamObserver<RecordUsageStreamResponse> call) {
        this.engine = engine;
        this.call = call;
    }

    /** Takes up a stream; TENANT_NOT_FOUND before anything is read of it. */
    static UsageStream open(BillingEngine engine, ServerCallStreamObserver<RecordUsageStreamResponse> call) {
        engine.settings();
        UsageStream stream = new UsageStream(engine, call);
        call.disableAutoRequest();
        // Without this, an answer to a client that has gone would be a failure of the server.
        call.setOnCancelHandler(() -> {});
        stream.askForNext();
        return stream;
    }

    @Override
    public void onNext(RecordUsageRequest batch) {
        if (over || call.isCancelled()) {
            return;
        }
        UsageReceipt receipt = recorded(batch);
        done = RecordUsageStreamResponse.newBuilder()
                .setBatches(done.getBatches() + 1)
                .setRecorded(done.getRecorded() + receipt.recorded())
                .setDuplicates(done.getDuplicates() + receipt.duplicates())
                .build();
        askForNext();
    }

    @Override
    public void onError(Throwable gone) {
        over = true;
    }

    @Override
    public void onCompleted() {
        if (!over) {
            call.onNext(done);
            call.onCompleted();
        }
    }

    private UsageReceipt recorded(RecordUsageRequest batch) {
        try {
            return engine.usage().record(UsageMessages.read(batch));
        } catch (BillingException e) {
            over = true;
            throw e.field() == null ? e : e.within(path());
        } catch (RuntimeException | Error e) {
            over = true;
            throw e;
        }
    }

    private void askForNext() {
        new StreamState(path(), done).note();
        call.request(1);
    }

    private String path() {
        return "batches[" + done.getBatches() + "]";
    }
}
