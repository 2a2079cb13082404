package io.billing4j.testkit.engine;

import io.billing4j.id.TenantId;
import io.billing4j.store.BillingStore;
import io.billing4j.store.OpenWork;
import io.billing4j.store.TenantRegistry;
import io.billing4j.store.UnitOfWork;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A store that lets transactions begin when the test says so, counts them, and fails one at its end. */
final class StagedStore implements BillingStore {
    private final BillingStore store;
    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger committed = new AtomicInteger();
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final AtomicReference<@Nullable Runnable> fault = new AtomicReference<>();
    private volatile CountDownLatch gate = new CountDownLatch(0);

    StagedStore(BillingStore store) {
        this.store = store;
    }

    /** Makes transactions wait before they begin. */
    void hold() {
        gate = new CountDownLatch(1);
    }

    void release() {
        gate.countDown();
    }

    /** Makes the next transaction run into this before its commit. */
    void failNext(Runnable failure) {
        fault.set(failure);
    }

    /** How many have been begun, held ones among them. */
    int begun() {
        return begun.get();
    }

    int committed() {
        return committed.get();
    }

    /** How many were under way at once at most, held ones among them. */
    int most() {
        return most.get();
    }

    void reset() {
        begun.set(0);
        committed.set(0);
        most.set(0);
    }

    @Override
    public <T> T inTransaction(TenantId tenant, Function<UnitOfWork, T> work) {
        begun.incrementAndGet();
        most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
        try {
            await(gate);
            T result = store.inTransaction(tenant, unit -> {
                T done = work.apply(unit);
                Runnable failure = fault.getAndSet(null);
                if (failure != null) {
                    failure.run();
                }
                return done;
            });
            committed.incrementAndGet();
            return result;
        } finally {
            underWay.decrementAndGet();
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

    private static void await(CountDownLatch gate) {
        try {
            if (!gate.await(60, TimeUnit.SECONDS)) {
                throw new AssertionError("nobody released the transaction");
            }
        } catch (InterruptedException e) {
            throw new AssertionError("a held transaction was interrupted", e);
        }
    }
}
