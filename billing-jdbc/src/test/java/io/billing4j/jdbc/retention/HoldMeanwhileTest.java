package io.billing4j.jdbc.retention;

import static io.billing4j.jdbc.retention.KeptBooks.SHORT;
import static io.billing4j.jdbc.retention.KeptBooks.use;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.engine.BillingEngine;
import io.billing4j.jdbc.UsageMaintenanceReport;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.YearMonth;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A hold that is set while a pass is at it: once that is said to be done, nothing is deleted. */
class HoldMeanwhileTest {
    @AutoClose
    private final KeptBooks books = new KeptBooks();

    private final BillingEngine acme = books.sandbox("acme", "2018-02-01", SHORT);
    private final ExecutorService threads = Executors.newSingleThreadExecutor();

    @BeforeEach
    void letFebruaryGo() {
        use(acme, "2018-02-10", "2019-06-01");
    }

    @AfterEach
    void endThreads() {
        threads.shutdownNow();
    }

    @Test
    void waits_for_a_drop_that_was_decided_without_it() throws Exception {
        try (Connection reader = books.database.administrator().getConnection();
                Statement statement = reader.createStatement()) {
            reader.setAutoCommit(false);
            statement.execute("LOCK TABLE billing.usage_event_201802 IN ACCESS SHARE MODE");
            assertThat(books.maintenance().build().run().busy()).containsExactly(YearMonth.of(2018, 2));
            reader.rollback();
        }
        assertWaitsFor("SELECT billing.upkeep_drop('2018-02-01Z', now())");
    }

    @Test
    void waits_for_keys_that_are_deleted_without_it() throws Exception {
        announce();
        assertWaitsFor("SELECT billing.upkeep_delete_keys('acme', '2018-02-01Z', '', '', '-infinity', '', 100)");
    }

    @Test
    void waits_for_rollups_that_are_deleted_without_it() throws Exception {
        announce();
        assertWaitsFor("SELECT billing.upkeep_delete_rollups('acme', '', 100)");
    }

    @Test
    void goes_first_where_it_is_about_to_be_committed() throws SQLException {
        try (Connection host = books.database.application().getConnection()) {
            host.setAutoCommit(false);
            books.billing
                    .on(books.store.on(host))
                    .forTenant(acme.tenant())
                    .settings()
                    .update(settings -> settings.withUsage(SHORT.held(true)));

            UsageMaintenanceReport report = books.maintenance().build().run();

            assertThat(report.failed()).containsExactly(acme.tenant());
            assertThat(report.keysDeleted()).isZero();
            assertThat(report.dropped()).isEmpty();
            host.commit();
        }
        assertThat(books.maintenance().build().run().dropped()).isEmpty();
        assertThat(books.stored(acme)).startsWith("1 events, 1 keys");
    }

    private void announce() {
        books.values("SELECT billing.upkeep_announce('acme', now())");
        books.values("SELECT billing.upkeep_confirm('acme', now())");
    }

    /** Runs the statement, and sees that the hold is not said to be in force before its transaction has ended. */
    private void assertWaitsFor(String deletion) throws Exception {
        Future<?> hold;
        try (Connection deleting = books.database.administrator().getConnection();
                Statement statement = deleting.createStatement()) {
            deleting.setAutoCommit(false);
            statement.execute(deletion);
            hold = threads.submit(() -> acme.settings().update(settings -> settings.withUsage(SHORT.held(true))));
            while (books.values("SELECT 1 FROM pg_stat_activity WHERE datname = current_database()"
                            + " AND wait_event_type = 'Lock' AND query LIKE '%tenant_settings%'")
                    .isEmpty()) {
                assertThat(hold).isNotDone();
            }
            deleting.commit();
        }
        hold.get(60, TimeUnit.SECONDS);
    }
}
