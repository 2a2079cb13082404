package io.billing4j.testkit.engine;

import io.billing4j.store.BillingStore;
import io.billing4j.store.memory.InMemoryBillingStore;

class InMemoryEngineTest extends EngineContract {
    @Override
    public BillingStore newStore() {
        return new InMemoryBillingStore();
    }
}
