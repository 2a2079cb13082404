package io.billing4j.engine;

import io.billing4j.audit.Actor;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.TenantId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/** Whose commands these are, and on whose behalf. */
record TenantScope(EngineContext context, TenantId tenant, Actor actor) {
    /** Runs one command in one transaction, at one instant of the tenant's business time. */
    <T> T inTransaction(Function<Work, T> command) {
        return context.store()
                .inTransaction(
                        tenant,
                        unit -> command.apply(new Work(
                                unit,
                                unit.clock()
                                        .orElseGet(() -> context.clock().now(tenant))
                                        .truncatedTo(ChronoUnit.MICROS),
                                actor,
                                context.ids())));
    }

    /** Runs several commands in one transaction, at one instant of the tenant's business time. */
    <T> T together(Function<BillingEngine, T> commands) {
        AtomicReference<HeldObserver> last = new AtomicReference<>(new HeldObserver(context.observer()));
        boolean committed = false;
        try {
            T result = context.store().inTransaction(tenant, unit -> {
                JoinedStore joined = new JoinedStore(unit);
                // Of an attempt that the store runs again nobody is told.
                HeldObserver held = new HeldObserver(context.observer());
                last.set(held);
                Instant now = context.clock().now(tenant);
                EngineContext within = context.within(joined, held, now);
                T made = commands.apply(new BillingEngine(new TenantScope(within, tenant, actor)));
                joined.requireWhole();
                return made;
            });
            committed = true;
            return result;
        } finally {
            last.get().over(committed);
        }
    }

    /** Whether this is one of several commands in one transaction. */
    boolean joined() {
        return context.store() instanceof JoinedStore;
    }

    /** Refuses with UNSUITABLE_TRANSACTION, as one of several commands in one transaction, what needs more than one. */
    void requireApart(String what) {
        if (joined()) {
            throw JoinedStore.severalTransactions(what);
        }
    }

    /** Refuses with UNSUITABLE_TRANSACTION to lock what would be free again once the call returns. */
    void requireHeld() {
        if (context.store().ownsTransactions()) {
            throw ErrorCode.UNSUITABLE_TRANSACTION.because(
                    "expected to be called within inTransaction or a transaction of the host's: the lock would be gone at once");
        }
    }
}
