package io.billing4j.engine;

import io.billing4j.error.BillingException;
import io.billing4j.id.CustomerId;
import io.billing4j.run.BillingRun;
import io.billing4j.run.RunProgress;
import io.billing4j.store.CustomerStore.Contended;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Goes over the customers of whom usage was reported, chunk by chunk, each chunk one transaction: those whom somebody holds come last. Where
 * a chunk of several cannot be written, its customers are tried one by one; whoever cannot be billed is a finding, and their usage
 * is billed with its period.
 */
final class ThresholdPass {
    private final TenantScope scope;
    private final @Nullable BillingRun run;
    private final TaxAsking asking;
    private final BooleanSupplier stop;
    private int documents;

    /** @param run that it is part of; null where somebody asked for it by itself */
    ThresholdPass(TenantScope scope, @Nullable BillingRun run, TaxAsking asking, BooleanSupplier stop) {
        this.asking = asking;
        this.scope = scope;
        this.run = run;
        this.stop = stop;
    }

    /** Bills whoever has reached an amount; how many documents that made. What may be tried again is thrown. */
    int over() {
        List<CustomerId> held = new ArrayList<>();
        for (List<CustomerId> page = page(null); goesOn(page); page = page(page.get(page.size() - 1))) {
            held.addAll(look(page, Contended.SKIP));
        }
        for (int from = 0; from < held.size() && !stop.getAsBoolean(); from += RunPass.CHUNK) {
            look(held.subList(from, Math.min(from + RunPass.CHUNK, held.size())), Contended.WAIT);
        }
        return documents;
    }

    private boolean goesOn(List<CustomerId> page) {
        return !page.isEmpty() && !stop.getAsBoolean();
    }

    private List<CustomerId> page(@Nullable CustomerId after) {
        return scope.inTransaction(work -> work.unit().usage().customersReported(after, RunPass.CHUNK));
    }

    /** Those that somebody holds. */
    private List<CustomerId> look(List<CustomerId> customers, Contended contended) {
        ThresholdChunk chunk = new ThresholdChunk(scope, run, asking);
        try {
            ThresholdChunk.Outcome outcome = chunk.bill(customers, contended);
            observe(outcome);
            return outcome.held();
        } catch (RuntimeException e) {
            if (e instanceof BillingException known && known.retryable()) {
                throw e;
            }
            if (customers.size() == 1) {
                chunk.fail(customers.get(0), e);
                return List.of();
            }
            if (run != null) {
                ChunkFailure.tell(scope, run, ChunkFailure.Items.CUSTOMERS, customers.size(), e);
            }
            List<CustomerId> held = new ArrayList<>();
            for (CustomerId customer : customers) {
                if (!stop.getAsBoolean()) {
                    held.addAll(look(List.of(customer), contended));
                }
            }
            return held;
        }
    }

    private void observe(ThresholdChunk.Outcome outcome) {
        documents += outcome.documents().size();
        EngineObserver observer = scope.context().observer();
        outcome.documents().forEach(observer::invoiceSucceeded);
        RunProgress progress = outcome.progress();
        if (run != null && progress != null) {
            observer.runProgressed(scope.tenant(), run.with(progress));
        }
    }
}
