package io.billing4j.jdbc.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.billing4j.catalog.Charge;
import io.billing4j.catalog.MeterAggregation;
import io.billing4j.engine.Billing4J;
import io.billing4j.engine.BillingEngine;
import io.billing4j.engine.InvoiceOutcome;
import io.billing4j.engine.NewCustomer;
import io.billing4j.engine.NewSubscription;
import io.billing4j.id.ChargeId;
import io.billing4j.id.CustomerId;
import io.billing4j.id.EventId;
import io.billing4j.id.MeterId;
import io.billing4j.id.PlanId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.id.TenantId;
import io.billing4j.jdbc.JdbcBillingStore;
import io.billing4j.jdbc.TestDatabase;
import io.billing4j.period.BillingInterval;
import io.billing4j.price.PriceModel;
import io.billing4j.tenant.TenantKind;
import io.billing4j.tenant.TenantSettings;
import io.billing4j.usage.UsageEvent;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.joda.money.BigMoney;
import org.joda.money.CurrencyUnit;
import org.junit.jupiter.api.Test;

/** PostgreSQL keeps the plan of a statement once it finds planning it anew no better. */
class KeptPlansTest {
    private static final int TIMES = 40;

    // five times until the driver names the statement, five more until the server compares
    private static final int ENOUGH = 20;

    private static final MeterId CALLS = MeterId.of("calls");
    private static final MeterId BYTES = MeterId.of("bytes");
    private static final CustomerId ADA = CustomerId.of("ada");

    private static final Instant NOW = Instant.parse("2025-01-31T12:00:00Z");

    private final TestDatabase database = TestDatabase.freshDatabase();

    @Test
    void all_statements_of_a_preview_and_of_a_report_are_planned_once() throws SQLException {
        try (HikariDataSource one = oneConnection()) {
            BillingEngine engine = engine(one);
            SubscriptionId subscription = subscribe(engine);
            // the fee of January; the next document has that of February and the usage of January
            engine.runs().run(LocalDate.parse("2025-01-01"));
            for (int i = 0; i < TIMES; i++) {
                engine.usage().record(List.of(event(i, CALLS), event(i, BYTES)));
                assertThat(engine.previewNextInvoice(subscription)
                                .flatMap(InvoiceOutcome::invoice)
                                .orElseThrow()
                                .lines())
                        .hasSize(3);
            }

            List<String> planned = new ArrayList<>();
            int kept = 0;
            try (Connection connection = one.getConnection();
                    Statement statement = connection.createStatement();
                    ResultSet rows =
                            statement.executeQuery("SELECT statement, generic_plans > 0 FROM pg_prepared_statements"
                                    + " WHERE generic_plans + custom_plans >= " + ENOUGH)) {
                while (rows.next()) {
                    if (rows.getBoolean(2)) {
                        kept++;
                    } else {
                        planned.add(rows.getString(1));
                    }
                }
            }

            assertThat(planned).isEmpty();
            assertThat(kept).as("statements that ran often").isGreaterThanOrEqualTo(15);
        }
    }

    private HikariDataSource oneConnection() {
        HikariConfig config = new HikariConfig();
        config.setDataSource(database.application());
        config.setMaximumPoolSize(1);
        return new HikariDataSource(config);
    }

    private static BillingEngine engine(HikariDataSource connections) {
        Billing4J billing = Billing4J.builder(
                        JdbcBillingStore.builder(connections).build())
                .clock(tenant -> NOW)
                .build();
        TenantId tenant = TenantId.of("acme");
        billing.createTenant(tenant, TenantKind.LIVE, TenantSettings.of(ZoneId.of("Europe/Berlin"), CurrencyUnit.EUR));
        return billing.forTenant(tenant);
    }

    private static SubscriptionId subscribe(BillingEngine engine) {
        engine.catalog().createMeter(CALLS, MeterAggregation.SUM, false);
        engine.catalog().createMeter(BYTES, MeterAggregation.SUM, false);
        PlanId plan = PlanId.of("plan");
        engine.catalog()
                .createPlan(
                        plan,
                        "Plan",
                        CurrencyUnit.EUR,
                        BillingInterval.MONTHLY,
                        List.of(
                                Charge.fee(ChargeId.of("fee"), "Fee", PriceModel.flat(price())),
                                Charge.usage(ChargeId.of("calls"), "Calls", PriceModel.perUnit(price()), CALLS),
                                Charge.usage(ChargeId.of("bytes"), "Bytes", PriceModel.perUnit(price()), BYTES)));
        engine.customers().create(NewCustomer.of(ADA, "Ada"));
        return engine.subscriptions()
                .create(NewSubscription.of(ADA, plan, LocalDate.parse("2025-01-01")))
                .id();
    }

    private static BigMoney price() {
        return BigMoney.parse("EUR 2");
    }

    private static UsageEvent event(int i, MeterId meter) {
        return UsageEvent.of(EventId.of(meter.value() + i), ADA, meter, BigDecimal.ONE, NOW.minusSeconds(i));
    }
}
