package io.billing4j.reporter;

import io.billing4j.error.BillingException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Says when what was reported in one call is acknowledged: from then on it is not lost. With a spill directory it is so when
 * {@code report} returns; in memory when the sink has recorded every event of the call.
 */
public final class Receipt {
    private final CompletableFuture<Void> answer = new CompletableFuture<>();

    Receipt() {}

    /** One that needs no waiting. */
    static Receipt acknowledged() {
        Receipt receipt = new Receipt();
        receipt.answer.complete(null);
        return receipt;
    }

    void acknowledge() {
        answer.complete(null);
    }

    void fail(BillingException error) {
        answer.completeExceptionally(error);
    }

    /** Whether all of it is acknowledged by now. */
    public boolean isAcknowledged() {
        return answer.isDone() && !answer.isCompletedExceptionally();
    }

    /**
     * Waits for the acknowledgement.
     *
     * @return false if there is none yet: it may still come
     * @throws BillingException why an event of the call was refused, the first if there are several, at its field ({@code
     *     events[3].quantity}, or {@code quantity} where a single event was reported); the others of the call are recorded.
     *     REPORTER_CLOSED if the reporter was closed before it knew: the events may have been recorded, so that they have
     *     to be reported again under the same ids
     * @throws InterruptedException if the thread is interrupted while it waits, which changes nothing for the events
     */
    public boolean await(Duration timeout) throws InterruptedException {
        try {
            answer.get(Nanos.of(timeout), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw refusal(e);
        }
    }

    /**
     * The acknowledgement as a stage that fails with what {@link #await} throws. What depends on it runs in the reporter's
     * sender, which sends nothing meanwhile, unless it is handed to an executor.
     */
    public CompletionStage<Void> stage() {
        return answer.minimalCompletionStage();
    }

    private static BillingException refusal(ExecutionException e) {
        if (e.getCause() instanceof BillingException refused) {
            return refused;
        }
        throw new CompletionException(e.getCause());
    }
}
