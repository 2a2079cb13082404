package io.billing4j.testkit;

import io.billing4j.id.TenantId;
import io.billing4j.store.BillingStore;
import io.billing4j.store.OpenWork;
import io.billing4j.store.TenantRegistry;
import io.billing4j.store.UnitOfWork;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * A store that tells how far its transactions have come, for tests that stop a process at a chosen point and look at what
 * the next one finds.
 *
 * <p>Points are {@code before} and {@code after} each verb of a port, such as {@code before usage.record} and {@code after
 * numbers.take}; {@value #BEFORE_COMMIT}, reached when the work is done; and {@value #AFTER_COMMIT}, reached before the
 * caller learns of it. What a failpoint throws counts as thrown by the work, but {@value #AFTER_COMMIT} undoes nothing. Work
 * that a store runs again reaches its points again.
 *
 * <pre>{@code
 * BillingStore store = new FailpointStore(
 *         jdbcStore, FailpointStore.at("after numbers.take", 2, () -> Runtime.getRuntime().halt(137)));
 * }</pre>
 */
public final class FailpointStore implements BillingStore {
    /** The point at the end of the work. */
    public static final String BEFORE_COMMIT = "before commit";

    /** The point after the transaction. */
    public static final String AFTER_COMMIT = "after commit";

    private final BillingStore store;
    private final Failpoint failpoint;

    /** Stands before the store and tells the failpoint of every point, in the thread of the transaction. */
    public FailpointStore(BillingStore store, Failpoint failpoint) {
        this.store = new InterceptedStore(store, call -> {
            failpoint.reached("before " + call.name());
            Object result = call.proceed();
            failpoint.reached("after " + call.name());
            return result;
        });
        this.failpoint = failpoint;
    }

    /** All points that there are. */
    public static SortedSet<String> points() {
        SortedSet<String> points = new TreeSet<>();
        points.add(BEFORE_COMMIT);
        points.add(AFTER_COMMIT);
        for (String verb : InterceptedStore.verbs()) {
            points.add("before " + verb);
            points.add("after " + verb);
        }
        return Collections.unmodifiableSortedSet(points);
    }

    /**
     * Does something once, when a point is reached for the n-th time.
     *
     * @param point one of {@link #points}
     * @param occurrence from 1, counted over all transactions
     * @throws IllegalArgumentException for a point that does not exist or an occurrence below 1: it would never be reached
     */
    public static Failpoint at(String point, int occurrence, Runnable action) {
        if (!points().contains(point) || occurrence < 1) {
            throw new IllegalArgumentException("never reached: " + point + ", occurrence " + occurrence);
        }
        AtomicInteger count = new AtomicInteger();
        return reached -> {
            if (reached.equals(point) && count.incrementAndGet() == occurrence) {
                action.run();
            }
        };
    }

    @Override
    public <T> T inTransaction(TenantId tenant, Function<UnitOfWork, T> work) {
        T result = store.inTransaction(tenant, unit -> {
            T done = work.apply(unit);
            failpoint.reached(BEFORE_COMMIT);
            return done;
        });
        failpoint.reached(AFTER_COMMIT);
        return result;
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

    /** Is told of every point. */
    @FunctionalInterface
    public interface Failpoint {
        /** A transaction has come to this point; it goes on when this returns. Called by many threads. */
        void reached(String point);
    }
}
