package io.billing4j.testkit.history;

import io.billing4j.store.BillingStore;
import io.billing4j.store.memory.InMemoryBillingStore;

class HistoryFuzzTest extends HistoryContract {
    @Override
    protected BillingStore newStore() {
        return new InMemoryBillingStore();
    }

    @Override
    protected int usualHistories() {
        return 240;
    }
}
