package io.billing4j.server.api;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.billing4j.error.ErrorCode;
import io.billing4j.jdbc.JdbcBillingStore;
import io.billing4j.server.TestDatabase;
import io.billing4j.server.api.Wire.Reply;
import io.billing4j.tenant.TenantKind;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/** Books on a PostgreSQL that somebody keeps from serving, each time otherwise, and what a client is told then. */
final class BrokenBooks implements AutoCloseable {
    /** What no client is to be told of it. */
    static final List<String> SECRETS = List.of(
            "jdbc:",
            "postgres",
            TestDatabase.APP_ROLE,
            TestDatabase.APP_PASSWORD,
            "billing.",
            "passing",
            "SELECT",
            "Exception",
            "at io.");

    /** By what each comes about. */
    static final Map<ErrorCode, Function<BrokenBooks, List<Reply>>> ALL = Map.of(
            ErrorCode.STORE_UNAVAILABLE, BrokenBooks::nobodyListens,
            ErrorCode.STORE_CONTENTION, BrokenBooks::customerHeld,
            ErrorCode.NUMBERING_BUSY, BrokenBooks::seriesHeld,
            ErrorCode.SERVER_UNAVAILABLE, BrokenBooks::tooLong,
            ErrorCode.ROLE_BYPASSES_POLICIES, BrokenBooks::otherRole,
            ErrorCode.SCHEMA_NOT_CURRENT, BrokenBooks::tableGone,
            ErrorCode.INSUFFICIENT_PRIVILEGE, BrokenBooks::rightGone,
            ErrorCode.STORED_DATA_UNREADABLE, BrokenBooks::rowGone,
            ErrorCode.INTERNAL, BrokenBooks::tableRefuses);

    private static final Duration SHORT = Duration.ofMillis(200);
    private static final String GIFT =
            "{\"customerId\": \"ada\", \"amount\": {\"amount\": \"1\", \"currency\": \"USD\"}, \"memo\": \"Gift\"}";

    private final TestDatabase database = TestDatabase.fresh();
    private final HikariDataSource pool = database.pool();
    private final TestServer server = new TestServer(JdbcBillingStore.builder(pool)
            .lockTimeout(SHORT)
            .numberingTimeout(SHORT)
            .build());

    BrokenBooks() {
        server.start();
    }

    @Override
    public void close() {
        server.leave();
        pool.close();
    }

    private List<Reply> nobodyListens() {
        HikariConfig nobody = new HikariConfig();
        nobody.setJdbcUrl("jdbc:postgresql://127.0.0.1:1/books");
        nobody.setUsername(TestDatabase.APP_ROLE);
        nobody.setPassword(TestDatabase.APP_PASSWORD);
        nobody.setInitializationFailTimeout(-1);
        nobody.setConnectionTimeout(Duration.ofMillis(250).toMillis());
        try (HikariDataSource away = new HikariDataSource(nobody)) {
            TestServer alone = new TestServer(JdbcBillingStore.builder(away).build());
            return over(alone, "acme", "GetSettings", "{}");
        }
    }

    private List<Reply> customerHeld() {
        Rest tenant = ada();
        return held("customer", tenant, () -> both(tenant, "AdjustBalance", GIFT));
    }

    private List<Reply> seriesHeld() {
        Rest tenant = ada();
        String charge = "{\"customerId\": \"ada\", \"description\": \"One\", \"price\": \"1\", \"currency\": \"USD\"}";
        String bill = "{\"customerId\": \"ada\"}";
        done(tenant, "AddOneOffCharge", charge);
        done(tenant, "BillOneOffs", bill);
        done(tenant, "AddOneOffCharge", charge);
        return held("number_series", tenant, () -> both(tenant, "BillOneOffs", bill));
    }

    private List<Reply> tooLong() {
        Rest tenant = ada();
        TestServer hasty = TestServer.givingUpAfter(
                Duration.ofMillis(500), JdbcBillingStore.builder(pool).build());
        return held("customer", tenant, () -> over(hasty, tenant.tenant(), "AdjustBalance", GIFT));
    }

    private List<Reply> otherRole() {
        Rest tenant = server.newTenant();
        String role = "passing_" + database.url().replaceFirst(".*/", "");
        database.administer(
                "CREATE ROLE " + role + " LOGIN BYPASSRLS PASSWORD '" + TestDatabase.APP_PASSWORD + "'",
                "GRANT " + TestDatabase.APP_ROLE + " TO " + role);
        try (HikariDataSource passing = TestDatabase.pool(database.url(), role, TestDatabase.APP_PASSWORD)) {
            return over(
                    new TestServer(JdbcBillingStore.builder(passing).build()), tenant.tenant(), "GetSettings", "{}");
        }
    }

    private List<Reply> tableGone() {
        Rest tenant = server.newTenant();
        database.administer("ALTER TABLE billing.audit RENAME TO gone");
        try {
            return both(tenant, "ListAuditEntries", "{\"subjectType\": \"plan\", \"subjectId\": \"basic\"}");
        } finally {
            database.administer("ALTER TABLE billing.gone RENAME TO audit");
        }
    }

    private List<Reply> rightGone() {
        Rest tenant = server.newTenant();
        database.administer("REVOKE SELECT ON billing.finding FROM " + TestDatabase.APP_ROLE);
        try {
            return both(tenant, "CountFindings", "{}");
        } finally {
            database.administer("GRANT SELECT ON billing.finding TO " + TestDatabase.APP_ROLE);
        }
    }

    private List<Reply> rowGone() {
        Rest tenant = server.newTenant();
        database.administer("DELETE FROM billing.tenant_settings WHERE tenant_id = '" + tenant.tenant() + "'");
        return both(tenant, "GetSettings", "{}");
    }

    private List<Reply> tableRefuses() {
        Rest tenant = server.newTenant();
        database.administer("ALTER TABLE billing.meter ADD CONSTRAINT refuses CHECK (false) NOT VALID");
        try {
            return both(tenant, "CreateMeter", "{\"meterId\": \"calls\", \"aggregation\": \"SUM\"}");
        } finally {
            database.administer("ALTER TABLE billing.meter DROP CONSTRAINT refuses");
        }
    }

    /** A tenant with a customer. */
    private Rest ada() {
        Rest tenant = server.newTenant();
        done(tenant, "CreateCustomer", "{\"customerId\": \"ada\", \"name\": \"Ada\"}");
        return tenant;
    }

    /** What comes of it while somebody else has all of the tenant's rows of a table. */
    private List<Reply> held(String table, Rest tenant, Supplier<List<Reply>> asked) {
        try (Connection holder = pool.getConnection();
                Statement statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("SELECT set_config('billing.tenant', '" + tenant.tenant() + "', true)");
            statement.execute("SELECT FROM billing." + table + " FOR NO KEY UPDATE");
            List<Reply> replies = asked.get();
            holder.rollback();
            return replies;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** By another server, that is closed after it. */
    private static List<Reply> over(TestServer server, String tenant, String call, String json) {
        server.start();
        try {
            return both(server.nobody().as(tenant, TenantKind.LIVE), call, json);
        } finally {
            server.leave();
        }
    }

    private static List<Reply> both(Rest tenant, String call, String json) {
        return Wire.of(tenant).both(ApiCall.named(call), json);
    }

    private static void done(Rest tenant, String call, String json) {
        Reply reply = Wire.of(tenant)
                .grpc(
                        ApiCall.named(call),
                        List.of(ApiCall.read(ApiCall.named(call).request(), json)
                                .toByteArray()));
        if (!reply.ok()) {
            throw new AssertionError(reply);
        }
    }
}
