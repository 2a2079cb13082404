package io.billing4j.jdbc.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.id.TenantId;
import io.billing4j.jdbc.JdbcBillingStore;
import io.billing4j.jdbc.OutboxBacklog;
import io.billing4j.jdbc.TestDatabase;
import io.billing4j.tenant.Tenant;
import io.billing4j.tenant.TenantKind;
import io.billing4j.tenant.TenantStatus;
import io.billing4j.testkit.Samples;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** How much waits in the outbox, counted over tenants of whom no transaction sees two. */
class OutboxBacklogTest {
    private final TestDatabase database = TestDatabase.freshDatabase();
    private final JdbcBillingStore store =
            JdbcBillingStore.builder(database.application()).build();

    @Test
    void is_nothing_where_nobody_has_done_anything() {
        assertThat(store.outboxBacklog()).isEqualTo(new OutboxBacklog(0, null));
    }

    @Test
    void counts_the_events_of_all_tenants_and_finds_the_oldest() throws SQLException {
        tenant("alpha", TenantKind.LIVE);
        tenant("beta", TenantKind.LIVE);
        events("alpha", 3, "2025-01-03T00:00:00Z");
        events("beta", 2, "2025-01-02T00:00:00Z");

        assertThat(store.outboxBacklog()).isEqualTo(new OutboxBacklog(5, Instant.parse("2025-01-02T00:00:00Z")));
    }

    @Test
    void has_what_happened_before_a_tenant_was_closed() throws SQLException {
        tenant("alpha", TenantKind.LIVE);
        events("alpha", 3, "2025-01-03T00:00:00Z");
        administer("UPDATE billing.tenant SET status = 'CLOSED'");

        assertThat(store.outboxBacklog()).isEqualTo(new OutboxBacklog(3, Instant.parse("2025-01-03T00:00:00Z")));
    }

    @Test
    void knows_no_age_of_what_happened_by_a_sandboxs_own_clock() throws SQLException {
        tenant("alpha", TenantKind.LIVE);
        tenant("travels", TenantKind.SANDBOX);
        events("alpha", 1, "2025-01-03T00:00:00Z");
        events("travels", 4, "2019-01-01T00:00:00Z");
        store.inTransaction(TenantId.of("travels"), unit -> {
            unit.setClock(Instant.parse("2019-01-02T00:00:00Z"));
            return true;
        });

        assertThat(store.outboxBacklog()).isEqualTo(new OutboxBacklog(5, Instant.parse("2025-01-03T00:00:00Z")));
    }

    @Test
    void is_counted_up_to_a_bound() throws SQLException {
        tenant("alpha", TenantKind.LIVE);
        tenant("beta", TenantKind.LIVE);
        events("alpha", 9_998, "2025-01-03T00:00:00Z");
        events("beta", 5, "2025-01-04T00:00:00Z");

        assertThat(OutboxBacklog.MOST).isEqualTo(10_000);
        assertThat(store.outboxBacklog().events()).isEqualTo(10_000);
    }

    @Test
    void has_the_oldest_of_all_also_of_those_that_are_not_counted() throws SQLException {
        tenant("alpha", TenantKind.LIVE);
        tenant("beta", TenantKind.LIVE);
        events("alpha", 10_001, "2025-01-03T00:00:00Z");
        // the last one in the order of the outbox
        administer("UPDATE billing.outbox SET occurred_at = '2025-01-02T12:00:00Z' WHERE seq = 9999");
        assertThat(store.outboxBacklog().oldest()).isEqualTo(Instant.parse("2025-01-02T12:00:00Z"));

        events("beta", 2, "2025-01-01T00:00:00Z");
        assertThat(store.outboxBacklog()).isEqualTo(new OutboxBacklog(10_000, Instant.parse("2025-01-01T00:00:00Z")));
    }

    /** Also by the plans that a session made while there was nothing yet. */
    @Test
    void reads_what_it_counts_however_many_wait() throws SQLException {
        tenant("alpha", TenantKind.LIVE);
        tenant("beta", TenantKind.LIVE);
        try (Connection application = database.application().getConnection()) {
            for (int i = 0; i < 8; i++) {
                TestBooks.value(application, "SELECT events FROM billing.outbox_backlog()");
            }
            events("alpha", 30_000, "2025-01-03T00:00:00Z");
            events("beta", 30_000, "2025-01-03T00:00:00Z");
            application.setAutoCommit(false);

            assertThat(TestBooks.value(application, "SELECT events FROM billing.outbox_backlog()"))
                    .isEqualTo("10000");
            String read = TestBooks.value(
                    application,
                    "SELECT pg_stat_get_xact_tuples_returned('billing.outbox'::regclass)"
                            + " + sum(pg_stat_get_xact_tuples_returned(indexrelid)) FROM pg_index"
                            + " WHERE indrelid = 'billing.outbox'::regclass");
            // those that are counted, and the oldest of each tenant
            assertThat(Long.parseLong(read)).isBetween(10_000L, 10_002L);
        }
    }

    @Test
    void leaves_the_tenant_of_the_transaction_as_it_was() throws SQLException {
        tenant("alpha", TenantKind.LIVE);
        tenant("beta", TenantKind.LIVE);
        try (Connection application = database.application().getConnection()) {
            application.setAutoCommit(false);
            execute(application, "SET LOCAL billing.tenant = 'alpha'");

            assertThat(TestBooks.value(application, "SELECT events FROM billing.outbox_backlog()"))
                    .isEqualTo("0");
            assertThat(TestBooks.value(application, "SELECT current_setting('billing.tenant')"))
                    .isEqualTo("alpha");
        }
    }

    private void tenant(String id, TenantKind kind) {
        store.tenants()
                .create(new Tenant(TenantId.of(id), kind, TenantStatus.ACTIVE, Samples.START), Samples.settings());
    }

    private void events(String tenant, int count, String oldest) throws SQLException {
        administer(
                "INSERT INTO billing.outbox (tenant_id, customer_id, seq, event_id, type, subject, occurred_at, data)"
                        + " SELECT '" + tenant + "', 'c-' || n % 2, n, gen_random_uuid(), 'evt.billing.test', 's', '"
                        + oldest
                        + "'::timestamptz + n * interval '1 second', '{}' FROM generate_series(0, " + (count - 1)
                        + ") n");
    }

    private void administer(String statement) throws SQLException {
        try (Connection administrator = database.administrator().getConnection()) {
            execute(administrator, statement);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
