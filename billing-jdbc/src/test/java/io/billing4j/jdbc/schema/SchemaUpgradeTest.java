package io.billing4j.jdbc.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.catalog.PlanVersionRef;
import io.billing4j.id.PlanId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.id.TenantId;
import io.billing4j.jdbc.JdbcBillingStore;
import io.billing4j.jdbc.SchemaInstaller;
import io.billing4j.jdbc.SchemaSettings;
import io.billing4j.jdbc.TestDatabase;
import io.billing4j.subscription.BillingCursor;
import io.billing4j.subscription.SubscriptionChange;
import io.billing4j.subscription.SubscriptionState;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Books that were kept by version 8 of the schema, after an upgrade to this one. */
class SchemaUpgradeTest {
    private static final Instant NOVEMBER = Instant.parse("2023-11-01T00:00:00Z");
    private static final Instant DECEMBER = Instant.parse("2023-12-01T00:00:00Z");

    private final TestDatabase database = TestDatabase.emptyDatabase();
    private Connection application;

    @BeforeEach
    void upgradeBooksOfVersion8() throws SQLException {
        SchemaSettings settings = SchemaSettings.defaults();
        try (Connection administrator = database.administrator().getConnection()) {
            Sql.execute(administrator, "CREATE SCHEMA billing AUTHORIZATION " + settings.ownerRole());
        }
        Flyway.configure()
                .dataSource(database.owner())
                .locations("classpath:io/billing4j/jdbc/migration")
                .defaultSchema("billing")
                .createSchemas(false)
                .table("schema_history")
                .placeholders(Map.of("schema", "billing", "owner", settings.ownerRole(), "app", settings.appRole()))
                .target("8")
                .load()
                .migrate();
        application = database.application().getConnection();
        SchemaRows.insertAll(application, "alpha");
        Sql.inTenant(
                application,
                "alpha",
                () -> Sql.execute(
                        application,
                        "INSERT INTO billing.subscription_change (tenant_id, subscription_id, change_no, kind, effective_at,"
                                + " recorded_at) VALUES ('alpha', 's1', 2, 'CANCELED', '2023-12-01Z', '2023-11-01Z')"));
        new SchemaInstaller(settings).install(database.administrator());
    }

    @AfterEach
    void close() throws SQLException {
        application.close();
    }

    @Test
    void mean_what_they_meant() {
        JdbcBillingStore store =
                JdbcBillingStore.builder(database.application()).build();
        SubscriptionState found = store.inTransaction(
                TenantId.of("alpha"),
                unit -> unit.subscriptions().find(SubscriptionId.of("s1")).orElseThrow());

        assertThat(found.subscription().changes())
                .containsExactly(
                        new SubscriptionChange.Created(
                                NOVEMBER, NOVEMBER, new PlanVersionRef(PlanId.of("assistant"), 1), BigDecimal.ONE),
                        new SubscriptionChange.Canceled(DECEMBER, NOVEMBER));
        assertThat(found.cursor()).isEqualTo(BillingCursor.start(NOVEMBER));
        assertThat(store.<Boolean>inTransaction(
                        TenantId.of("alpha"), unit -> unit.clock().isPresent()))
                .isFalse();
    }

    @Test
    void owe_nobody_anything() throws SQLException {
        Sql.inTenant(
                application,
                "alpha",
                () -> assertThat(Sql.strings(application, "SELECT customer_id || ' ' || balance FROM billing.customer"))
                        .containsExactly("c1 0"));
    }

    @Test
    void have_taken_nothing_off() throws SQLException {
        Sql.inTenant(
                application,
                "alpha",
                () -> assertThat(Sql.strings(
                                application,
                                "SELECT DISTINCT l.discount || ' ' || coalesce(i.discounts, 'none') FROM billing.invoice_line l"
                                        + " JOIN billing.invoice i USING (tenant_id, invoice_id)"))
                        .containsExactly("0 none"));
    }

    @Test
    void can_still_be_kept_by_the_version_before() throws SQLException {
        // Whatever it inserts names the columns of version 8 alone.
        SchemaRows.insertAll(application, "gamma");
        Sql.inTenant(
                application,
                "gamma",
                () -> assertThat(Sql.count(application, "SELECT count(*) FROM billing.invoice_slot"))
                        .isEqualTo(3));
    }
}
