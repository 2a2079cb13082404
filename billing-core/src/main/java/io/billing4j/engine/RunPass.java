package io.billing4j.engine;

import io.billing4j.error.BillingException;
import io.billing4j.id.CustomerId;
import io.billing4j.run.BillingRun;
import io.billing4j.run.RunProgress;
import io.billing4j.store.CustomerStore.Contended;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Goes over the customers of a run, chunk by chunk, each chunk one transaction. Where a chunk cannot be written, its
 * customers are tried one by one, so that only those to blame fail. Several threads may go over them at once: each passes by
 * what another has claimed.
 */
final class RunPass {
    /** Customers per transaction: enough that what a transaction costs by itself hardly counts, and little memory. */
    static final int CHUNK = 500;

    private final TenantScope scope;
    private final BillingRun run;
    private final RunAttempts attempts;
    private final AtomicReference<RunProgress> progress;
    private final AtomicBoolean stopped = new AtomicBoolean();

    RunPass(TenantScope scope, BillingRun run, RunAttempts attempts) {
        this.scope = scope;
        this.run = run;
        this.attempts = attempts;
        this.progress = new AtomicReference<>(run.progress());
    }

    /** Bills whoever is due and not held by somebody else, each once, in the order of customers, on all workers. */
    void overFree() {
        scope.context().workers().together(() -> {
            try {
                over(Contended.SKIP);
            } catch (RuntimeException e) {
                stopped.set(true);
                throw e;
            }
        });
    }

    /** The same on this thread, waiting for whoever is held. True if another pass would bill more. */
    boolean overAll() {
        return over(Contended.WAIT);
    }

    private boolean over(Contended contended) {
        boolean unfinished = false;
        CustomerId after = null;
        int oneByOne = 0;
        while (!stopped.get()) {
            int limit = oneByOne > 0 ? 1 : CHUNK;
            RunChunk chunk = new RunChunk(scope, run, attempts);
            RunResult result = attempt(chunk, after, limit, contended);
            if (result == null) {
                oneByOne = CHUNK;
                continue;
            }
            CustomerId last = result.last();
            if (last == null) {
                return unfinished;
            }
            unfinished |= result.unfinished();
            after = last;
            oneByOne = Math.max(0, oneByOne - 1);
            observe(result);
        }
        return unfinished;
    }

    /** What became of the chunk; null where it is to be tried one by one. */
    private @Nullable RunResult attempt(RunChunk chunk, @Nullable CustomerId after, int limit, Contended contended) {
        try {
            return chunk.bill(after, limit, contended);
        } catch (RuntimeException e) {
            boolean stop = e instanceof BillingException known && known.retryable();
            if (stop || chunk.claimed().isEmpty()) {
                throw e;
            }
            return limit > 1 ? null : chunk.fail(after, e);
        }
    }

    private void observe(RunResult result) {
        EngineObserver observer = scope.context().observer();
        result.documents().forEach(observer::invoiceSucceeded);
        result.failures().forEach(failure -> observer.invoiceFailed(failure.observation(), failure.category()));
        RunProgress now = progress.updateAndGet(before ->
                before.plus(result.customers(), result.documents().size(), result.skipped(), result.newFailures()));
        observer.runProgressed(scope.tenant(), run.with(now));
    }
}
