package io.billing4j.jdbc.retention;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.billing4j.catalog.Aggregation;
import io.billing4j.catalog.Charge;
import io.billing4j.catalog.Meter;
import io.billing4j.catalog.MeterAggregation;
import io.billing4j.engine.Billing4J;
import io.billing4j.engine.BillingEngine;
import io.billing4j.engine.NewCustomer;
import io.billing4j.engine.NewMeter;
import io.billing4j.engine.NewSubscription;
import io.billing4j.engine.UsageReceipt;
import io.billing4j.id.ChargeId;
import io.billing4j.id.CustomerId;
import io.billing4j.id.EventId;
import io.billing4j.id.MeterId;
import io.billing4j.id.PlanId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.id.TenantId;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceLine;
import io.billing4j.jdbc.JdbcBillingStore;
import io.billing4j.jdbc.SchemaSettings;
import io.billing4j.jdbc.TestDatabase;
import io.billing4j.jdbc.UsageMaintenance;
import io.billing4j.period.BillingInterval;
import io.billing4j.price.PriceModel;
import io.billing4j.run.Finding;
import io.billing4j.run.FindingReason;
import io.billing4j.store.Page;
import io.billing4j.tenant.TenantKind;
import io.billing4j.tenant.TenantSettings;
import io.billing4j.tenant.UsagePolicy;
import io.billing4j.usage.UsageEvent;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.joda.money.BigMoney;
import org.joda.money.CurrencyUnit;

/**
 * Sandboxes on a database of their own, in the years before last, and a role that keeps house. Ada pays 20.00 a month in advance
 * and 0.01 for each call.
 */
final class KeptBooks implements AutoCloseable {
    static final MeterId CALLS = MeterId.of("calls");
    static final MeterId SEATS = MeterId.of("seats");
    static final PlanId API = PlanId.of("api");
    static final CustomerId ADA = CustomerId.of("ada");
    static final SubscriptionId ADAS = SubscriptionId.of("ada");

    /** 400 days, the least there is; usage of the last 34 days is taken in. */
    static final UsagePolicy SHORT = UsagePolicy.DEFAULT.keptFor(Duration.ofDays(400));

    private static final String JANITOR = "billing_janitor";

    final TestDatabase database = TestDatabase.freshDatabase();
    private final HikariDataSource pool = pool();
    final DataSource janitor = database.as(JANITOR);
    final JdbcBillingStore store = JdbcBillingStore.builder(pool).build();
    final Billing4J billing = Billing4J.builder(store).build();

    KeptBooks() {
        administer("DO $$ BEGIN CREATE ROLE " + JANITOR
                + " LOGIN; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$");
        UsageMaintenance.grants(SchemaSettings.defaults(), JANITOR).forEach(this::administer);
    }

    /** Years of runs are thousands of transactions: a connection for each would take longer than all they do. */
    private HikariDataSource pool() {
        HikariConfig config = new HikariConfig();
        config.setDataSource(database.application());
        config.setMaximumPoolSize(4);
        config.setMinimumIdle(0);
        return new HikariDataSource(config);
    }

    /** Ends the sessions of the engines, whose counts are complete then. */
    @Override
    public void close() {
        pool.close();
    }

    /** One that gives up at once what it cannot have. */
    UsageMaintenance.Builder maintenance() {
        return UsageMaintenance.builder(janitor)
                .monthsAhead(0)
                .lockTimeout(Duration.ofMillis(100))
                .patience(Duration.ZERO);
    }

