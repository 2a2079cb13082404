package io.billing4j.server.api;

import io.billing4j.engine.UsageReceipt;
import io.billing4j.error.BillingException;
import io.billing4j.grpc.v1.RecordUsageRequest;
import io.billing4j.grpc.v1.RecordUsageStreamResponse;
import io.billing4j.server.transport.StreamState;
import io.billing4j.usage.UsageEvent;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.function.Function;

/**
 * One client's stream of batches. The next batch is asked for when the one before is committed; until then it waits in the
 * client, held back by HTTP/2's window. Called by one thread at a time, as gRPC has it.
 */
final class UsageStream implements StreamObserver<RecordUsageRequest> {
    private final Function<List<UsageEvent>, UsageReceipt> record;
    private final ServerCallStreamObserver<RecordUsageStreamResponse> call;

    private RecordUsageStreamResponse done = RecordUsageStreamResponse.getDefaultInstance();
    private boolean over;

    private UsageStream(
            Function<List<UsageEvent>, UsageReceipt> record, ServerCallStreamObserver<RecordUsageStreamResponse> call) {
        this.record = record;
        this.call = call;
    }

    /**
     * Takes up a stream.
     *
     * @param record records a batch, which is committed when it returns
     */
    static UsageStream open(
            Function<List<UsageEvent>, UsageReceipt> record, ServerCallStreamObserver<RecordUsageStreamResponse> call) {
        UsageStream stream = new UsageStream(record, call);
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
            return record.apply(UsageMessages.read(batch));
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
