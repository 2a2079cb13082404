package io.billing4j.tenant;

import io.billing4j.error.Inputs;
import io.billing4j.id.SystemSource;
import io.billing4j.id.TenantId;
import java.time.Clock;
import java.time.Instant;

/**
 * Business time, tenant by tenant. It is read once per unit of work and handed down, so that everything a command writes
 * carries the same instant.
 */
@FunctionalInterface
public interface BillingClock {
    /** What time it is for this tenant. */
    Instant now(TenantId tenant);

    /** The machine's clock for every tenant. */
    static BillingClock system() {
        return of(SystemSource.clock());
    }

    /** One clock for every tenant. */
    static BillingClock of(Clock clock) {
        Inputs.required("clock", clock);
        return tenant -> clock.instant();
    }
}
