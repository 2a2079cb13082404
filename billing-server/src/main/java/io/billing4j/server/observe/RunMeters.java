package io.billing4j.server.observe;

import io.billing4j.engine.ChunkFailure;
import io.billing4j.engine.EngineObserver;
import io.billing4j.engine.ObservedRuns;
import io.billing4j.id.TenantId;
import io.billing4j.run.BillingRun;
import io.billing4j.run.RunProgress;
import io.billing4j.run.RunStatus;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * Shows the billing runs that this process works on, all tenants' together:
 *
 * <ul>
 *   <li>{@code billing.run.open}: how many.
 *   <li>{@code billing.run.customers}, by {@code state} {@code done} or {@code total}; {@code billing.run.documents};
 *       {@code billing.run.failures}: how far they have come, whichever processes bill them. Several that share a run show
 *       the same. All of these fall back to 0 when the runs are over.
 *   <li>{@code billing.run.begun}, {@code billing.run.left}, and {@code billing.run.finished} by {@code status}: how many
 *       this process entered, left to others, and ended. A run that several calls ask for at once is entered once and ended
 *       once; where one of them leaves it, the others enter it again with their next chunk.
 *   <li>{@code billing.run.customers.failed}: customers who could not be billed by the runs that this process ended; those of a
 *       run that several share are counted by each of them.
 *   <li>{@code billing.run.chunks.failed}, by {@code items} {@code customers} or {@code drafts}: chunks of at least 2 that
 *       this process could not write as a whole, so that it tried their items one by one.
 * </ul>
 *
 * All of them are there from the start, at zero. Neither tenants nor runs are tags: there may be too many of them.
 */
public final class RunMeters implements EngineObserver {
    private final ObservedRuns runs = new ObservedRuns();
    private final Counter begun;
    private final Counter left;
    private final Counter customersFailed;
    private final Map<RunStatus, Counter> finished = new EnumMap<>(RunStatus.class);
    private final Map<ChunkFailure.Items, Counter> chunksFailed = new EnumMap<>(ChunkFailure.Items.class);

    /** Registers the meters. */
    public RunMeters(MeterRegistry registry) {
        begun = Counter.builder("billing.run.begun")
                .description("Billing runs that this process entered")
                .register(registry);
        left = Counter.builder("billing.run.left")
                .description("Billing runs that this process left unfinished")
                .register(registry);
        customersFailed = Counter.builder("billing.run.customers.failed")
                .description("Customers who could not be billed by the runs that this process ended")
                .register(registry);
        for (RunStatus status : RunStatus.values()) {
            if (status != RunStatus.RUNNING) {
                finished.put(
                        status,
                        Counter.builder("billing.run.finished")
                                .description("Billing runs that this process ended")
                                .tag("status", status.name().toLowerCase(Locale.ROOT))
                                .register(registry));
            }
        }
        for (ChunkFailure.Items items : ChunkFailure.Items.values()) {
            chunksFailed.put(
                    items,
                    Counter.builder("billing.run.chunks.failed")
                            .description("Chunks of billing runs whose items this process tried one by one")
                            .tag("items", items.name().toLowerCase(Locale.ROOT))
                            .register(registry));
        }
        Gauge.builder("billing.run.open", runs, it -> it.open().size())
                .description("Billing runs that this process works on")
                .register(registry);
        customers(registry, "done", RunProgress::customersDone);
        customers(registry, "total", RunProgress::customersTotal);
        Gauge.builder("billing.run.documents", () -> sum(RunProgress::invoices))
                .description("Documents of the runs that this process works on")
                .register(registry);
        Gauge.builder("billing.run.failures", () -> sum(RunProgress::failed))
                .description("Customers who could not be billed by the runs that this process works on")
                .register(registry);
    }

    @Override
    public void runProgressed(TenantId tenant, BillingRun run) {
        switch (runs.progressed(tenant, run)) {
            case BEGUN -> begun.increment();
            case ENDED -> {
                customersFailed.increment((double) run.progress().failed());
                Counter counter = finished.get(run.status());
                if (counter != null) {
                    counter.increment();
                }
            }
            case PROGRESSED, NONE -> {}
        }
    }

    @Override
    public void runLeft(TenantId tenant, BillingRun run) {
        if (runs.left(tenant, run)) {
            left.increment();
        }
    }

    @Override
    public void chunkFailed(ChunkFailure failure) {
        Counter counter = chunksFailed.get(failure.items());
        if (counter != null) {
            counter.increment();
        }
    }

    private void customers(MeterRegistry registry, String state, ToLongFunction<RunProgress> count) {
        Gauge.builder("billing.run.customers", () -> sum(count))
                .description("Customers of the runs that this process works on")
                .tag("state", state)
                .register(registry);
    }

    private long sum(ToLongFunction<RunProgress> count) {
        return runs.open().stream().mapToLong(count).sum();
    }
}
