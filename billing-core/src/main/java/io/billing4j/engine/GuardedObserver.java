package io.billing4j.engine;

import io.billing4j.error.ErrorCategory;
import io.billing4j.id.TenantId;
import io.billing4j.run.BillingRun;

/** Keeps what a host's observer throws away from the books: it is told of documents, it has no say in them. */
record GuardedObserver(EngineObserver observer) implements EngineObserver {
    @Override
    public void invoiceStarted(InvoiceObservation observation) {
        guarded(() -> observer.invoiceStarted(observation));
    }

    @Override
    public void invoiceSucceeded(InvoiceObservation observation) {
        guarded(() -> observer.invoiceSucceeded(observation));
    }

    @Override
    public void invoiceFailed(InvoiceObservation observation, ErrorCategory category) {
        guarded(() -> observer.invoiceFailed(observation, category));
    }

    @Override
    public void runProgressed(TenantId tenant, BillingRun run) {
        guarded(() -> observer.runProgressed(tenant, run));
    }

    @Override
    public void chunkFailed(ChunkFailure failure) {
        guarded(() -> observer.chunkFailed(failure));
    }

    @Override
    public void taxesAsked(TaxObservation observation) {
        guarded(() -> observer.taxesAsked(observation));
    }

    @Override
    public void runLeft(TenantId tenant, BillingRun run) {
        guarded(() -> observer.runLeft(tenant, run));
    }

    private static void guarded(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException e) {
            Thread thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
        }
    }
}
