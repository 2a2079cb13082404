package io.billing4j.server.demo;

import io.billing4j.store.BillingStore;
import io.billing4j.store.memory.InMemoryBillingStore;

class DemoJobInMemoryTest extends DemoJobContract {
    @Override
    BillingStore emptyStore() {
        return new InMemoryBillingStore();
    }
}
