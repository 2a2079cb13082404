package io.billing4j.engine;

import io.billing4j.error.BillingException;
import io.billing4j.id.CustomerId;
import io.billing4j.run.BillingRun;
import io.billing4j.store.CustomerStore.Contended;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Goes over the customers of a run, chunk by chunk, each chunk one transaction. Where a chunk of several cannot be written,
 * its customers are tried one by one, so that only those to blame fail, and the observer is told. Several threads may go
 * over them at once: each passes by what another has claimed. Once they are told to stop, chunks that are begun are ended
 * and no other is begun; so does a helper by itself that is interrupted, and what it was at is left to the others.
 */
final class RunPass {
    /** Customers per transaction: enough that what a transaction costs by itself hardly counts, and little memory. */
    static final int CHUNK = 500;

    private final TenantScope scope;
    private final BillingRun run;
    private final RunAttempts attempts;
    private final TaxAsking asking;
    private final RunStop stop;
    private final AtomicBoolean stopped = new AtomicBoolean();

    RunPass(TenantScope scope, BillingRun run, RunAttempts attempts, TaxAsking asking, RunStop stop) {
        this.asking = asking;
        this.scope = scope;
        this.run = run;
        this.attempts = attempts;
        this.stop = stop;
    }

    /** Bills whoever is due and not held by somebody else, each once, in the order of customers, on all workers. */
    void overFree() {
        scope.context().workers().together(() -> {
            try {
                over(Contended.SKIP);
            } catch (RuntimeException e) {
                if (stop.isOfHelper() && e instanceof BillingException known && known.retryable()) {
                    // It may be because of that alone; if not, the others come upon it.
                    return;
                }
                stopped.set(true);
                throw e;
            }
        });
    }

    /** The same on this thread, waiting for whoever is held. True if another pass would bill more, and nobody said stop. */
    boolean overAll() {
        return over(Contended.WAIT);
    }

    private boolean over(Contended contended) {
        boolean unfinished = false;
        CustomerId after = null;
        int oneByOne = 0;
        int most = CHUNK;
        while (!stopped.get() && !stop.getAsBoolean()) {
            int limit = oneByOne > 0 ? 1 : most;
            RunChunk chunk = new RunChunk(scope, run, attempts, new TaxRound(asking, false));
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
            if (oneByOne > 0) {
                oneByOne--;
            } else {
                // Where few of many were taken, the next ones are likely to have as much.
                most = Math.min(CHUNK, 2 * (chunk.cut() ? chunk.claimed().size() : limit));
            }
            observe(result);
            unfinished |= askAndBill(result.waiting(), contended);
        }
        return false;
    }

    /** Bills customers once what they wait for is answered, or cannot be. True if another pass would bill more of them. */
    private boolean askAndBill(RunResult.Waiting first, Contended contended) {
        boolean unfinished = false;
        RunResult.Waiting waiting = first;
        try {
            TaxRounds rounds = new TaxRounds();
            while (!waiting.customers().isEmpty()) {
                rounds.asked(waiting.places(), asking.ask(waiting.questions(), this::stopped));
                if (stopped()) {
                    return unfinished;
                }
                TaxRound next = new TaxRound(asking, rounds.over());
                List<RunResult> results = again(waiting.customers(), next, contended);
                waiting = RunResult.Waiting.NOBODY;
                for (RunResult result : results) {
                    unfinished |= result.unfinished();
                    waiting = waiting.and(result.waiting());
                    observe(result);
                }
            }
            return unfinished;
        } finally {
            asking.end();
        }
    }

    /** Together, or one by one where they cannot be written together. */
    private List<RunResult> again(List<CustomerId> customers, TaxRound round, Contended contended) {
        RunChunk chunk = new RunChunk(scope, run, attempts, round);
        try {
            RunResult result = chunk.again(customers, contended);
            return result.last() == null ? List.of() : List.of(result);
        } catch (RuntimeException e) {
            boolean retryable = e instanceof BillingException known && known.retryable();
            if (retryable || chunk.claimed().isEmpty()) {
                throw e;
            }
            if (customers.size() == 1) {
                return List.of(chunk.fail(e));
            }
            ChunkFailure.tell(
                    scope, run, ChunkFailure.Items.CUSTOMERS, chunk.claimed().size(), e);
            return customers.stream()
                    .flatMap(customer -> again(List.of(customer), round, contended).stream())
                    .toList();
        }
    }

    private boolean stopped() {
        return stopped.get() || stop.getAsBoolean();
    }

    /** What became of the chunk; null where it is to be tried one by one. */
    private @Nullable RunResult attempt(RunChunk chunk, @Nullable CustomerId after, int limit, Contended contended) {
        try {
            return chunk.bill(after, limit, contended);
        } catch (RuntimeException e) {
            asking.end();
            boolean retryable = e instanceof BillingException known && known.retryable();
            if (retryable || chunk.claimed().isEmpty()) {
                throw e;
            }
            if (limit == 1) {
                return chunk.fail(e);
            }
            ChunkFailure.tell(
                    scope, run, ChunkFailure.Items.CUSTOMERS, chunk.claimed().size(), e);
            return null;
        }
    }

    private void observe(RunResult result) {
        EngineObserver observer = scope.context().observer();
        result.documents().forEach(observer::invoiceSucceeded);
        result.failures().forEach(failure -> observer.invoiceFailed(failure.observation(), failure.category()));
        observer.runProgressed(scope.tenant(), run.with(result.progress()));
    }
}
