package io.billing4j.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.billing4j.catalog.Charge;
import io.billing4j.engine.BillingEngine;
import io.billing4j.engine.EngineObserver;
import io.billing4j.engine.NewCustomer;
import io.billing4j.engine.NewSubscription;
import io.billing4j.id.ChargeId;
import io.billing4j.id.CustomerId;
import io.billing4j.id.PlanId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.id.TenantId;
import io.billing4j.period.BillingInterval;
import io.billing4j.price.PriceModel;
import io.billing4j.server.Caller.Answer;
import io.billing4j.server.faults.Await;
import io.billing4j.server.security.Tokens;
import io.billing4j.tenant.TenantKind;
import io.billing4j.tenant.TenantSettings;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.joda.money.BigMoney;
import org.joda.money.CurrencyUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a call gets for which there is no connection: all of the pool are with calls that wait for a customer. */
@Timeout(60)
class ExhaustedPoolTest {
    private static final TenantId ACME = TenantId.of("acme");
    private static final int CONNECTIONS = 2;

    private final TestDatabase database = TestDatabase.fresh();

    @TempDir
    private Path directory = Path.of("");

    @Test
    void it_is_told_so_before_its_time_is_up_and_the_next_is_served() throws Exception {
        Configuration configuration = Configuration.read(null, settings(), directory);
        try (ServerProcess server = ServerProcess.start(configuration, () -> true, EngineObserver.NONE);
                HikariDataSource pool = database.pool();
                Connection holder = pool.getConnection()) {
            subscribe(server);
            Caller caller = Caller.of(
                    URI.create("http://127.0.0.1:" + server.address().getPort()),
                    Tokens.bearer(ACME.value(), TenantKind.LIVE));
            hold(holder);
            List<CompletableFuture<Answer>> waiting = Stream.generate(
                            () -> caller.begin("/subscriptions/ada:setGroup", "{'group': 'PO-1'}"))
                    .limit(CONNECTIONS)
                    .toList();
            Await.until("all connections wait for the customer", () -> waiting() == CONNECTIONS);

            Answer refused = caller.get("/plans");
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.error()).isEqualTo("STORE_UNAVAILABLE");
            // The database is well: others need not be kept from this node.
            caller.status("/ready").ok();
            assertThat(waiting).noneMatch(CompletableFuture::isDone);

            holder.rollback();
            waiting.forEach(call -> call.join().ok());
            caller.get("/plans").ok();
        }
    }

    private Map<String, String> settings() {
        return Map.of(
                "BILLING_SERVER_PORT",
                "0",
                "BILLING_DATABASE_URL",
                database.url(),
                "BILLING_DATABASE_PASSWORD",
                TestDatabase.APP_PASSWORD,
                "BILLING_DATABASE_CONNECTIONS",
                Integer.toString(CONNECTIONS),
                "BILLING_DATABASE_ANSWER_SECONDS",
                "60",
                "BILLING_AUTH_SECRET",
                Tokens.SECRET,
                // A quarter of it is for a connection.
                "BILLING_LIMITS_CALL_SECONDS",
                "12",
                "BILLING_JOBS_ON",
                "off",
                "BILLING_RUNS_JOIN",
                "off");
    }

    private static void subscribe(ServerProcess server) {
        server.billing().createTenant(ACME, TenantKind.LIVE, TenantSettings.of(ZoneOffset.UTC, CurrencyUnit.USD));
        BillingEngine engine = server.billing().forTenant(ACME);
        Charge fee = Charge.fee(ChargeId.of("fee"), "Fee", PriceModel.flat(BigMoney.parse("USD 20")));
        engine.catalog()
                .createPlan(PlanId.of("basic"), "Basic", CurrencyUnit.USD, BillingInterval.MONTHLY, List.of(fee));
        engine.customers().create(NewCustomer.of(CustomerId.of("ada"), "Ada"));
        engine.subscriptions()
                .create(NewSubscription.of(CustomerId.of("ada"), PlanId.of("basic"), LocalDate.parse("2025-01-01"))
                        .withId(SubscriptionId.of("ada")));
    }

    /** Keeps everybody else from the customer until it is rolled back. */
    private static void hold(Connection holder) throws SQLException {
        holder.setAutoCommit(false);
        try (Statement statement = holder.createStatement()) {
            statement.execute("SELECT set_config('billing.tenant', 'acme', true)");
            statement.execute("SELECT FROM billing.customer WHERE tenant_id = 'acme' FOR NO KEY UPDATE");
        }
    }

    private long waiting() {
        try {
            return database.number("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                    + " AND wait_event_type = 'Lock'");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
