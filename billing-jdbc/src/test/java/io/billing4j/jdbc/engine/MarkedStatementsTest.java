package io.billing4j.jdbc.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.billing4j.jdbc.JdbcBillingStore;
import io.billing4j.jdbc.SentStatements;
import io.billing4j.jdbc.TestDatabase;
import io.billing4j.store.BillingStore;
import io.billing4j.testkit.history.HistoryContract;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;

/** Whatever random histories make a store send begins with the comment that names its area. */
class MarkedStatementsTest extends HistoryContract {
    private static final Pattern MARK = Pattern.compile("/\\* billing4j:([a-z_]+) \\*/ .*", Pattern.DOTALL);

    private final SentStatements sent = new SentStatements();

    @AutoClose
    private final HikariDataSource connections = connections();

    private final BillingStore store =
            JdbcBillingStore.builder(sent.of(connections)).build();

    @Override
    protected BillingStore newStore() {
        return store;
    }

    @Override
    protected int usualHistories() {
        return 5;
    }

    @Override
    protected void held(int histories) {
        Set<String> all = sent.all();
        assertThat(all).filteredOn(text -> !MARK.matcher(text).matches()).isEmpty();
        assertThat(all.stream().map(MARK::matcher).filter(Matcher::matches).map(found -> found.group(1)))
                .contains("transaction", "tenants", "settings", "catalogue", "customers", "subscriptions")
                .contains("usage", "invoices", "slots", "balances", "numbers", "runs", "journal");
    }

    private static HikariDataSource connections() {
        HikariConfig config = new HikariConfig();
        config.setDataSource(TestDatabase.freshDatabase().application());
        config.setMaximumPoolSize(2);
        return new HikariDataSource(config);
    }
}
