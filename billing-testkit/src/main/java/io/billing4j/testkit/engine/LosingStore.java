package io.billing4j.testkit.engine;

import io.billing4j.id.TenantId;
import io.billing4j.store.BillingStore;
import io.billing4j.store.OpenWork;
import io.billing4j.store.TenantRegistry;
import io.billing4j.store.UnitOfWork;
import java.util.function.Function;

/** A store that loses each transaction once, at its end, and runs its work again. */
final class LosingStore implements BillingStore {
    private final BillingStore store;

    LosingStore(BillingStore store) {
        this.store = store;
    }

    @Override
    public <T> T inTransaction(TenantId tenant, Function<UnitOfWork, T> work) {
        try {
            return store.inTransaction(tenant, unit -> {
                throw new Lost("would have given " + work.apply(unit));
            });
        } catch (Lost e) {
            return store.inTransaction(tenant, work);
        }
    }

    @Override
    public TenantRegistry tenants() {
        return store.tenants();
    }

    @Override
    public OpenWork openWork() {
        return store.openWork();
    }

    private static final class Lost extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Lost(String message) {
            super(message);
        }
    }
}
