package io.billing4j.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.engine.EngineObserver;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a server without work costs its PostgreSQL, by PostgreSQL's own count of commits. */
@SuppressWarnings("try") // that it is open is all that is wanted of it
class IdleServerTest {
    private static final Duration OBSERVED = Duration.ofSeconds(30);

    /** What is done once: five jobs of all tenants are entered, taken and done. 40 commits were seen in 30 s, and 68 in 70 s. */
    private static final int STARTED = 20;

    private final TestDatabase database = TestDatabase.fresh();

    /** To look from, so that the looks are not counted. */
    private final TestDatabase outside = TestDatabase.fresh();

    private final String name = database.url().substring(database.url().lastIndexOf('/') + 1);

    @TempDir
    private Path directory = Path.of("");

    @Test
    @Timeout(120)
    void it_commits_less_than_once_a_second_beside_what_its_start_takes() throws SQLException {
        Map<String, String> settings = Map.of(
                "BILLING_SERVER_PORT", "0",
                "BILLING_DATABASE_URL", database.url(),
                "BILLING_DATABASE_USER", TestDatabase.APP_ROLE,
                "BILLING_DATABASE_PASSWORD", TestDatabase.APP_PASSWORD,
                "BILLING_AUTH_SECRET", "a secret of the tests that is long enough",
                "BILLING_DATABASE_CONNECTIONS", "4",
                "BILLING_RUNS_WORKERS", "1");
        Configuration configuration = Configuration.read(null, settings, directory);
        long before = committed();
        try (ServerProcess server = ServerProcess.start(configuration, () -> true, EngineObserver.NONE)) {
            long until = System.nanoTime() + OBSERVED.toNanos();
            while (System.nanoTime() - until < 0) {
                LockSupport.parkNanos(until - System.nanoTime());
            }
            assertThat(sessions()).as("the pool's and the one that listens").isGreaterThan(1);
        }
        // A session's commits are counted for certain when it has ended.
        while (sessions() > 0) {
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
        long commits = committed() - before;

        System.out.printf("%d commits in %d s without work%n", commits, OBSERVED.toSeconds());
        assertThat(commits).isPositive().isLessThan(STARTED + OBSERVED.toSeconds());
    }

    private long committed() throws SQLException {
        return outside.number("SELECT xact_commit FROM pg_stat_database WHERE datname = '" + name + "'");
    }

    private long sessions() throws SQLException {
        return outside.number("SELECT count(*) FROM pg_stat_activity WHERE datname = '" + name + "'");
    }
}
