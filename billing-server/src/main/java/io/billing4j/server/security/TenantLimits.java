package io.billing4j.server.security;

import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.SystemSource;
import io.billing4j.id.TenantId;
import java.util.function.LongSupplier;

/**
 * Refuses what is too much at once, before any work is done for it: nothing waits in a queue that nobody sees. Each node
 * counts for itself. Safe for many threads.
 */
public final class TenantLimits {
    private final CallLimits limits;
    private final Gate calls;
    private final Gate streams;
    private final Pace<TenantId> pace;

    /** By the clock of the machine. */
    public TenantLimits(CallLimits limits) {
        this(limits, SystemSource::nanoTime);
    }

    /** By this clock, which never goes back. */
    TenantLimits(CallLimits limits, LongSupplier nanos) {
        this.limits = limits;
        calls = new Gate(limits);
        streams = new Gate(limits);
        pace = new Pace<>(limits.perSecond(), nanos);
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
        if (!pace.take(tenant)) {
            leave.run();
            throw ErrorCode.TOO_MANY_REQUESTS.because(
                    "the tenant may make " + limits.perSecond() + " calls in a second");
        }
        return leave;
    }
}
