package io.billing4j.engine;

import io.billing4j.error.ErrorCategory;
import java.util.ArrayList;
import java.util.List;

/**
 * Tells what became of documents once the transaction is over that they are a part of: of what was made if it is committed, and of
 * what could not be made if it is not. Nothing else that is told of goes on in such a transaction.
 */
final class HeldObserver implements EngineObserver {
    private final EngineObserver observer;
    private final List<Runnable> made = new ArrayList<>();
    private final List<Runnable> failed = new ArrayList<>();

    HeldObserver(EngineObserver observer) {
        this.observer = observer;
    }

    @Override
    public void invoiceStarted(InvoiceObservation observation) {
        observer.invoiceStarted(observation);
    }

    @Override
    public void invoiceSucceeded(InvoiceObservation observation) {
        made.add(() -> observer.invoiceSucceeded(observation));
    }

    @Override
    public void invoiceFailed(InvoiceObservation observation, ErrorCategory category) {
        failed.add(() -> observer.invoiceFailed(observation, category));
    }

    void over(boolean committed) {
        (committed ? made : failed).forEach(Runnable::run);
    }
}
