package io.billing4j.server.observe;

import io.billing4j.engine.ChunkFailure;
import io.billing4j.engine.EngineObserver;
import io.billing4j.engine.InvoiceObservation;
import io.billing4j.engine.TaxObservation;
import io.billing4j.error.ErrorCategory;
import io.billing4j.id.TenantId;
import io.billing4j.run.BillingRun;
import java.util.List;

/**
 * Tells several observers, in order.
 *
 * @param observers who are told
 */
public record Observers(List<EngineObserver> observers) implements EngineObserver {
    /** Keeps a copy of the list. */
    public Observers {
        observers = List.copyOf(observers);
    }

    /** These observers. */
    public static Observers of(EngineObserver... observers) {
        return new Observers(List.of(observers));
    }

    @Override
    public void invoiceStarted(InvoiceObservation observation) {
        observers.forEach(observer -> observer.invoiceStarted(observation));
    }

    @Override
    public void invoiceSucceeded(InvoiceObservation observation) {
        observers.forEach(observer -> observer.invoiceSucceeded(observation));
    }

    @Override
    public void invoiceFailed(InvoiceObservation observation, ErrorCategory category) {
        observers.forEach(observer -> observer.invoiceFailed(observation, category));
    }

    @Override
    public void runProgressed(TenantId tenant, BillingRun run) {
        observers.forEach(observer -> observer.runProgressed(tenant, run));
    }

    @Override
    public void chunkFailed(ChunkFailure failure) {
        observers.forEach(observer -> observer.chunkFailed(failure));
    }

    @Override
    public void taxesAsked(TaxObservation observation) {
        observers.forEach(observer -> observer.taxesAsked(observation));
    }

    @Override
    public void runLeft(TenantId tenant, BillingRun run) {
        observers.forEach(observer -> observer.runLeft(tenant, run));
    }
}
