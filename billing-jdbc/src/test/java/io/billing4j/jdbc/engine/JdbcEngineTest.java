package io.billing4j.jdbc.engine;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.billing4j.jdbc.JdbcBillingStore;
import io.billing4j.jdbc.TestDatabase;
import io.billing4j.store.BillingStore;
import io.billing4j.testkit.engine.EngineContract;
import org.junit.jupiter.api.AutoClose;

class JdbcEngineTest extends EngineContract {
    @AutoClose
    private static final HikariDataSource CONNECTIONS = connections();

    private static final BillingStore STORE =
            JdbcBillingStore.builder(CONNECTIONS).build();

    @Override
    public BillingStore newStore() {
        return STORE;
    }

    /** Thousands of transactions follow each other: a connection for each would take longer than all they do. */
    private static HikariDataSource connections() {
        HikariConfig config = new HikariConfig();
        config.setDataSource(TestDatabase.freshDatabase().application());
        config.setMaximumPoolSize(16);
        config.setMinimumIdle(0);
        return new HikariDataSource(config);
    }
}
