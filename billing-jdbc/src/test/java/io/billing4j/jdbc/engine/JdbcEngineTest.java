package io.billing4j.jdbc.engine;

import io.billing4j.jdbc.JdbcBillingStore;
import io.billing4j.jdbc.TestDatabase;
import io.billing4j.store.BillingStore;
import io.billing4j.testkit.engine.EngineContract;

class JdbcEngineTest extends EngineContract {
    private static final BillingStore STORE =
            JdbcBillingStore.builder(TestDatabase.freshDatabase().application()).build();

    @Override
    public BillingStore newStore() {
        return STORE;
    }
}
