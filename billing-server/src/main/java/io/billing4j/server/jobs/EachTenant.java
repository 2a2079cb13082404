package io.billing4j.server.jobs;

import io.billing4j.error.ErrorCode;
import io.billing4j.tenant.Tenant;
import java.util.Collection;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does something for one tenant after the other, so that one that fails holds up nobody. */
final class EachTenant {
    private static final Logger LOG = LoggerFactory.getLogger(EachTenant.class);

    private EachTenant() {}

    /**
     * Throws the first failure once all had their turn.
     *
     * @throws io.billing4j.error.BillingException SERVER_UNAVAILABLE once the thread is interrupted, and there is another tenant
     */
    static void of(Collection<Tenant> tenants, Consumer<Tenant> work) {
        RuntimeException first = null;
        for (Tenant tenant : tenants) {
            if (Thread.currentThread().isInterrupted()) {
                throw ErrorCode.SERVER_UNAVAILABLE.because("the thread was interrupted before " + tenant.id());
            }
            first = one(tenant, work, first);
        }
        if (first != null) {
            throw first;
        }
    }

    private static @Nullable RuntimeException one(
            Tenant tenant, Consumer<Tenant> work, @Nullable RuntimeException before) {
        try {
            work.accept(tenant);
            return before;
        } catch (RuntimeException e) {
            LOG.warn("a job of all tenants failed for {}: {}", tenant.id(), e.toString());
            return before == null ? e : before;
        }
    }
}
