package io.billing4j.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.billing4j.store.BillingStore;
import io.billing4j.testkit.history.HistoryContract;
import org.junit.jupiter.api.AfterAll;

class HistoryFuzzTest extends HistoryContract {
    private static final HikariDataSource CONNECTIONS = connections();
    private static final BillingStore STORE =
            JdbcBillingStore.builder(CONNECTIONS).build();

    @AfterAll
    static void close() {
        CONNECTIONS.close();
    }

    @Override
    protected BillingStore newStore() {
        return STORE;
    }

    @Override
    protected int usualHistories() {
        return 60;
    }

    /** Thousands of transactions follow each other: a connection for each would take longer than all they do. */
    private static HikariDataSource connections() {
        HikariConfig config = new HikariConfig();
        config.setDataSource(TestDatabase.freshDatabase().application());
        config.setMaximumPoolSize(2);
        return new HikariDataSource(config);
    }
}
