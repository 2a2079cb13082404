package io.billing4j.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.billing4j.en16931.EnCheck;
import io.billing4j.store.BillingStore;
import io.billing4j.testkit.history.DocumentRule;
import io.billing4j.testkit.history.HistoryContract;
import java.util.List;
import org.junit.jupiter.api.AfterAll;

class HistoryFuzzTest extends HistoryContract {
    private static final HikariDataSource CONNECTIONS = connections();
    private static final BillingStore STORE =
            JdbcBillingStore.builder(CONNECTIONS).build();

    private final EnCheck standard = new EnCheck();

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

    @Override
    protected List<DocumentRule> documentRules() {
        return List.of(standard::broken);
    }

    /** A few histories may have no document that the standard is about, such as one history in a currency of three decimals. */
    @Override
    protected void held(int histories) {
        System.out.println(standard);
        if (histories >= usualHistories()) {
            assertThat(standard.mapped()).isPositive();
        }
    }

    /** Thousands of transactions follow each other: a connection for each would take longer than all they do. */
    private static HikariDataSource connections() {
        HikariConfig config = new HikariConfig();
        config.setDataSource(TestDatabase.freshDatabase().application());
        config.setMaximumPoolSize(2);
        return new HikariDataSource(config);
    }
}
