package io.billing4j.server.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.billing4j.engine.Billing4J;
import io.billing4j.jdbc.JdbcBillingStore;
import io.billing4j.server.TestDatabase;
import io.billing4j.server.demo.DemoBooks;
import io.billing4j.server.demo.DemoFigures;
import io.billing4j.server.demo.DemoJob;
import io.billing4j.server.demo.DemoOutcome;
import io.billing4j.server.demo.DemoProgress;
import io.billing4j.store.BillingStore;
import io.billing4j.store.memory.InMemoryBillingStore;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A job on a real PostgreSQL is killed by SIGKILL in the middle of its work. Each kill is followed by a start that is killed
 * further on, so that the books pass through every point where a process can die.
 */
@Timeout(300)
class KilledJobTest {
    private static final String EVENTS = "SELECT count(*) FROM billing.usage_event";
    private static final String INVOICES = "SELECT count(*) FROM billing.invoice";
    private static final String LINES = "SELECT count(*) FROM billing.invoice_line";
    private static final String RUNNING = "SELECT count(*) FROM billing.billing_run WHERE status = 'RUNNING'";
    private static final String LAST_NUMBER = "SELECT coalesce(max(last_value), 0) FROM billing.number_counter";
    private static final String IN_TRANSACTION =
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND usename = '"
                    + TestDatabase.APP_ROLE + "' AND state = 'idle in transaction' AND backend_xid IS NOT NULL";
    private static final String CONNECTED = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            + " AND usename = '" + TestDatabase.APP_ROLE + "'";

    private final TestDatabase database = TestDatabase.fresh();

    @Test
    void at_one_failpoint_after_the_other_and_the_last_start_ends_as_an_undisturbed_one_does() throws Exception {
        killAt(Failpoint.BETWEEN_BATCHES, () -> {
            assertThat(database.number(EVENTS)).isEqualTo(21_000);
            assertThat(database.number(IN_TRANSACTION)).isZero();
        });
        killAt(Failpoint.INSIDE_A_BATCH, () -> {
            assertThat(database.number(EVENTS)).isEqualTo(21_000);
            assertThat(database.number(IN_TRANSACTION)).isEqualTo(1);
        });
        killAt(Failpoint.BETWEEN_NUMBERS_AND_COMMIT, () -> {
            assertThat(database.number(EVENTS)).isEqualTo(56_370);
            assertThat(database.number(IN_TRANSACTION)).isEqualTo(1);
            assertThat(database.number(RUNNING)).isEqualTo(1);
            assertThat(database.number(LINES)).isZero();
            assertThat(database.number(LAST_NUMBER)).isZero();
        });
        killAt(Failpoint.AFTER_THE_COMMIT, () -> {
            assertThat(database.number(IN_TRANSACTION)).isZero();
            assertThat(database.number(RUNNING)).isEqualTo(1);
            assertThat(database.number(INVOICES)).isEqualTo(60);
            assertThat(database.number(LAST_NUMBER)).isEqualTo(60);
        });
        killAt(Failpoint.BETWEEN_NUMBERS_AND_COMMIT, () -> {
            assertThat(database.number(IN_TRANSACTION)).isEqualTo(1);
            assertThat(database.number(INVOICES)).isEqualTo(60);
            assertThat(database.number(LINES)).isEqualTo(60);
        });

        assertEndsAsUndisturbed();
    }

    private void killAt(Failpoint failpoint, Evidence evidence) throws Exception {
        try (SecondJvm second = SecondJvm.start(database, failpoint)) {
            second.awaitFailpoint();
            assertThat(database.number(CONNECTED))
                    .as("%s: the second JVM is at work", failpoint)
                    .isPositive();
            evidence.check();
            second.kill();
        }
    }

    private void assertEndsAsUndisturbed() throws SQLException {
        try (HikariDataSource pool = database.pool()) {
            DemoOutcome outcome = run(JdbcBillingStore.builder(pool).build());
            DemoFigures.assertBilled(outcome);
            assertThat(DemoFigures.content(outcome)).isEqualTo(DemoFigures.content(run(new InMemoryBillingStore())));
        }
        assertThat(database.number(EVENTS)).isEqualTo(56_370);
        assertThat(database.number(INVOICES)).isEqualTo(120);
        assertThat(database.number(LINES)).isEqualTo(240);
        assertThat(database.number(RUNNING)).isZero();
    }

    private static DemoOutcome run(BillingStore store) {
        return new DemoJob(Billing4J.builder(store).build(), DemoBooks.standard()).run(DemoProgress.NONE);
    }

    /** What shows that the second JVM is in the middle of its work. */
    @FunctionalInterface
    private interface Evidence {
        void check() throws SQLException;
    }
}
