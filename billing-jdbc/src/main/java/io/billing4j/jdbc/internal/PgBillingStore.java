package io.billing4j.jdbc.internal;

import io.billing4j.id.TenantId;
import io.billing4j.store.BillingStore;
import io.billing4j.store.OpenWork;
import io.billing4j.store.TenantRegistry;
import io.billing4j.store.UnitOfWork;
import java.util.function.Function;

/** The books, in whatever transactions they are kept. */
public final class PgBillingStore implements BillingStore {
    private final Transactions transactions;
    private final StoreMemory memory;

    /** The books in these transactions. */
    public PgBillingStore(Transactions transactions, StoreMemory memory) {
        this.transactions = transactions;
        this.memory = memory;
    }

    @Override
    public <T> T inTransaction(TenantId tenant, Function<UnitOfWork, T> work) {
        return transactions.run(
                TenantScope.of(tenant), session -> work.apply(new PgUnitOfWork(tenant, session, memory)));
    }

    @Override
    public boolean ownsTransactions() {
        return transactions.owned();
    }

    @Override
    public TenantRegistry tenants() {
        return new PgTenantRegistry(transactions);
    }

    @Override
    public OpenWork openWork() {
        return new PgOpenWork(transactions);
    }
}
