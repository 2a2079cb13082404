package io.billing4j.engine;

import io.billing4j.error.ErrorCategory;
import io.billing4j.error.Uncaught;
import io.billing4j.id.TenantId;
import io.billing4j.run.BillingRun;

/** Keeps what a host's observer throws away from the books: it is told of documents, it has no say in them. */
record GuardedObserver(EngineObserver observer) implements EngineObserver {
    @Override
    public void invoiceStarted(InvoiceObservation observation) {
        Uncaught.guard(() -> observer.invoiceStarted(observation));
    }

    @Override
    public void invoiceSucceeded(InvoiceObservation observation) {
        Uncaught.guard(() -> observer.invoiceSucceeded(observation));
    }

    @Override
    public void invoiceFailed(InvoiceObservation observation, ErrorCategory category) {
        Uncaught.guard(() -> observer.invoiceFailed(observation, category));
    }

    @Override
    public void runProgressed(TenantId tenant, BillingRun run) {
        Uncaught.guard(() -> observer.runProgressed(tenant, run));
    }

    @Override
    public void chunkFailed(ChunkFailure failure) {
        Uncaught.guard(() -> observer.chunkFailed(failure));
    }

    @Override
    public void taxesAsked(TaxObservation observation) {
        Uncaught.guard(() -> observer.taxesAsked(observation));
    }

    @Override
    public void runLeft(TenantId tenant, BillingRun run) {
        Uncaught.guard(() -> observer.runLeft(tenant, run));
    }
}
