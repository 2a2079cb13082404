package io.billing4j.testkit;

import io.billing4j.store.BillingStore;
import io.billing4j.store.memory.InMemoryBillingStore;

class InMemoryBillingStoreTest extends BillingStoreContract {
    @Override
    public BillingStore newStore() {
        return new InMemoryBillingStore();
    }

    @Override
    public boolean transactionsOverlap() {
        return false;
    }
}
