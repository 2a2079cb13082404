package io.billing4j.server.observe;

import io.billing4j.jdbc.CacheStatistics;
import io.billing4j.jdbc.JdbcBillingStore;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToLongFunction;

/**
 * Shows what the store remembers of the catalogue, by {@code cache} ({@code meters}, {@code plan_versions}):
 *
 * <ul>
 *   <li>{@code billing.catalogue.cache.size}: entries at the moment.
 *   <li>{@code billing.catalogue.cache.gets}, by {@code result} {@code hit} or {@code miss}: look-ups. The rate of hits is the
 *       share of the one in both.
 *   <li>{@code billing.catalogue.cache.evictions}: entries that went because others needed their place.
 * </ul>
 */
public final class CacheMeters {
    private CacheMeters() {}

    /** Registers the meters, which show the store's memory for as long as the store is in use. */
    public static void register(MeterRegistry registry, JdbcBillingStore store) {
        for (CacheStatistics cache : store.cacheStatistics()) {
            String name = cache.name();
            Gauge.builder(
                            "billing.catalogue.cache.size",
                            store,
                            it -> of(name, it).size())
                    .description("Meters and plan versions that are remembered")
                    .tag("cache", name)
                    .register(registry);
            gets(registry, store, name, "hit", CacheStatistics::hits);
            gets(registry, store, name, "miss", CacheStatistics::misses);
            FunctionCounter.builder(
                            "billing.catalogue.cache.evictions",
                            store,
                            it -> of(name, it).evictions())
                    .description("Entries that went because others needed their place")
                    .tag("cache", name)
                    .register(registry);
        }
    }

    private static void gets(
            MeterRegistry registry,
            JdbcBillingStore store,
            String name,
            String result,
            ToLongFunction<CacheStatistics> count) {
        FunctionCounter.builder("billing.catalogue.cache.gets", store, it -> count.applyAsLong(of(name, it)))
                .description("Look-ups of meters and plan versions")
                .tag("cache", name)
                .tag("result", result)
                .register(registry);
    }

    private static CacheStatistics of(String name, JdbcBillingStore store) {
        return store.cacheStatistics().stream()
                .filter(cache -> cache.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
