package io.billing4j.jdbc.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.jdbc.RunSharing;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** What waiting costs the server, by its own count of what is committed in the database. */
@SuppressWarnings("try") // that it is open is all that is wanted of it
class IdleSharingTest {
    private static final Duration OBSERVED = Duration.ofSeconds(24);

    @Test
    void it_commits_less_than_once_a_second_with_all_that_its_start_takes() {
        long before;
        long after;
        try (SharedBooks books = new SharedBooks()) {
            settle(books);
            before = committed(books);
            try (RunSharing sharing = RunSharing.builder(books.process())
                    .listenOn(books.sessions())
                    .start()) {
                long begun = System.nanoTime();
                while (System.nanoTime() - begun < OBSERVED.toNanos()) {
                    LockSupport.parkNanos(begun + OBSERVED.toNanos() - System.nanoTime());
                }
            }
            settle(books);
            after = committed(books);
        }
        System.out.printf("%d commits in %d s without work%n", after - before, OBSERVED.toSeconds());
        assertThat(after - before).isPositive().isLessThan(OBSERVED.toSeconds());
    }

    /** A session's commits are counted for certain when it has ended. */
    private static void settle(SharedBooks books) {
        books.disconnect();
        SharedBooks.await(
                "all sessions have ended",
                () -> SharedBooks.numberFromOutside(
                                "SELECT count(*) FROM pg_stat_activity WHERE datname = '" + books.name() + "'")
                        == 0);
    }

    /** From another database, whose own commits are not among them. */
    private static long committed(SharedBooks books) {
        return SharedBooks.numberFromOutside(
                "SELECT xact_commit FROM pg_stat_database WHERE datname = '" + books.name() + "'");
    }
}
