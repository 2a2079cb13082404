package io.billing4j.jdbc.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.jdbc.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Partitions of usage, made by the owner's function at the application's request. */
class UsagePartitionTest {
    private TestDatabase database;
    private Connection administrator;
    private Connection application;

    @BeforeEach
    void connect() throws SQLException {
        database = TestDatabase.freshDatabase();
        administrator = database.administrator().getConnection();
        application = database.application().getConnection();
    }

    @AfterEach
    void close() throws SQLException {
        administrator.close();
        application.close();
    }

    @Test
    void thereIsNoneBeforeAnybodyAsks() throws SQLException {
        assertThat(partitions()).isEmpty();
        assertThat(Sql.refusal(application, "alpha", event("e1", "2024-01-15Z")))
                .isEqualTo("23514");
    }

    @Test
    void holdOneMonthOfUtcWhateverTheSessionsZone() throws SQLException {
        ensure("2024-01-31 23:59:59.999999Z");
        ensure("2024-02-01 00:00:00Z");

        assertThat(partitions()).containsExactly("usage_event_202401", "usage_event_202402");
        Sql.inTenant(application, "alpha", () -> {
            Sql.execute(application, event("first", "2024-01-01 00:00:00Z"));
            Sql.execute(application, event("last", "2024-01-31 23:59:59.999999Z"));
            Sql.execute(application, event("next", "2024-02-01 00:00:00Z"));
        });
        assertThat(Sql.strings(administrator, "SELECT event_id FROM billing.usage_event_202401 ORDER BY occurred_at"))
                .containsExactly("first", "last");
        assertThat(Sql.strings(administrator, "SELECT event_id FROM billing.usage_event_202402"))
                .containsExactly("next");
    }

    @Test
    void areMadeForThePastAndForATenantsFarFuture() throws SQLException {
        ensure("2000-01-01Z");
        ensure("2099-12-31 23:59:59Z");

        assertThat(partitions()).containsExactly("usage_event_200001", "usage_event_209912");
    }

    @Test
    void areRefusedOutsideTheirBounds() throws SQLException {
        for (String instant :
                new String[] {"1999-12-31 23:59:59.999999Z", "2100-01-01Z", "infinity", "-infinity", "9999-01-01Z"}) {
            assertThat(Sql.refusal(application, "", "SELECT billing.ensure_usage_partition('" + instant + "')"))
                    .as(instant)
                    .isEqualTo("22008");
        }
        assertThat(Sql.refusal(application, "", "SELECT billing.ensure_usage_partition(NULL)"))
                .isEqualTo("22008");
        assertThat(partitions()).isEmpty();
    }

    @Test
    void areMadeOnce() throws SQLException {
        ensure("2024-01-15Z");
        ensure("2024-01-16Z");

        assertThat(partitions()).containsExactly("usage_event_202401");
    }

    @Test
    void haveTheKeyOfTheParentAndNothingElseToCheck() throws SQLException {
        ensure("2024-01-15Z");

        assertThat(Sql.strings(
                        administrator,
                        "SELECT contype::text FROM pg_constraint WHERE conrelid = 'billing.usage_event_202401'::regclass"
                                + " AND contype NOT IN ('n') ORDER BY 1"))
                .containsExactly("p");
        Sql.inTenant(application, "alpha", () -> Sql.execute(application, event("e1", "2024-01-15Z")));
        assertThat(Sql.refusal(application, "alpha", event("e1", "2024-01-15Z")))
                .isEqualTo("23505");
    }

    @Test
    void goIfTheTransactionThatMadeThemRollsBack() throws SQLException {
        application.setAutoCommit(false);
        ensure("2024-01-15Z");
        application.rollback();
        application.setAutoCommit(true);

        assertThat(partitions()).isEmpty();
        ensure("2024-01-15Z");
        assertThat(partitions()).containsExactly("usage_event_202401");
    }

    @Test
    void areMadeOnceWhenTwoAskAtTheSameTime() throws Exception {
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try (Connection other = database.application().getConnection()) {
            application.setAutoCommit(false);
            ensure("2024-01-15Z");
            CompletableFuture<Void> second = later(threads, other);
            awaitLockWait(second);
            application.commit();
            second.get(30, TimeUnit.SECONDS);
        } finally {
            threads.shutdownNow();
        }
        assertThat(partitions()).containsExactly("usage_event_202401");
    }

    @Test
    void doNotStopIngestionIntoOthersWhileTheyAreMade() throws SQLException {
        ensure("2024-01-15Z");
        application.setAutoCommit(false);
        ensure("2024-02-15Z");
        try (Connection other = database.application().getConnection()) {
            Sql.execute(other, "SET lock_timeout = '5s'");
            Sql.inTenant(other, "alpha", () -> Sql.execute(other, event("e1", "2024-01-15Z")));
            application.commit();
        }
        assertThat(Sql.strings(administrator, "SELECT event_id FROM billing.usage_event"))
                .containsExactly("e1");
    }

    @Test
    void areNotMisledByTemporaryTablesOfTheCaller() throws SQLException {
        Sql.execute(application, "CREATE TEMP TABLE usage_event (tenant_id text)");
        Sql.execute(application, "CREATE TEMP TABLE usage_event_202401 (tenant_id text)");
        ensure("2024-01-15Z");

        assertThat(partitions()).containsExactly("usage_event_202401");
    }

    private void ensure(String instant) throws SQLException {
        Sql.execute(application, "SELECT billing.ensure_usage_partition('" + instant + "')");
    }

    private static CompletableFuture<Void> later(Executor threads, Connection connection) {
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        Sql.execute(connection, "SELECT billing.ensure_usage_partition('2024-01-20Z')");
                    } catch (SQLException e) {
                        throw new IllegalStateException(e);
                    }
                },
                threads);
    }

    private void awaitLockWait(CompletableFuture<Void> second) throws SQLException {
        while (Sql.count(
                        administrator,
                        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")
                == 0) {
            assertThat(second).as("the second caller ended without waiting").isNotDone();
        }
    }

    private List<String> partitions() throws SQLException {
        return Sql.strings(
                        administrator,
                        "SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'billing.usage_event'::regclass"
                                + " ORDER BY 1")
                .stream()
                .map(name -> name.replace("billing.", ""))
                .toList();
    }

    private static String event(String id, String occurredAt) {
        return SchemaRows.event("alpha", id, occurredAt);
    }
}
