package io.billing4j.server.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Processes that report usage through a spill directory are killed by SIGKILL, one after the other on the same directory. What
 * they said was acknowledged is there once in the end; each reports the group anew that the one before had not said so of.
 */
@ExtendWith(FaultServer.Shared.class)
@Timeout(300)
class KilledReporterTest {
    private static final int KILLS = 3;
    private static final int MANY = 1_000_000;

    private final FaultServer server;
    private final FaultDatabase books;

    KilledReporterTest(FaultServer server) {
        this.server = server;
        this.books = server.books();
    }

    @Test
    void loses_nothing_that_was_acknowledged() throws SQLException {
        Path spill = server.newDirectory();
        Random random = new Random(Long.getLong("seed", 1));
        Worker first = server.doomed();
        int next;
        try (Connection connection = books.superuser().getConnection();
                Statement statement = connection.createStatement()) {
            // Nothing can be sent: the first leaves all of it to the second.
            connection.setAutoCommit(false);
            statement.execute("SELECT FROM billing.customer WHERE tenant_id = 'alpha' FOR UPDATE");
            next = killedAfter(first.begin(Order.reporter(books, spill, 0, MANY)), 50);
            // A session that waits for a lock sees that its client is no more once it has it.
            connection.rollback();
        }
        awaitGone(first);
        assertThat(groups()).isZero();
        for (int kill = 1; kill < KILLS; kill++) {
            Worker doomed = server.doomed().begin(Order.reporter(books, spill, next, MANY));
            next = killedAfter(doomed, next + random.nextInt(200));
            awaitGone(doomed);
        }

        Worker last = server.worker().begin(Order.reporter(books, spill, next, next + 1));
        assertThat(last.awaitDone()).contains("ACKNOWLEDGED " + next);
        // Every one up to the last is acknowledged, and of no other the events were reported.
        assertThat(groups()).isEqualTo((next + 1L) * FaultUsage.GROUP);
        assertThat(books.number("SELECT count(DISTINCT event_id) FROM usage_event WHERE event_id LIKE 'group-%'"))
                .isEqualTo((next + 1L) * FaultUsage.GROUP);
        BooksCheck.assertSound(books, FaultBooks.ALPHA);
    }

    /** Kills a worker once it has said that a group is acknowledged; the first group of which it had not said so. */
    private static int killedAfter(Worker worker, int group) {
        worker.awaitAcknowledged(group);
        List<String> said = worker.kill();
        String last = said.stream()
                .filter(line -> line.startsWith("ACKNOWLEDGED "))
                .reduce((before, after) -> after)
                .orElseThrow();
        return Integer.parseInt(last.substring("ACKNOWLEDGED ".length())) + 1;
    }

    /** The server may still be at the last statement of a client that is no more, be it a commit. */
    private void awaitGone(Worker worker) {
        Await.until("its sessions end", () -> books.sessions(worker.name()) == 0);
    }

    private long groups() {
        return books.number("SELECT count(*) FROM usage_event WHERE event_id LIKE 'group-%'");
    }
}
