package io.billing4j.testkit.engine;

import io.billing4j.store.BillingStore;
import io.billing4j.store.memory.InMemoryBillingStore;

class InMemoryEngineTest extends EngineContractTests {
    @Override
    protected BillingStore newStore() {
        return new InMemoryBillingStore();
    }
}
