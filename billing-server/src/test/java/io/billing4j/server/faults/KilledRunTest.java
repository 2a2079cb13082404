package io.billing4j.server.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A process is killed by SIGKILL in the middle of a run, and another one asks for the run. {@code -Dfaults.kills=N} and {@code
 * -Dseed=S} say how many kills at random there are, and which.
 */
@ExtendWith(FaultServer.Shared.class)
class KilledRunTest {
    private static final int USUAL_KILLS = 2;

    private final FaultServer server;

    KilledRunTest(FaultServer server) {
        this.server = server;
    }

    /** All failpoints of a run. */
    static List<Failpoint> failpoints() {
        return Failpoint.of(Work.RUN);
    }

    /** In the second chunk, so that something is committed before and something is left. */
    @ParameterizedTest
    @MethodSource("failpoints")
    @Timeout(300)
    void is_as_an_undisturbed_one_after_a_kill(Failpoint point) {
        FaultDatabase books = server.books();
        Worker worker = server.doomed().begin(Order.run(books).stoppingAt(point, 2));
        worker.awaitFailpoint();

        assertThat(inTheMiddle(books)).isTrue();
        assertThat(books.number("SELECT count(*) FROM invoice"))
                .as("documents that are committed")
                .isBetween(1L, FaultBooks.DOCUMENTS - 1L);
        assertThat(books.inTransaction(worker.name()))
                .as("transactions that are open at %s", point)
                .isEqualTo(point.committed() ? 0 : 1);
        worker.kill();

        ThisJvm.on(books).run();
        BooksCheck.assertAsUndisturbed(server, books);
    }

    @Test
    @Timeout(3600)
    void is_as_an_undisturbed_one_after_kills_at_random() {
        int kills = Integer.getInteger("faults.kills", USUAL_KILLS);
        Random random = new Random(Long.getLong("seed", 1));
        int statements = server.undisturbed().statements();
        int within = 0;
        int tries = 0;
        while (within < kills) {
            assertThat(tries++)
                    .as("tries, of which %d fell within the run", within)
                    .isLessThan(10 + 3 * kills);
            int statement = 1 + random.nextInt(statements);
            // The one that goes on is killed too, as far as it has that much to do.
            int next = 1 + random.nextInt(statements);
            within += killedWithin(statement, next, 1 + tries % 2) ? 1 : 0;
        }
        System.out.println(kills + " kills within a run of " + statements + " statements, " + tries + " tries");
    }

    /** Whether the first kill counts: the run had claimed its first chunk and was not over. The books are right in any case. */
    private boolean killedWithin(int statement, int next, int threads) {
        FaultDatabase books = server.books();
        boolean sent = killed(books, statement, threads);
        boolean within = sent && statement >= server.undisturbed().firstClaim() && inTheMiddle(books);
        killed(books, next, threads);

        ThisJvm.on(books).run();
        assertThat(BooksCheck.violations(books, FaultBooks.ALPHA))
                .as(
                        "killed at statements %d and %d of %d, with %d threads",
                        statement, next, server.undisturbed().statements(), threads)
                .isEmpty();
        BooksCheck.assertAsUndisturbed(server, books);
        server.dropCopies();
        return within;
    }

    /** Kills one that bills when it is about to send its n-th statement; whether it came to that. */
    private boolean killed(FaultDatabase books, int statement, int threads) {
        Worker worker =
                server.doomed().begin(Order.run(books).byThreads(threads).tellingStatements());
        boolean sent = worker.awaitStatement(statement);
        worker.kill();
        // The server may still be at the last statement of a client that is no more, be it a commit.
        Await.until("its sessions end", () -> books.sessions(worker.name()) == 0);
        return sent;
    }

    private static boolean inTheMiddle(FaultDatabase books) {
        return books.number("SELECT count(*) FROM billing_run WHERE status = 'RUNNING'") == 1;
    }
}
