package io.billing4j.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.billing4j.audit.Actor;
import io.billing4j.engine.Billing4J;
import io.billing4j.engine.BillingEngine;
import io.billing4j.id.CustomerId;
import io.billing4j.id.PlanId;
import io.billing4j.id.TenantId;
import io.billing4j.jdbc.JdbcBillingStore;
import io.billing4j.server.TestDatabase;
import io.billing4j.server.api.Rest.Answer;
import io.billing4j.server.faults.Await;
import io.billing4j.store.BillingStore;
import io.billing4j.store.OpenWork;
import io.billing4j.store.TenantRegistry;
import io.billing4j.store.UnitOfWork;
import java.sql.SQLException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a caller has seen is held in the order in which commands take their locks, on PostgreSQL: settings, plan, customer. */
@Timeout(120)
class LockOrderTest {
    private static final TestDatabase DATABASE = TestDatabase.fresh();
    private static final HikariDataSource POOL = DATABASE.pool();
    private static final Counted STORE =
            new Counted(JdbcBillingStore.builder(POOL).build());
    private static final Billing4J OTHER = Billing4J.builder(STORE).build();

    @RegisterExtension
    static final TestServer SERVER = new TestServer(STORE);

    @AfterAll
    static void close() {
        POOL.close();
    }

    @Test
    void a_first_group_takes_the_settings_before_the_customer() throws Exception {
        Rest rest = SERVER.newSandbox();
        String seen =
                Offers.in(rest).subscribed("2023-12-01", "").path("revision").asText();
        crossed(
                rest,
                "/api/billing/subscriptions/ada:setGroup",
                "{'group': 'PO-1', 'ifRevision': '" + seen + "'}",
                engine -> engine.customers().hold(CustomerId.of("ada")));
    }

    @Test
    void first_thresholds_take_the_settings_before_the_plan() throws Exception {
        Rest rest = SERVER.newSandbox();
        rest.post("/api/billing/meters", "{'meterId': 'calls', 'aggregation': 'SUM'}")
                .ok();
        String offer = "'interval': {'unit': 'MONTH'}, 'charges': [{'chargeId': 'calls', 'description': 'Calls',"
                + " 'meterId': 'calls', 'price': {'perUnit': {'unitAmount': '0.50'}}}]";
        String seen = rest.post(
                        "/api/billing/plans", "{'planId': 'api', 'name': 'API', 'currency': 'USD', " + offer + "}")
                .ok()
                .json()
                .path("revision")
                .asText();
        crossed(
                rest,
                "/api/billing/plans/api:addVersion",
                "{" + offer + ", 'thresholds': {'amounts': ['40']}, 'ifRevision': '" + seen + "'}",
                engine -> engine.catalog().hold(PlanId.of("api")));
    }

    /**
     * Somebody holds the settings and, as soon as the call waits for a lock, what the call is about. Whoever had that before he waited
     * for the settings would be waited for by the one whom he waits for: one of the two would have to begin again.
     */
    private static void crossed(Rest rest, String path, String json, Consumer<BillingEngine> about) throws Exception {
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try {
            AtomicReference<Future<Answer>> asked = new AtomicReference<>();
            STORE.begun.set(0);
            OTHER.inTransaction(TenantId.of(rest.tenant()), Actor.SYSTEM, engine -> {
                engine.settings().hold();
                if (asked.get() == null) {
                    asked.set(threads.submit(() -> rest.post(path, json)));
                    Await.until("the call waits for a lock", LockOrderTest::somebodyWaits);
                }
                about.accept(engine);
                return true;
            });
            asked.get().get(60, TimeUnit.SECONDS).ok();
        } finally {
            threads.shutdownNow();
        }
        assertThat(STORE.begun.get()).as("one transaction each").isEqualTo(2);
    }

    private static boolean somebodyWaits() {
        try {
            return DATABASE.number("SELECT count(*) FROM pg_stat_activity"
                            + " WHERE datname = current_database() AND wait_event_type = 'Lock'")
                    > 0;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Counts how often work was begun, that which is run again as well. */
    private static final class Counted implements BillingStore {
        private final BillingStore store;
        private final AtomicInteger begun = new AtomicInteger();

        Counted(BillingStore store) {
            this.store = store;
        }

        @Override
        public <T> T inTransaction(TenantId tenant, Function<UnitOfWork, T> work) {
            return store.inTransaction(tenant, unit -> {
                begun.incrementAndGet();
                return work.apply(unit);
            });
        }

        @Override
        public TenantRegistry tenants() {
            return store.tenants();
        }

        @Override
        public OpenWork openWork() {
            return store.openWork();
        }
    }
}
