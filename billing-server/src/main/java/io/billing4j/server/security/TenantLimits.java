package io.billing4j.server.security;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.SystemSource;
import io.billing4j.id.TenantId;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
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
    private final Gate calls;
    private final Gate streams;
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
        calls = new Gate(limits);
        streams = new Gate(limits);
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
     * @return to be run once when nothing works for it any more
     * @throws BillingException TOO_MANY_REQUESTS
     */
    public Runnable admit(TenantId tenant) {
        return admit(calls, tenant);
    }

    /**
     * Lets a stream in, which may last for hours: it counts among the streams that are open, as many as there may be calls under
     * way. Each does one thing at a time.
     *
     * @return to be run once when it has ended
     * @throws BillingException TOO_MANY_REQUESTS
     */
    public Runnable admitStream(TenantId tenant) {
        return admit(streams, tenant);
    }

    /** How many calls are under way, and streams open. */
    public int underWay() {
        return calls.inside() + streams.inside();
    }

    /** How much is asked at most. */
    public CallLimits limits() {
        return limits;
    }

    private Runnable admit(Gate gate, TenantId tenant) {
        Runnable leave = gate.enter(tenant);
        try {
            pace(tenant);
        } catch (BillingException e) {
            leave.run();
            throw e;
        }
        return leave;
    }

    /** The generic cell rate algorithm of ITU-T I.371, as a virtual scheduling. */
    private void pace(TenantId tenant) {
        AtomicLong next = due.get(tenant);
        long ahead = interval * (2L * limits.perSecond() - 1);
        while (true) {
            long now = nanos.getAsLong();
            long expected = next.get();
            if (expected - now > ahead) {
                throw ErrorCode.TOO_MANY_REQUESTS.because(
                        "the tenant may make " + limits.perSecond() + " calls in a second");
            }
            long later = expected - now < 0 ? now : expected;
            if (next.compareAndSet(expected, later + interval)) {
                return;
            }
        }
    }
}
