package io.billing4j.benchmarks.books;

import io.billing4j.benchmarks.BenchmarkDatabase;
import io.billing4j.engine.Billing4J;
import io.billing4j.engine.BillingEngine;
import io.billing4j.engine.NewCustomer;
import io.billing4j.engine.NewSubscription;
import io.billing4j.id.CustomerId;
import io.billing4j.id.EventId;
import io.billing4j.id.MeterId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.id.SystemSource;
import io.billing4j.id.TenantId;
import io.billing4j.tenant.TenantKind;
import io.billing4j.tenant.TenantSettings;
import io.billing4j.usage.UsageEvent;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.joda.money.CurrencyUnit;

/**
 * A tenant with many customers of one subscription each. The engine makes the first one, and the database copies its rows:
 * what a run finds is what the engine wrote.
 */
public final class Books {
    /** The first day of every subscription: two whole months ago, so that documents of both are due. */
    @SuppressWarnings("TimeInStaticInitializer") // one day for all that is measured, also across midnight
    public static final LocalDate START =
            LocalDate.now(SystemSource.clock()).withDayOfMonth(1).minusMonths(2);

    private static final CustomerId CUSTOMER = CustomerId.of(customer(0));
    private static final SubscriptionId SUBSCRIPTION = SubscriptionId.of(subscription(0));
    private static final List<String> COPIED = List.of(
            "customer", "customer_profile", "subscription", "subscription_change", "usage_event", "usage_rollup");

    private final BenchmarkDatabase database;
    private final Billing4J billing;

    /** Books in this database, made by this engine. */
    public Books(BenchmarkDatabase database, Billing4J billing) {
        this.database = database;
        this.billing = billing;
    }

    /** The key of a customer, from 0 on. */
    public static String customer(int index) {
        return String.format(Locale.ROOT, "c-%07d", index);
    }

    /** The key of the customer's subscription. */
    public static String subscription(int index) {
        return String.format(Locale.ROOT, "s-%07d", index);
    }

    /**
     * Makes the tenant.
     *
     * @param subscriptions of as many customers
     * @param eventsPerMeter of each subscription, spread over the first month
     */
    public void fill(TenantId tenant, Shape shape, int subscriptions, int eventsPerMeter) throws SQLException {
        billing.createTenant(tenant, TenantKind.LIVE, TenantSettings.of(ZoneOffset.UTC, CurrencyUnit.USD));
        BillingEngine engine = billing.forTenant(tenant);
        shape.offer(engine);
        engine.customers().create(NewCustomer.of(CUSTOMER, "Customer"));
        engine.subscriptions()
                .create(NewSubscription.of(CUSTOMER, Shape.PLAN, START).withId(SUBSCRIPTION));
        for (MeterId meter : shape.meters()) {
            report(engine, meter, eventsPerMeter);
        }
        try (Connection connection = database.superuser()) {
            connection.setSchema("billing");
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                // Copies of rows that the engine wrote: foreign keys hold without being looked up a million times.
                statement.execute("SET LOCAL session_replication_role = replica");
            }
            for (String table : COPIED) {
                copy(connection, table, tenant, subscriptions - 1);
            }
            connection.commit();
        }
    }

    /** Spread evenly over the first month. */
    private static void report(BillingEngine engine, MeterId meter, int events) {
        Instant first = START.atStartOfDay(ZoneOffset.UTC).toInstant();
        long apart = 28L * 86_400 / Math.max(1, events);
        List<UsageEvent> batch = new ArrayList<>();
        for (int i = 0; i < events; i++) {
            batch.add(UsageEvent.of(
                    EventId.of(meter + "-" + i),
                    CUSTOMER,
                    meter,
                    new BigDecimal(17_000 + 37 * (i % 100)),
                    first.plusSeconds(i * apart)));
            if (batch.size() == 10_000 || i == events - 1) {
                engine.usage().record(batch);
                batch.clear();
            }
        }
    }

    private static void copy(Connection connection, String table, TenantId tenant, int copies) throws SQLException {
        List<String> columns = columns(connection, table);
        String values = String.join(", ", columns.stream().map(Books::copied).toList());
        String sql = "INSERT INTO " + table + " (" + String.join(", ", columns) + ") SELECT " + values
                + " FROM generate_series(1, ?) AS i, " + table + " AS t WHERE t.tenant_id = ? ORDER BY i";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setInt(1, copies);
            statement.setString(2, tenant.value());
            statement.executeUpdate();
        }
    }

    private static String copied(String column) {
        return switch (column) {
            case "customer_id" -> "'c-' || lpad(i::text, 7, '0')";
            case "subscription_id" -> "CASE t.subscription_id WHEN '' THEN '' ELSE 's-' || lpad(i::text, 7, '0') END";
            default -> "t." + column;
        };
    }

    /** The columns of a table in the order of the table. */
    public static List<String> columns(Connection connection, String table) throws SQLException {
        List<String> columns = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT attname FROM pg_attribute WHERE attrelid = '" + table
                        + "'::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum")) {
            while (rows.next()) {
                columns.add(rows.getString(1));
            }
        }
        return columns;
    }
}
