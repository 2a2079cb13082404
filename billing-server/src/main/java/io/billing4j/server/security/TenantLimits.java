package io.billing4j.server.security;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.SystemSource;
import io.billing4j.id.TenantId;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Refuses what is too much at once, before any work is done for it: nothing waits in a queue that nobody sees. Each node
 * counts for itself. Safe for many threads.
 */
public final class TenantLimits {
    private static final Duration FORGOTTEN = Duration.ofMinutes(1);

    private final CallLimits limits;
    private final LongSupplier nanos;
    private final long interval;
    private final AtomicInteger all = new AtomicInteger();
    private final ConcurrentMap<TenantId, Integer> underWay = new ConcurrentHashMap<>();
    // When the next call of a tenant would be due if its calls came evenly: it may run ahead of the clock by the burst.
    private final LoadingCache<TenantId, AtomicLong> due;

    /** By the clock of the machine. */
    public TenantLimits(CallLimits limits) {
        this(limits, SystemSource::nanoTime);
    }

    /** By this clock, which never goes back. */
    TenantLimits(CallLimits limits, LongSupplier nanos) {
        this.limits = limits;
        this.nanos = nanos;
        interval = TimeUnit.SECONDS.toNanos(1) / limits.perSecond();
        due = Caffeine.newBuilder()
                .expireAfterAccess(FORGOTTEN)
                .ticker(nanos::getAsLong)
                .executor(Runnable::run)
                .build(tenant -> new AtomicLong(nanos.getAsLong()));
    }

    /**
     * Lets a call in.
     *
     * @return to be run once when the call has ended
     * @throws BillingException TOO_MANY_REQUESTS
     */
    public Runnable admit(TenantId tenant) {
        if (all.incrementAndGet() > limits.inAll()) {
            all.decrementAndGet();
            throw tooMany("the server has " + limits.inAll() + " calls under way, as many as it takes");
        }
        if (underWay.merge(tenant, 1, Integer::sum) > limits.atOnce()) {
            leave(tenant);
            throw tooMany("the tenant has " + limits.atOnce() + " calls under way, as many as it may have");
        }
        try {
            pace(tenant);
        } catch (BillingException e) {
            leave(tenant);
            throw e;
        }
        return () -> leave(tenant);
    }

    /**
     * Lets the beginning of a stream in, which may last for days and is paced by its answers.
     *
     * @throws BillingException TOO_MANY_REQUESTS
     */
    public void admitStream(TenantId tenant) {
        pace(tenant);
    }

    /** How many calls are under way. */
    public int underWay() {
        return all.get();
    }

    private void leave(TenantId tenant) {
        underWay.computeIfPresent(tenant, (same, count) -> count == 1 ? null : count - 1);
        all.decrementAndGet();
    }

    /** The generic cell rate algorithm of ITU-T I.371, as a virtual scheduling. */
    private void pace(TenantId tenant) {
        AtomicLong next = due.get(tenant);
        long ahead = interval * (2L * limits.perSecond() - 1);
        while (true) {
            long now = nanos.getAsLong();
            long expected = next.get();
            if (expected - now > ahead) {
                throw tooMany("the tenant may make " + limits.perSecond() + " calls in a second");
            }
            long later = expected - now < 0 ? now : expected;
            if (next.compareAndSet(expected, later + interval)) {
                return;
            }
        }
    }

    private static BillingException tooMany(String detail) {
        return ErrorCode.TOO_MANY_REQUESTS.because(detail);
    }
}
