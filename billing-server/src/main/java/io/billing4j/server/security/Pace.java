package io.billing4j.server.security;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * How often something may happen to each of many, and twice as often after a pause: the generic cell rate algorithm of ITU-T I.371, as a
 * virtual scheduling. Whoever is not heard of for a minute is forgotten. Safe for many threads.
 */
final class Pace<K> {
    private static final Duration FORGOTTEN = Duration.ofMinutes(1);
    // Some megabytes of them.
    private static final int MOST = 100_000;

    private final LongSupplier nanos;
    private final long interval;
    private final long ahead;
    // When the next would be due if they came evenly: it may run ahead of the clock by the burst.
    private final LoadingCache<K, AtomicLong> due;

    /**
     * So often.
     *
     * @param nanos a clock that never goes back
     */
    Pace(int perSecond, LongSupplier nanos) {
        this.nanos = nanos;
        interval = TimeUnit.SECONDS.toNanos(1) / perSecond;
        ahead = interval * (2L * perSecond - 1);
        due = Caffeine.newBuilder()
                .expireAfterAccess(FORGOTTEN)
                .maximumSize(MOST)
                .ticker(nanos::getAsLong)
                .executor(Runnable::run)
                .build(key -> new AtomicLong(nanos.getAsLong()));
    }

    /** Counts one, unless it is one too many. */
    boolean take(K key) {
        AtomicLong next = due.get(key);
        while (true) {
            long now = nanos.getAsLong();
            long expected = next.get();
            if (expected - now > ahead) {
                return false;
            }
            long later = expected - now < 0 ? now : expected;
            if (next.compareAndSet(expected, later + interval)) {
                return true;
            }
        }
    }

    /** Whether one more would be one too many. */
    boolean isSpent(K key) {
        AtomicLong next = due.getIfPresent(key);
        return next != null && next.get() - nanos.getAsLong() > ahead;
    }
}
