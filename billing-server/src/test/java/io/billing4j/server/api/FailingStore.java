package io.billing4j.server.api;

import io.billing4j.id.TenantId;
import io.billing4j.store.BillingStore;
import io.billing4j.store.OpenWork;
import io.billing4j.store.TenantRegistry;
import io.billing4j.store.UnitOfWork;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A store whose transactions fail while somebody wants it. */
final class FailingStore implements BillingStore {
    private final BillingStore store;
    private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();

    FailingStore(BillingStore store) {
        this.store = store;
    }

    /** Transactions fail so from now on; with null no more. */
    void fail(@Nullable RuntimeException with) {
        failure.set(with);
    }

    @Override
    public <T> T inTransaction(TenantId tenant, Function<UnitOfWork, T> work) {
        RuntimeException wanted = failure.get();
        if (wanted != null) {
            throw wanted;
        }
        return store.inTransaction(tenant, work);
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
