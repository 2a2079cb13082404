package io.billing4j.server.api;

import io.billing4j.id.TenantId;
import io.billing4j.store.BillingStore;
import io.billing4j.store.OpenWork;
import io.billing4j.store.TenantRegistry;
import io.billing4j.store.UnitOfWork;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;

/** A store whose transactions wait while its gate is shut, all of them or those of one tenant. */
final class GatedStore implements BillingStore {
    private final BillingStore store;
    private final AtomicInteger begun = new AtomicInteger();
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private volatile Predicate<TenantId> kept = tenant -> true;

    GatedStore(BillingStore store) {
        this.store = store;
    }

    /** Makes transactions wait from now on, and counts them anew. */
    void shut() {
        shut(tenant -> true);
    }

    /** The same for some tenants; the others go by and are not counted. */
    void shut(Predicate<TenantId> tenants) {
        kept = tenants;
        gate = new CountDownLatch(1);
        begun.set(0);
    }

    /** How many transactions have come to the gate since it was shut. */
    int begun() {
        return begun.get();
    }

    void open() {
        gate.countDown();
    }

    @Override
    public <T> T inTransaction(TenantId tenant, Function<UnitOfWork, T> work) {
        if (kept.test(tenant)) {
            begun.incrementAndGet();
            pass();
        }
        return store.inTransaction(tenant, work);
    }

    private void pass() {
        try {
            if (!gate.await(60, TimeUnit.SECONDS)) {
                throw new AssertionError("nobody opened the gate");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public boolean ownsTransactions() {
        return store.ownsTransactions();
    }

    @Override
    public TenantRegistry tenants() {
        return store.tenants();
    }

    @Override
    public OpenWork openWork() {
        return store.openWork();
    }
}
