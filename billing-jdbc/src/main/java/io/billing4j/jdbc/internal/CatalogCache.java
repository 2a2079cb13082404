package io.billing4j.jdbc.internal;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.stats.CacheStats;
import io.billing4j.catalog.Meter;
import io.billing4j.catalog.PlanVersion;
import io.billing4j.catalog.PlanVersionRef;
import io.billing4j.id.MeterId;
import io.billing4j.jdbc.CacheStatistics;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What of the catalogue never changes, tenant by tenant: meters and versions, 10,000 of each at most. It holds committed
 * rows only: a transaction that may see others reads from it and puts nothing in.
 */
public final class CatalogCache {
    private static final long MOST = 10_000;

    private final Cache<Key<MeterId>, Meter> meters = cache();
    private final Cache<Key<PlanVersionRef>, PlanVersion> versions = cache();

    /** An empty cache. */
    public CatalogCache() {}

    /** What each of the two has been good for, in the order meters, versions. */
    public List<CacheStatistics> statistics() {
        return List.of(statistics("meters", meters), statistics("plan_versions", versions));
    }

    private static CacheStatistics statistics(String name, Cache<?, ?> cache) {
        CacheStats stats = cache.stats();
        return new CacheStatistics(
                name, cache.estimatedSize(), stats.hitCount(), stats.missCount(), stats.evictionCount());
    }

    Map<MeterId, Meter> meters(
            String tenant, Collection<MeterId> ids, boolean fill, Function<Set<MeterId>, Map<MeterId, Meter>> load) {
        return find(meters, tenant, ids, fill, load);
    }

    Map<PlanVersionRef, PlanVersion> versions(
            String tenant,
            Collection<PlanVersionRef> refs,
            boolean fill,
            Function<Set<PlanVersionRef>, Map<PlanVersionRef, PlanVersion>> load) {
        return find(versions, tenant, refs, fill, load);
    }

    private static <K, V> Map<K, V> find(
            Cache<Key<K>, V> cache,
            String tenant,
            Collection<K> wanted,
            boolean fill,
            Function<Set<K>, Map<K, V>> load) {
        Map<K, V> found = new HashMap<>();
        for (K key : wanted) {
            V cached = cache.getIfPresent(new Key<>(tenant, key));
            if (cached != null) {
                found.put(key, cached);
            }
        }
        Set<K> missing = wanted.stream().filter(key -> !found.containsKey(key)).collect(Collectors.toSet());
        if (!missing.isEmpty()) {
            Map<K, V> loaded = load.apply(missing);
            found.putAll(loaded);
            if (fill) {
                loaded.forEach((key, value) -> cache.put(new Key<>(tenant, key), value));
            }
        }
        return found;
    }

    private static <K, V> Cache<Key<K>, V> cache() {
        return Caffeine.newBuilder().maximumSize(MOST).recordStats().build();
    }

    private record Key<K>(String tenant, K id) {}
}
