package io.billing4j.server.api;

import io.billing4j.id.TenantId;
import io.billing4j.store.BillingStore;
import io.billing4j.store.TenantRegistry;
import io.billing4j.store.UnitOfWork;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** A store whose transactions wait while its gate is shut. */
final class GatedStore implements BillingStore {
    private final BillingStore store;
    private volatile CountDownLatch gate = new CountDownLatch(0);

    GatedStore(BillingStore store) {
        this.store = store;
    }

    void shut() {
        gate = new CountDownLatch(1);
    }

    void open() {
        gate.countDown();
    }

    @Override
    public <T> T inTransaction(TenantId tenant, Function<UnitOfWork, T> work) {
        try {
            if (!gate.await(60, TimeUnit.SECONDS)) {
                throw new AssertionError("nobody opened the gate");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
        return store.inTransaction(tenant, work);
    }

    @Override
    public TenantRegistry tenants() {
        return store.tenants();
    }
}
