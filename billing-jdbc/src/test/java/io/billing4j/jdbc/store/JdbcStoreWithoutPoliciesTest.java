package io.billing4j.jdbc.store;

import com.zaxxer.hikari.HikariDataSource;
import io.billing4j.jdbc.JdbcBillingStore;
import io.billing4j.jdbc.TestDatabase;
import io.billing4j.store.BillingStore;
import io.billing4j.testkit.BillingStoreContract;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;

/** The contract as a role to which policies mean nothing: every statement names its tenant by itself. */
class JdbcStoreWithoutPoliciesTest extends BillingStoreContract {
    private static final HikariDataSource POOL =
            TestBooks.pool(TestDatabase.freshDatabase().administrator(), 16);
    private static final BillingStore STORE =
            JdbcBillingStore.builder(POOL).acceptRoleThatBypassesPolicies().build();

    @AfterAll
    static void closePool() {
        POOL.close();
    }

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
