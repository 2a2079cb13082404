package io.billing4j.jdbc.store;

import io.billing4j.jdbc.JdbcBillingStore;
import io.billing4j.jdbc.TestDatabase;
import io.billing4j.store.BillingStore;
import io.billing4j.testkit.BillingStoreContract;
import java.time.Instant;

class JdbcStoreContractTest extends BillingStoreContract {
    private static final BillingStore STORE =
            JdbcBillingStore.builder(TestDatabase.freshDatabase().application()).build();

    @Override
    public BillingStore newStore() {
        return STORE;
    }

    @Override
    public Instant usageStartInclusive() {
        return Instant.parse("2000-01-01T00:00:00Z");
    }

    @Override
    public Instant usageEndExclusive() {
        return Instant.parse("2100-01-01T00:00:00Z");
    }
}
