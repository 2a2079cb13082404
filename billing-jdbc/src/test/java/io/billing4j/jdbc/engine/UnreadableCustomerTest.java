package io.billing4j.jdbc.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.billing4j.catalog.Charge;
import io.billing4j.engine.Billing4J;
import io.billing4j.engine.BillingEngine;
import io.billing4j.engine.NewCustomer;
import io.billing4j.engine.NewSubscription;
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
import io.billing4j.run.RunFailure;
import io.billing4j.run.RunStatus;
import io.billing4j.store.Page;
import io.billing4j.tenant.TenantKind;
import io.billing4j.tenant.TenantSettings;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.joda.money.BigMoney;
import org.joda.money.CurrencyUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class UnreadableCustomerTest {
    private static final LocalDate FIRST = LocalDate.parse("2025-01-01");

    private final TestDatabase database = TestDatabase.freshDatabase();
    private final Billing4J billing = Billing4J.builder(
                    JdbcBillingStore.builder(database.application()).build())
            .build();
    private final BillingEngine engine = billing.forTenant(TenantId.of("acme"));

    @Test
    void fails_alone_and_is_billed_once_it_can_be_read() throws SQLException {
        subscribe();
        setZoneOfB("Mars/Olympus_Mons");

        BillingRun run = engine.runs().run(FIRST);

        assertThat(run.status()).isEqualTo(RunStatus.COMPLETED_WITH_FAILURES);
        assertThat(run.progress().invoices()).isEqualTo(2);
        assertThat(engine.runs().failures(run.id()))
                .extracting(RunFailure::customer, RunFailure::code)
                .containsExactly(tuple(CustomerId.of("b"), ErrorCode.STORED_DATA_UNREADABLE));

        setZoneOfB("UTC");
        BillingRun again = engine.runs().run(FIRST);

        assertThat(again.status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(again.progress().failed()).isZero();
        assertThat(engine.listInvoices(null, Page.first(10))).hasSize(3);
    }

    @Test
    @Timeout(60)
    void is_stored_as_failed_though_somebody_holds_the_customer_before() throws Exception {
        subscribe();
        setZoneOfB("Mars/Olympus_Mons");
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try (Connection holder = database.administrator().getConnection();
                Statement statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("SELECT FROM billing.customer WHERE customer_id = 'a' FOR NO KEY UPDATE");
            Future<BillingRun> running = executor.submit(() -> engine.runs().run(FIRST));
            while (!somebodyWaits() && !running.isDone()) {
                Thread.onSpinWait();
            }
            holder.commit();

            BillingRun run = running.get();
            assertThat(run.status()).isEqualTo(RunStatus.COMPLETED_WITH_FAILURES);
            assertThat(run.progress().invoices()).isEqualTo(2);
            assertThat(engine.runs().failures(run.id()))
                    .extracting(RunFailure::customer)
                    .containsExactly(CustomerId.of("b"));
        } finally {
            executor.shutdownNow();
        }
    }

    private boolean somebodyWaits() throws SQLException {
        try (Connection connection = database.administrator().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM pg_stat_activity WHERE datname ="
                        + " current_database() AND wait_event_type = 'Lock'")) {
            row.next();
            return row.getInt(1) > 0;
        }
    }

    private void subscribe() {
        billing.createTenant(engine.tenant(), TenantKind.LIVE, TenantSettings.of(ZoneId.of("UTC"), CurrencyUnit.EUR));
        Charge fee = Charge.fee(ChargeId.of("fee"), "Fee", PriceModel.flat(BigMoney.parse("EUR 9.90")));
        PlanId plan = PlanId.of("basic");
        engine.catalog().createPlan(plan, "Basic", CurrencyUnit.EUR, BillingInterval.MONTHLY, List.of(fee));
        for (String key : List.of("a", "b", "c")) {
            engine.customers().create(NewCustomer.of(CustomerId.of(key), key));
            engine.subscriptions().create(NewSubscription.of(CustomerId.of(key), plan, FIRST));
        }
    }

    private void setZoneOfB(String zone) throws SQLException {
        try (Connection connection = database.administrator().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("UPDATE billing.customer SET zone = '" + zone + "' WHERE customer_id = 'b'");
        }
    }
}
