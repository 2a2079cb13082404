package io.billing4j.engine;

import io.billing4j.error.BillingException;
import io.billing4j.id.CustomerId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.run.BillingRun;
import io.billing4j.run.RunProgress;
import io.billing4j.store.CustomerStore.Contended;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Goes over the customers with marks, page by page. Looking locks nobody; of those who have reached an amount, whom somebody holds come last,
 * one by one. Where a page cannot be computed or written, its customers are tried one by one, and of one who is to blame the subscriptions; the one
 * that cannot be billed is a finding, and its usage is billed with its period.
 */
final class ThresholdPass {
    private final TenantScope scope;
    private final @Nullable BillingRun run;
    private final TaxAsking asking;
    private final BooleanSupplier stop;
    private int documents;
    private @Nullable BillingException contended;

    /** @param run that it is part of; null where somebody asked for it by itself */
    ThresholdPass(TenantScope scope, @Nullable BillingRun run, TaxAsking asking, BooleanSupplier stop) {
        this.asking = asking;
        this.scope = scope;
        this.run = run;
        this.stop = stop;
    }

    /**
     * Bills whoever has reached an amount; how many documents that made. Who is held by others for too long, or what else may be tried again,
     * holds up nobody: it is thrown at the end, and the marks are kept.
     */
    int over() {
        List<CustomerId> held = new ArrayList<>();
        for (List<CustomerId> page = page(null); goesOn(page); page = page(page.get(page.size() - 1))) {
            held.addAll(look(page, null));
        }
        for (CustomerId customer : held) {
            if (!stop.getAsBoolean()) {
                bill(List.of(customer), null, Contended.WAIT);
            }
        }
        if (contended != null) {
            throw contended;
        }
        return documents;
    }

    /** How many documents were made so far, also where not all could be. */
    int documents() {
        return documents;
    }

    private boolean goesOn(List<CustomerId> page) {
        return !page.isEmpty() && !stop.getAsBoolean();
    }

    private List<CustomerId> page(@Nullable CustomerId after) {
        return scope.inTransaction(
                work -> work.unit().usage().customersReported(UsageReached.until(work), after, RunPass.CHUNK));
    }

    /** Those that somebody holds. */
    private List<CustomerId> look(List<CustomerId> customers, @Nullable SubscriptionId only) {
        ThresholdChunk chunk = new ThresholdChunk(scope, run, asking, only);
        List<CustomerId> reached;
        try {
            reached = chunk.look(customers);
        } catch (RuntimeException e) {
            return failed(chunk, customers, only, e, this::look);
        }
        return reached.isEmpty() || stop.getAsBoolean() ? List.of() : bill(reached, only, Contended.SKIP);
    }

    private List<CustomerId> bill(List<CustomerId> customers, @Nullable SubscriptionId only, Contended how) {
        ThresholdChunk chunk = new ThresholdChunk(scope, run, asking, only);
        ThresholdChunk.Outcome outcome;
        try {
            outcome = chunk.bill(customers, how);
        } catch (RuntimeException e) {
            return failed(chunk, customers, only, e, (fewer, one) -> bill(fewer, one, how));
        }
        observe(outcome);
        return outcome.held();
    }

    /** Tries again what there is to blame by itself: each customer, then each subscription. */
    private List<CustomerId> failed(
            ThresholdChunk chunk,
            List<CustomerId> customers,
            @Nullable SubscriptionId only,
            RuntimeException cause,
            Attempt again) {
        if (cause instanceof BillingException known && known.retryable()) {
            contended = known;
            return List.of();
        }
        List<CustomerId> held = new ArrayList<>();
        List<SubscriptionId> looked = chunk.looked();
        if (customers.size() > 1) {
            if (run != null) {
                ChunkFailure.tell(scope, run, ChunkFailure.Items.CUSTOMERS, customers.size(), cause);
            }
            for (CustomerId customer : customers) {
                if (!stop.getAsBoolean()) {
                    held.addAll(again.at(List.of(customer), null));
                }
            }
        } else if (only == null && looked.size() > 1) {
            for (SubscriptionId subscription : looked) {
                if (!stop.getAsBoolean()) {
                    held.addAll(again.at(customers, subscription));
                }
            }
        } else {
            chunk.fail(customers.get(0), cause);
        }
        return held;
    }

    @FunctionalInterface
    private interface Attempt {
        List<CustomerId> at(List<CustomerId> customers, @Nullable SubscriptionId only);
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
