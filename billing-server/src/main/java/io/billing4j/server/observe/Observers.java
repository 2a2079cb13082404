package io.billing4j.server.observe;

import io.billing4j.engine.ChunkFailure;
import io.billing4j.engine.EngineObserver;
import io.billing4j.engine.InvoiceObservation;
import io.billing4j.engine.TaxObservation;
import io.billing4j.error.ErrorCategory;
import io.billing4j.error.Uncaught;
import io.billing4j.id.TenantId;
import io.billing4j.run.BillingRun;
import java.util.List;
import java.util.function.Consumer;

/**
 * Tells several observers, in order. What one of them throws goes to the handler of uncaught exceptions, and the others are told all
 * the same.
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
        tellEach(observer -> observer.invoiceStarted(observation));
    }

    @Override
    public void invoiceSucceeded(InvoiceObservation observation) {
        tellEach(observer -> observer.invoiceSucceeded(observation));
    }

    @Override
    public void invoiceFailed(InvoiceObservation observation, ErrorCategory category) {
        tellEach(observer -> observer.invoiceFailed(observation, category));
    }

    @Override
    public void runProgressed(TenantId tenant, BillingRun run) {
        tellEach(observer -> observer.runProgressed(tenant, run));
    }

    @Override
    public void chunkFailed(ChunkFailure failure) {
        tellEach(observer -> observer.chunkFailed(failure));
    }

    @Override
    public void taxesAsked(TaxObservation observation) {
        tellEach(observer -> observer.taxesAsked(observation));
    }

    @Override
    public void runLeft(TenantId tenant, BillingRun run) {
        tellEach(observer -> observer.runLeft(tenant, run));
    }

    private void tellEach(Consumer<EngineObserver> call) {
        observers.forEach(observer -> Uncaught.guard(() -> call.accept(observer)));
    }
}
