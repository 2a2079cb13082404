package io.billing4j.jdbc.engine;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.billing4j.catalog.Charge;
import io.billing4j.engine.Billing4J;
import io.billing4j.engine.BillingEngine;
import io.billing4j.engine.NewCustomer;
import io.billing4j.engine.NewSubscription;
import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.ChargeId;
import io.billing4j.id.CustomerId;
import io.billing4j.id.PlanId;
import io.billing4j.id.TenantId;
import io.billing4j.jdbc.JdbcBillingStore;
import io.billing4j.jdbc.TestDatabase;
import io.billing4j.period.BillingInterval;
import io.billing4j.price.PriceModel;
import io.billing4j.run.BillingRun;
import io.billing4j.run.RunStatus;
import io.billing4j.store.Page;
import io.billing4j.tenant.BillingClock;
import io.billing4j.tenant.TenantKind;
import io.billing4j.tenant.TenantSettings;
import io.billing4j.testkit.FailpointStore;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.joda.money.BigMoney;
import org.joda.money.CurrencyUnit;

/** A database with a few customers of two tenants who all have a month to pay in advance, and processes that bill them. */
final class SharedBooks implements AutoCloseable {
    static final TenantId ALPHA = TenantId.of("alpha");
    static final TenantId BETA = TenantId.of("beta");
    static final int CUSTOMERS = 3;
    static final Instant CUT_OFF = Instant.parse("2023-11-01T00:00:00Z");

    private static final long PATIENCE_NANOS = 60_000_000_000L;

    private static final TestDatabase OUTSIDE = TestDatabase.emptyDatabase();

    private final TestDatabase database = TestDatabase.freshDatabase();
    private final HikariDataSource pool = pool();

    SharedBooks() {
        fill(ALPHA);
        fill(BETA);
    }

    /** Another process: an engine of its own. */
    Billing4J process() {
        return billing(new FailpointStore(store(), point -> {}));
    }

    /** A process that is told how far its transactions have come. */
    Billing4J process(FailpointStore.Failpoint watch) {
        return billing(new FailpointStore(store(), watch));
    }

    DataSource sessions() {
        return database.application();
    }

    String name() {
        return database.name();
    }

    /** A process asks for the run, and dies after it has begun and before anybody is billed. */
    void beginAndDie(TenantId tenant) {
        Billing4J doomed = process(FailpointStore.at("before runs.advance", 2, () -> {
            throw ErrorCode.STORE_UNAVAILABLE.because("dead");
        }));
        try {
            doomed.forTenant(tenant).runs().run(CUT_OFF);
        } catch (BillingException e) {
            if (e.code() == ErrorCode.STORE_UNAVAILABLE) {
                return;
            }
            throw e;
        }
        throw new AssertionError("it has survived");
    }

    void awaitCompleted(TenantId tenant) {
        await("the run of " + tenant + " is completed", () -> status(tenant) == RunStatus.COMPLETED);
        await(
                "its hint is gone",
                () -> number("SELECT count(*) FROM billing.work_due WHERE tenant_id = '" + tenant + "'") == 0);
    }

    RunStatus status(TenantId tenant) {
        return run(tenant).status();
    }

    BillingRun run(TenantId tenant) {
        return process().forTenant(tenant).runs().findByCutOff(CUT_OFF).orElseThrow();
    }

    int documents(TenantId tenant) {
        return process()
                .forTenant(tenant)
                .listInvoices(null, Page.first(Page.MAX_SIZE))
                .size();
    }

    /** Who listens, by the server's process. */
    List<String> listeners() {
        String ids = text("SELECT coalesce(string_agg(pid::text, ','), '') FROM pg_stat_activity"
                + " WHERE datname = current_database() AND query LIKE 'LISTEN%'");
        return ids.isEmpty() ? List.of() : List.of(ids.split(","));
    }

    void administer(String sql) {
        try (Connection connection = database.administrator().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    long number(String query) {
        return Long.parseLong(text(query));
    }

    /** The same from another database of the server. */
    static long numberFromOutside(String query) {
        return Long.parseLong(text(OUTSIDE, query));
    }

    /** Has the pool's idle connections closed. */
    void disconnect() {
        pool.getHikariPoolMXBean().softEvictConnections();
    }

    private String text(String query) {
        return text(database, query);
    }

    private static String text(TestDatabase database, String query) {
        try (Connection connection = database.administrator().getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            result.next();
            return String.valueOf(result.getString(1));
        } catch (SQLException e) {
            throw new IllegalStateException(query, e);
        }
    }

    static void await(String what, BooleanSupplier condition) {
        long begun = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - begun > PATIENCE_NANOS) {
                throw new AssertionError("waited in vain until " + what);
            }
            LockSupport.parkNanos(5_000_000);
        }
    }

    @Override
    public void close() {
        pool.close();
    }

    /** A pool with as few connections as are needed, so that none is opened ahead. */
    private HikariDataSource pool() {
        HikariConfig config = new HikariConfig();
        config.setDataSource(database.application());
        config.setMaximumPoolSize(6);
        config.setMinimumIdle(0);
        return new HikariDataSource(config);
    }

    private JdbcBillingStore store() {
        return JdbcBillingStore.builder(pool).build();
    }

    private static Billing4J billing(FailpointStore store) {
        return Billing4J.builder(store)
                .clock(BillingClock.of(Clock.fixed(CUT_OFF, ZoneOffset.UTC)))
                .build();
    }

    private void fill(TenantId tenant) {
        Billing4J billing = process();
        billing.createTenant(tenant, TenantKind.LIVE, TenantSettings.of(ZoneId.of("UTC"), CurrencyUnit.USD));
        BillingEngine engine = billing.forTenant(tenant);
        PlanId plan = PlanId.of("flat");
        PriceModel price = PriceModel.flat(BigMoney.of(CurrencyUnit.USD, new BigDecimal("20.00")));
        engine.catalog()
                .createPlan(
                        plan,
                        "Flat",
                        CurrencyUnit.USD,
                        BillingInterval.MONTHLY,
                        List.of(Charge.fee(ChargeId.of("fee"), "Fee", price)));
        for (int i = 0; i < CUSTOMERS; i++) {
            CustomerId customer = CustomerId.of("c" + i);
            engine.customers().create(NewCustomer.of(customer, "C"));
            engine.subscriptions().create(NewSubscription.of(customer, plan, LocalDate.parse("2023-11-01")));
        }
    }
}