    /** A sandbox at the start of a date, on which Ada subscribes. */
    BillingEngine sandbox(String key, String date, UsagePolicy policy) {
        TenantSettings settings =
                TenantSettings.of(ZoneOffset.UTC, CurrencyUnit.USD).withUsage(policy);
        billing.createTenant(TenantId.of(key), TenantKind.SANDBOX, settings);
        BillingEngine engine = billing.forTenant(TenantId.of(key));
        engine.timeTravel().set(start(date));
        engine.catalog().createMeter(CALLS, MeterAggregation.SUM, false);
        Charge fee = Charge.fee(ChargeId.of("fee"), "Fee", PriceModel.flat(BigMoney.parse("USD 20.00")));
        Charge calls =
                Charge.usage(ChargeId.of("calls"), "Calls", PriceModel.perUnit(BigMoney.parse("USD 0.01")), CALLS);
        engine.catalog().createPlan(API, "API", CurrencyUnit.USD, BillingInterval.MONTHLY, List.of(fee, calls));
        subscribe(engine, ADA, date);
        return engine;
    }

    static void subscribe(BillingEngine engine, CustomerId customer, String date) {
        engine.customers().create(NewCustomer.of(customer, customer.value()));
        engine.subscriptions()
                .create(new NewSubscription(
                        SubscriptionId.of(customer.value()),
                        customer,
                        API,
                        LocalDate.parse(date),
                        null,
                        BigDecimal.ONE));
    }

    /** Seats that stay as many as were reported last. */
    static Meter createSeats(BillingEngine engine) {
        return engine.catalog()
                .createMeter(NewMeter.of(SEATS, Aggregation.latest().carryingOver()));
    }

    static UsageReceipt report(BillingEngine engine, String id, MeterId meter, String quantity, String date) {
        return engine.usage()
                .record(List.of(UsageEvent.of(EventId.of(id), ADA, meter, new BigDecimal(quantity), start(date))));
    }

    /** Reports, at the start of the date, that Ada has a user in {@link #SEATS}. */
    static void seeUser(BillingEngine engine, String user, String date) {
        engine.timeTravel().advanceTo(start(date));
        engine.usage()
                .record(List.of(new UsageEvent(
                        EventId.of(date), ADA, null, SEATS, BigDecimal.ONE, start(date), null, Map.of("user", user))));
    }

    /** Reports 100 calls on the date, and lets time go by to the other with all that falls due. */
    static void use(BillingEngine engine, String date, String until) {
        engine.timeTravel().advanceTo(start(date));
        report(engine, "calls-" + date, CALLS, "100", date);
        engine.timeTravel().advanceTo(start(until));
    }

    static Instant start(String date) {
        return LocalDate.parse(date).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    static Invoice last(BillingEngine engine) {
        List<Invoice> all = engine.listInvoices(null, Page.first(Page.MAX_SIZE));
        return all.get(all.size() - 1);
    }

    static List<String> amounts(Invoice invoice) {
        return invoice.lines().stream()
                .map(InvoiceLine::amount)
                .map(amount -> amount.getAmount().toPlainString())
                .toList();
    }

    static List<Finding> findings(BillingEngine engine, FindingReason reason) {
        return engine.listFindings(null, reason, Page.first(Page.MAX_SIZE));
    }

    void administer(String sql) {
        values(sql);
    }

    /** The months that have a partition, such as {@code 201801}. */
    List<String> months() {
        return values("SELECT right(inhrelid::regclass::text, 6) FROM pg_inherits"
                + " WHERE inhparent = 'billing.usage_event'::regclass ORDER BY 1");
    }

    /** How many events, keys and rollups a tenant has. */
    String stored(BillingEngine engine) {
        String own = " WHERE tenant_id = '" + engine.tenant() + "')";
        return values("SELECT (SELECT count(*) FROM billing.usage_event" + own
                        + " || ' events, ' || (SELECT count(*) FROM billing.usage_key" + own
                        + " || ' keys, ' || (SELECT count(*) FROM billing.usage_rollup" + own + " || ' rollups'")
                .get(0);
    }

    /** The first column of what a superuser's statement gives. */
    List<String> values(String sql) {
        try (Connection connection = database.administrator().getConnection();
                Statement statement = connection.createStatement()) {
            List<String> values = new ArrayList<>();
            if (statement.execute(sql)) {
                ResultSet rows = statement.getResultSet();
                while (rows.next()) {
                    values.add(String.valueOf(rows.getString(1)));
                }
            }
            return values;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }
}
