package io.billing4j.server.jobs;

import io.billing4j.audit.Actor;
import io.billing4j.engine.Billing4J;
import io.billing4j.engine.BillingEngine;
import io.billing4j.id.TenantId;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One time that a job is to be done.
 *
 * @param tenant whose job it is; null for one of all tenants
 * @param now by the node's clock
 * @param wanted whether somebody wants it now
 * @param state what is known of the times before
 * @param begin tells that there is something to do, so that people see that it is under way
 */
record JobCall(
        JobName job,
        Billing4J billing,
        @Nullable TenantId tenant,
        Instant now,
        boolean wanted,
        JobState state,
        Runnable begin) {
    /** The tenant's books, in the job's name. */
    BillingEngine engine() {
        return engine(Objects.requireNonNull(tenant, "a job of one tenant"));
    }

    BillingEngine engine(TenantId other) {
        return billing.forTenant(other, new Actor("job:" + job.key(), null));
    }
}
