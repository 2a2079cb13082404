package io.billing4j.server.observe;

import io.billing4j.engine.EngineObserver;
import io.billing4j.id.RunId;
import io.billing4j.id.TenantId;
import io.billing4j.run.BillingRun;
import io.billing4j.run.RunProgress;
import io.billing4j.run.RunStatus;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.ToLongFunction;

/**
 * Shows the billing runs that this process works on, all tenants' together:
 *
 * <ul>
 *   <li>{@code billing.run.open}: how many.
 *   <li>{@code billing.run.customers}, by {@code state} {@code done} or {@code total}; {@code billing.run.documents}; {@code
 *       billing.run.failures}: how far they have come, whichever processes bill them. Several that share a run show the same.
 *   <li>{@code billing.run.begun}, {@code billing.run.left}, and {@code billing.run.finished} by {@code status}: how many this
 *       process entered, left to others, and ended. A run that several calls ask for at once is entered once and ended once; where
 *       one of them leaves it, the others enter it again with their next chunk.
 * </ul>
 *
 * All of them are there from the start, at zero. Neither tenants nor runs are tags: there may be too many of them.
 */
public final class RunMeters implements EngineObserver {
    private final ConcurrentMap<Key, RunProgress> open = new ConcurrentHashMap<>();
    private final Ended ended = new Ended();
    private final Counter begun;
    private final Counter left;
    private final Map<RunStatus, Counter> finished = new EnumMap<>(RunStatus.class);

    /** Registers the meters. */
    public RunMeters(MeterRegistry registry) {
        begun = Counter.builder("billing.run.begun")
                .description("Billing runs that this process entered")
                .register(registry);
        left = Counter.builder("billing.run.left")
                .description("Billing runs that this process left unfinished")
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
        Gauge.builder("billing.run.open", open, Map::size)
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
    public synchronized void runProgressed(TenantId tenant, BillingRun run) {
        Key key = new Key(tenant, run.id());
        if (run.status() == RunStatus.RUNNING) {
            if (ended.isLate(key, run.progress())) {
                return;
            }
            if (open.putIfAbsent(key, run.progress()) == null) {
                begun.increment();
            } else {
                open.computeIfPresent(key, (same, before) -> later(before, run.progress()));
            }
        } else {
            ended.add(key, run.progress());
            Counter counter = finished.get(run.status());
            if (open.remove(key) != null && counter != null) {
                counter.increment();
            }
        }
    }

    @Override
    public synchronized void runLeft(TenantId tenant, BillingRun run) {
        if (open.remove(new Key(tenant, run.id())) != null) {
            left.increment();
        }
    }

    private void customers(MeterRegistry registry, String state, ToLongFunction<RunProgress> count) {
        Gauge.builder("billing.run.customers", () -> sum(count))
                .description("Customers of the runs that this process works on")
                .tag("state", state)
                .register(registry);
    }

    /** Calls of several threads may come in another order than the chunks. */
    private static RunProgress later(RunProgress one, RunProgress other) {
        return other.customersDone() < one.customersDone() ? one : other;
    }

    private long sum(ToLongFunction<RunProgress> count) {
        return open.values().stream().mapToLong(count).sum();
    }

    private record Key(TenantId tenant, RunId run) {}

    /**
     * How far runs had come when they were ended, the latest of them. Two calls for one run may go on at once: after the first has
     * ended it, chunks of the other are still told, and its end. They are not another run; one that was taken up again is.
     * Used under the lock of the meters.
     */
    private static final class Ended {
        private static final int MOST = 1_000;

        private final Map<Key, RunProgress> latest = new LinkedHashMap<>();

        void add(Key key, RunProgress progress) {
            latest.remove(key);
            latest.put(key, progress);
            if (latest.size() > MOST) {
                latest.remove(latest.keySet().iterator().next());
            }
        }

        /**
         * Whether this was so before the end. A run is ended once nobody is left, so that no chunk before it has done more; where
         * it was taken up again, as many are done, and others are due.
         */
        boolean isLate(Key key, RunProgress progress) {
            RunProgress end = latest.get(key);
            return end != null
                    && (progress.customersDone() < end.customersDone()
                            || (progress.customersDone() == end.customersDone()
                                    && progress.customersTotal() == end.customersTotal()));
        }
    }
}
