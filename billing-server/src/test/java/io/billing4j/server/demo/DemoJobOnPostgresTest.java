package io.billing4j.server.demo;

import com.zaxxer.hikari.HikariDataSource;
import io.billing4j.jdbc.JdbcBillingStore;
import io.billing4j.server.TestDatabase;
import io.billing4j.store.BillingStore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

class DemoJobOnPostgresTest extends DemoJobContract {
    private @Nullable HikariDataSource pool;

    @Override
    BillingStore emptyStore() {
        pool = TestDatabase.fresh().pool();
        return JdbcBillingStore.builder(pool).build();
    }

    @AfterEach
    void close() {
        if (pool != null) {
            pool.close();
        }
    }
}
