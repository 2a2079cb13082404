package io.billing4j.server.faults;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A run that one process was asked for, and another one that nobody asks. */
@ExtendWith(FaultServer.Shared.class)
@Timeout(300)
class JoinedRunTest {
    private final FaultServer server;

    JoinedRunTest(FaultServer server) {
        this.server = server;
    }

    /** The one that was asked holds its first chunk all the while, so that what is billed meanwhile the other one bills. */
    @Test
    void is_billed_by_both() {
        FaultDatabase books = server.books();
        Worker other = sharing(books);
        Worker asked = server.worker().begin(Order.run(books).stoppingAt(Failpoint.AFTER_CLAIM, 1));
        asked.awaitFailpoint();
        Await.until("the other waits for those that are held", () -> books.waiting(other.name()) == 1);
        assertThat(documents(books)).isBetween(1L, FaultBooks.DOCUMENTS - 1L);
        asked.goOn();

        assertThat(asked.awaitDone()).contains("RAN COMPLETED");
        end(other);
        BooksCheck.assertAsUndisturbed(server, books);
    }

    @ParameterizedTest
    @EnumSource(
            value = Failpoint.class,
            names = {"AFTER_CLAIM", "HOLDING_THE_SERIES", "AFTER_COMMIT"})
    void is_finished_by_the_other_when_the_one_that_was_asked_is_killed(Failpoint point) {
        FaultDatabase books = server.books();
        Worker other = sharing(books);
        Worker asked = server.doomed().begin(Order.run(books).stoppingAt(point, 1));
        asked.awaitFailpoint();
        asked.kill();

        Await.until("the other has finished it", () -> completed(books));
        end(other);
        BooksCheck.assertAsUndisturbed(server, books);
    }

    /** Nobody wakes it then: it looks when it starts. */
    @Test
    void is_finished_by_one_that_comes_when_the_one_that_was_asked_is_no_more() {
        FaultDatabase books = server.books();
        Worker asked = server.doomed().begin(Order.run(books).stoppingAt(Failpoint.AFTER_LINES, 2));
        asked.awaitFailpoint();
        asked.kill();
        assertThat(documents(books)).isBetween(1L, FaultBooks.DOCUMENTS - 1L);
        assertThat(completed(books)).isFalse();

        Worker other = server.worker().begin(Order.share(books));
        Await.until("it has finished it", () -> completed(books));
        end(other);
        BooksCheck.assertAsUndisturbed(server, books);
    }

    private Worker sharing(FaultDatabase books) {
        Worker other = server.worker().begin(Order.share(books));
        other.awaitSharing();
        Await.until(
                "it listens",
                () -> books.number("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                                + " AND query LIKE 'LISTEN%'")
                        == 1);
        return other;
    }

    private static void end(Worker other) {
        other.goOn();
        other.awaitDone();
    }

    private static long documents(FaultDatabase books) {
        return books.number("SELECT count(*) FROM invoice");
    }

    /** Not before the hint is gone: the run is ended and the hint taken away in one transaction. */
    private static boolean completed(FaultDatabase books) {
        return books.number("SELECT count(*) FROM billing_run WHERE status = 'COMPLETED'") == 1;
    }
}
