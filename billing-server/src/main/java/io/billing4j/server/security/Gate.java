package io.billing4j.server.security;

import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.TenantId;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts who is inside, in all and by tenant, and lets nobody in beyond the limits. */
final class Gate {
    private final CallLimits limits;
    private final AtomicInteger all = new AtomicInteger();
    private final ConcurrentMap<TenantId, Integer> byTenant = new ConcurrentHashMap<>();

    Gate(CallLimits limits) {
        this.limits = limits;
    }

    /**
     * Lets somebody of the tenant in.
     *
     * @return lets him out; again, it does nothing
     * @throws BillingException TOO_MANY_REQUESTS
     */
    Runnable enter(TenantId tenant) {
        if (all.incrementAndGet() > limits.inAll()) {
            all.decrementAndGet();
            throw ErrorCode.TOO_MANY_REQUESTS.because(
                    "the server has " + limits.inAll() + " calls under way, as many as it takes");
        }
        if (byTenant.merge(tenant, 1, Integer::sum) > limits.atOnce()) {
            leave(tenant);
            throw ErrorCode.TOO_MANY_REQUESTS.because(
                    "the tenant has " + limits.atOnce() + " calls under way, as many as it may have");
        }
        AtomicBoolean inside = new AtomicBoolean(true);
        return () -> {
            if (inside.getAndSet(false)) {
                leave(tenant);
            }
        };
    }

    /** How many are inside. */
    int inside() {
        return all.get();
    }

    private void leave(TenantId tenant) {
        byTenant.computeIfPresent(tenant, (same, count) -> count == 1 ? null : count - 1);
        all.decrementAndGet();
    }
}
