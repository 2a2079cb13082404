package io.billing4j.engine;

import io.billing4j.error.BillingException;
import io.billing4j.id.CustomerId;
import io.billing4j.run.BillingRun;
import io.billing4j.run.RunProgress;
import io.billing4j.store.CustomerStore.Contended;
import org.jspecify.annotations.Nullable;

/**
 * Goes over the customers of a run, chunk by chunk, each chunk one transaction. Where a chunk cannot be written, its
 * customers are tried one by one, so that only those to blame fail.
 */
final class RunPass {
    private static final int CHUNK = 500;

    private final TenantScope scope;
    private final BillingRun run;
    private final RunAttempts attempts;
    private RunProgress progress;

    RunPass(TenantScope scope, BillingRun run, RunAttempts attempts) {
        this.scope = scope;
        this.run = run;
        this.attempts = attempts;
        this.progress = run.progress();
    }

    /** Bills whoever is due, in the order of customers; each is tried once. True if another pass would bill more. */
    boolean over(Contended contended) {
        boolean unfinished = false;
        CustomerId after = null;
        int oneByOne = 0;
        while (true) {
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
            progress = progress.plus(
                    result.customers(), result.documents().size(), result.skipped(), result.newFailures());
            observe(result);
        }
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
        observer.runProgressed(scope.tenant(), run.with(progress));
    }
}
