package io.billing4j.jdbc.engine;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.billing4j.jdbc.JdbcBillingStore;
import io.billing4j.jdbc.TestDatabase;
import io.billing4j.store.BillingStore;
import io.billing4j.testkit.engine.EngineContractTests;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

class JdbcEngineTest extends EngineContractTests {
    private final List<HikariDataSource> pools = new ArrayList<>();

    @Override
    protected BillingStore newStore() {
        HikariConfig config = new HikariConfig();
        config.setDataSource(TestDatabase.freshDatabase().application());
        config.setMaximumPoolSize(8);
        HikariDataSource pool = new HikariDataSource(config);
        pools.add(pool);
        return JdbcBillingStore.builder(pool).build();
    }

    @AfterEach
    void closePools() {
        pools.forEach(HikariDataSource::close);
    }
}
