package io.billing4j.server.observe;

import io.billing4j.jdbc.UsageMaintenanceReport;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts what is done about usage that is old:
 *
 * <ul>
 *   <li>{@code billing.usage.maintenance}, passes by {@code outcome}: {@code done}, {@code elsewhere} where another node was at
 *       it, {@code failure}.
 *   <li>{@code billing.usage.months}, by {@code change} {@code made} or {@code dropped}.
 *   <li>{@code billing.usage.deleted}, rows by {@code kind} {@code key} or {@code rollup}.
 *   <li>{@code billing.usage.left}, by {@code kind}: of the last pass that was done, the {@code tenant}s whose events are kept past
 *       their retention or that were left out, and the {@code month}s that could not be had or dropped.
 * </ul>
 *
 * All of them are there from the start, at zero.
 */
public final class UsageMeters {
    private final Counter done;
    private final Counter elsewhere;
    private final Counter failures;
    private final Counter made;
    private final Counter dropped;
    private final Counter keys;
    private final Counter rollups;
    private final AtomicInteger tenantsLeft = new AtomicInteger();
    private final AtomicInteger monthsLeft = new AtomicInteger();

    /** Registers the meters. */
    public UsageMeters(MeterRegistry registry) {
        done = counter(registry, "billing.usage.maintenance", "Passes over old usage", "outcome", "done");
        elsewhere = counter(registry, "billing.usage.maintenance", "Passes over old usage", "outcome", "elsewhere");
        failures = counter(registry, "billing.usage.maintenance", "Passes over old usage", "outcome", "failure");
        made = counter(registry, "billing.usage.months", "Partitions of usage", "change", "made");
        dropped = counter(registry, "billing.usage.months", "Partitions of usage", "change", "dropped");
        keys = counter(registry, "billing.usage.deleted", "Rows of old usage", "kind", "key");
        rollups = counter(registry, "billing.usage.deleted", "Rows of old usage", "kind", "rollup");
        gauge(registry, "tenant", tenantsLeft);
        gauge(registry, "month", monthsLeft);
    }

    /** Takes in what a pass did. */
    public void passed(UsageMaintenanceReport report) {
        if (report.elsewhere()) {
            elsewhere.increment();
            return;
        }
        done.increment();
        made.increment(report.made().size());
        dropped.increment(report.dropped().size());
        keys.increment((double) report.keysDeleted());
        rollups.increment((double) report.rollupsDeleted());
        tenantsLeft.set(report.pinned().size() + report.failed().size());
        monthsLeft.set(report.busy().size() + report.stuck().size());
    }

    /** Takes in that a pass failed. */
    public void failed() {
        failures.increment();
    }

    private static Counter counter(MeterRegistry registry, String name, String description, String tag, String value) {
        return Counter.builder(name).description(description).tag(tag, value).register(registry);
    }

    private static void gauge(MeterRegistry registry, String kind, AtomicInteger value) {
        Gauge.builder("billing.usage.left", value, AtomicInteger::get)
                .description("Old usage that is still there")
                .tag("kind", kind)
                .register(registry);
    }
}
