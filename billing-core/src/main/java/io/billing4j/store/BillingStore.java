package io.billing4j.store;

import io.billing4j.id.TenantId;
import java.util.function.Function;

/** Where the books are kept. Safe for use by many threads. */
public interface BillingStore {
    /**
     * Runs the work in one transaction of one tenant: all that it wrote is there afterwards, or, if it throws, nothing.
     * Nobody sees any of it before, and it sees nothing of other tenants.
     *
     * <p>A store that owns its transactions runs the work again, up to three times, when it lost to another transaction;
     * the work therefore has no effect but through the unit of work. On a transaction that the host owns the work runs
     * once, and a failure undoes the work and leaves the host's transaction usable.
     *
     * @throws io.billing4j.error.BillingException TENANT_NOT_FOUND for an unknown tenant; STORE_CONTENTION or
     *     STORE_UNAVAILABLE where the same call may succeed later; whatever the work throws
     */
    <T> T inTransaction(TenantId tenant, Function<UnitOfWork, T> work);

    /**
     * Whether what a transaction wrote is committed when {@link #inTransaction} returns: true unless it was part of a
     * transaction that the host owns.
     */
    default boolean ownsTransactions() {
        return true;
    }

    /** The tenants themselves, which belong to none. */
    TenantRegistry tenants();

    /** What tenants have hinted at, for workers that serve all of them. */
    OpenWork openWork();
}
