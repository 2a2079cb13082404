package io.billing4j.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.billing4j.catalog.Charge;
import io.billing4j.engine.Billing4J;
import io.billing4j.engine.BillingEngine;
import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.ChargeId;
import io.billing4j.id.PlanId;
import io.billing4j.id.TenantId;
import io.billing4j.jdbc.JdbcBillingStore;
import io.billing4j.jdbc.SchemaInstaller;
import io.billing4j.jdbc.SchemaSettings;
import io.billing4j.period.BillingInterval;
import io.billing4j.price.PriceModel;
import io.billing4j.store.Page;
import io.billing4j.tenant.TenantKind;
import io.billing4j.tenant.TenantSettings;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.joda.money.BigMoney;
import org.joda.money.CurrencyUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostTransactionTest {
    private static final TenantId ACME = TenantId.of("acme");
    private static final PlanId BASIC = PlanId.of("basic");
    private static final LocalDate START = LocalDate.parse("2025-01-01");

    private final EmbeddedPostgres postgres = start();
    private final DataSource application =
            postgres.getDatabase(SchemaSettings.defaults().appRole(), "postgres");
    private final BillingEngine engine = Billing4J.builder(
                    JdbcBillingStore.builder(application).build())
            .build()
            .forTenant(ACME);

    @BeforeAll
    void prepare() throws SQLException {
        new SchemaInstaller(SchemaSettings.defaults()).install(postgres.getPostgresDatabase());
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE account (name text PRIMARY KEY)");
            statement.execute("GRANT SELECT, INSERT ON account TO billing_app");
        }
        Billing4J.builder(JdbcBillingStore.builder(application).build())
                .build()
                .createTenant(ACME, TenantKind.LIVE, TenantSettings.of(ZoneId.of("UTC"), CurrencyUnit.EUR));
        Charge fee = Charge.fee(ChargeId.of("fee"), "Basic", PriceModel.flat(BigMoney.parse("EUR 9.90")));
        engine.catalog().createPlan(BASIC, "Basic", CurrencyUnit.EUR, BillingInterval.MONTHLY, List.of(fee));
    }

    @AfterAll
    void stop() throws IOException {
        postgres.close();
    }

    @Test
    void a_sign_up_is_there_as_a_whole_or_not_at_all() throws SQLException {
        HostTransaction host = new HostTransaction(application);
        host.signUp(ACME, "ada", BASIC, START);

        assertThatExceptionOfType(BillingException.class)
                .isThrownBy(() -> host.signUp(ACME, "bob", PlanId.of("no-such-plan"), START))
                .extracting(BillingException::code)
                .isEqualTo(ErrorCode.PLAN_NOT_FOUND);

        assertThat(accounts()).containsExactly("ada");
        assertThat(engine.customers().list(Page.first(10)))
                .extracting(customer -> customer.id().value())
                .containsExactly("ada");
        assertThat(engine.subscriptions().list(null, Page.first(10))).hasSize(1);
    }

    private List<String> accounts() throws SQLException {
        List<String> names = new ArrayList<>();
        try (Connection connection = application.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT name FROM account")) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        return names;
    }

    private static EmbeddedPostgres start() {
        try {
            return EmbeddedPostgres.builder().start();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
