package io.billing4j.jdbc.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.billing4j.catalog.Charge;
import io.billing4j.catalog.MeterAggregation;
import io.billing4j.discount.Discount;
import io.billing4j.engine.Billing4J;
import io.billing4j.engine.BillingEngine;
import io.billing4j.engine.InvoiceOutcome;
import io.billing4j.engine.NewCoupon;
import io.billing4j.engine.NewCouponGrant;
import io.billing4j.engine.NewCustomer;
import io.billing4j.engine.NewSubscription;
import io.billing4j.id.ChargeId;
import io.billing4j.id.CouponGrantId;
import io.billing4j.id.CouponId;
import io.billing4j.id.CustomerId;
import io.billing4j.id.EventId;
import io.billing4j.id.MeterId;
import io.billing4j.id.PlanId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.id.TaxCategory;
import io.billing4j.id.TaxId;
import io.billing4j.id.TaxRuleId;
import io.billing4j.id.TenantId;
import io.billing4j.jdbc.JdbcBillingStore;
import io.billing4j.jdbc.TestDatabase;
import io.billing4j.period.BillingInterval;
import io.billing4j.price.PriceModel;
import io.billing4j.tax.TaxComponent;
import io.billing4j.tax.TaxPlace;
import io.billing4j.tax.TaxPolicy;
import io.billing4j.tax.TaxProfile;
import io.billing4j.tax.TaxRule;
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
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.joda.money.BigMoney;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;

/** PostgreSQL keeps the plan of a statement once it finds planning it anew no better, for as long as its statistics stand. */
class KeptPlansTest {
    // five until the driver names a statement, five more until the server compares
    private static final int TIMES = 40;

    private static final AtomicInteger EVENTS = new AtomicInteger();

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
            grantCoupons(engine);
            tax(engine);
            previewAndReport(engine, subscription);

            assertThat(
                            values(
                                    one,
                                    "SELECT statement FROM pg_prepared_statements WHERE generic_plans = 0 AND custom_plans >= 20"))
                    .isEmpty();
            assertThat(values(
                            one,
                            "SELECT statement FROM pg_prepared_statements WHERE generic_plans + custom_plans >= 20"))
                    .hasSizeGreaterThanOrEqualTo(20)
                    .satisfies(kept -> assertThat(kept)
                            .filteredOn(statement -> statement.contains("coupon"))
                            .as("coupons, grants, what was taken off by some and from some places on")
                            .hasSize(4))
                    // one for all rules, one for the profiles of all customers
                    .filteredOn(KeptPlansTest::readsWhatIsSetOfTaxes)
                    .hasSize(2);
        }
    }

    @Test
    void who_has_no_coupons_no_balance_and_no_taxes_reads_none() throws SQLException {
        try (HikariDataSource one = oneConnection()) {
            BillingEngine engine = engine(one);
            previewAndReport(engine, subscribe(engine));

            assertThat(values(one, "SELECT statement FROM pg_prepared_statements"))
                    .hasSizeGreaterThanOrEqualTo(15)
                    .noneMatch(statement -> statement.contains("coupon") || statement.contains("balance_entry"))
                    .noneMatch(KeptPlansTest::readsWhatIsSetOfTaxes);
        }
    }

    private static boolean readsWhatIsSetOfTaxes(String statement) {
        return statement.contains("tax_rule") || statement.contains("tax_profile");
    }

    /** Plans made now are kept, and tables grow. */
    @Test
    void no_table_is_read_whole_though_all_are_small() throws SQLException {
        try (HikariDataSource one = oneConnection()) {
            BillingEngine engine = engine(one);
            SubscriptionId subscription = subscribe(engine);
            grantCoupons(engine);
            tax(engine);
            previewAndReport(engine, subscription);
            administer("VACUUM (ANALYZE)");
            List<String> before = readWhole(one);

            previewAndReport(engine, subscription);

            assertThat(readWhole(one)).isEqualTo(before);
        }
    }

    private static void previewAndReport(BillingEngine engine, SubscriptionId subscription) {
        // the fee of January; the next document has that of February and the usage of January
        engine.runs().run(LocalDate.parse("2025-01-01"));
        for (int i = 0; i < TIMES; i++) {
            engine.usage().record(List.of(event(CALLS), event(BYTES)));
            assertThat(engine.previewNextInvoice(subscription)
                            .flatMap(InvoiceOutcome::invoice)
                            .orElseThrow()
                            .lines())
                    .hasSize(3);
        }
    }

    /** Without the tenants, of which a transaction reads its own before the setting holds. */
    private List<String> readWhole(DataSource user) throws SQLException {
        // which else tells of what it did up to a second later
        values(user, "SELECT pg_stat_force_next_flush()::text");
        return values(
                database.administrator(),
                "SELECT relname || ' ' || seq_scan FROM pg_stat_user_tables"
                        + " WHERE schemaname = 'billing' AND relname <> 'tenant' ORDER BY 1");
    }

    private void administer(String sql) throws SQLException {
        try (Connection connection = database.administrator().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static List<String> values(DataSource connections, String query) throws SQLException {
        List<String> values = new ArrayList<>();
        try (Connection connection = connections.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                values.add(rows.getString(1));
            }
        }
        return values;
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

    /** Of each kind one, of which as much is read as documents depend on: of a percentage for ever nothing. */
    private static void grantCoupons(BillingEngine engine) {
        Discount cents = Discount.fixed(Money.parse("EUR 0.10"));
        grant(engine, NewCoupon.forever(CouponId.of("ten"), "Ten percent", Discount.percentage(BigDecimal.TEN)));
        grant(engine, NewCoupon.forever(CouponId.of("cents"), "Ten cents", cents));
        grant(engine, NewCoupon.once(CouponId.of("once"), "Ten cents once", cents));
    }

    private static void grant(BillingEngine engine, NewCoupon coupon) {
        engine.coupons().create(coupon);
        engine.coupons()
                .grant(new NewCouponGrant(
                        CouponGrantId.of("g-" + coupon.id()),
                        coupon.id(),
                        ADA,
                        null,
                        Instant.parse("2024-12-31T23:00:00Z")));
    }

    private static void tax(BillingEngine engine) {
        engine.taxes()
                .addRule(TaxRule.due(
                        TaxRuleId.of("de"),
                        TaxCategory.STANDARD,
                        TaxPlace.of("DE"),
                        LocalDate.parse("2021-01-01"),
                        TaxComponent.of(TaxId.of("vat"), "VAT", new BigDecimal("19"))));
        engine.taxes().addProfile(TaxProfile.of(ADA, LocalDate.parse("2024-01-01"), TaxPlace.of("DE")));
        engine.settings().update(present -> present.withTaxes(TaxPolicy.DEFAULT));
    }

    private static BigMoney price() {
        return BigMoney.parse("EUR 2");
    }

    private static UsageEvent event(MeterId meter) {
        int i = EVENTS.incrementAndGet();
        return UsageEvent.of(EventId.of("e" + i), ADA, meter, BigDecimal.ONE, NOW.minusSeconds(i));
    }
}
