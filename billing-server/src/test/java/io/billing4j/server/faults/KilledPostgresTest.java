package io.billing4j.server.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.error.ErrorCode;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * PostgreSQL itself is killed by SIGKILL, with all its sessions, under the hands of another process, and is started again: five
 * times, since one that dies more often without a minute of calm is given up.
 */
@ExtendWith(FaultServer.Shared.class)
@Timeout(300)
class KilledPostgresTest {
    private final FaultServer server;

    KilledPostgresTest(FaultServer server) {
        this.server = server;
    }

    @ParameterizedTest
    @EnumSource(names = {"AFTER_HEADERS", "AFTER_COMMIT"})
    void a_run_in_its_middle_is_as_an_undisturbed_one_when_asked_for_again(Failpoint point) {
        server.undisturbed();
        FaultDatabase books = server.books();
        Worker worker =
                server.worker().begin(Order.run(books).stoppingAt(point, 2).untilDone());
        worker.awaitFailpoint();
        long committed = books.number("SELECT count(*) FROM invoice");
        assertThat(committed).isBetween(1L, FaultBooks.DOCUMENTS - 1L);

        server.kill();
        server.awaitRestart();
        assertThat(books.number("SELECT count(*) FROM invoice"))
                .as("documents that were committed")
                .isEqualTo(committed);
        worker.goOn();

        assertThat(worker.awaitDone()).contains("REFUSED " + ErrorCode.STORE_UNAVAILABLE, "RAN COMPLETED");
        BooksCheck.assertAsUndisturbed(server, books);
    }

    /** At some statement or on its way back from there: whether the last transaction is there, nobody can say. */
    @Test
    void a_run_at_any_statement_is_as_an_undisturbed_one_when_asked_for_again() {
        Undisturbed undisturbed = server.undisturbed();
        FaultDatabase books = server.books();
        Worker worker =
                server.worker().begin(Order.run(books).tellingStatements().untilDone());
        Random random = new Random(Long.getLong("seed", 1));
        int statement = undisturbed.firstClaim() + random.nextInt(undisturbed.statements() / 2);
        assertThat(worker.awaitStatement(statement)).isTrue();
        server.kill();

        assertThat(worker.awaitDone())
                .as("killed at statement %d", statement)
                .contains("REFUSED " + ErrorCode.STORE_UNAVAILABLE, "RAN COMPLETED");
        BooksCheck.assertAsUndisturbed(server, books);
    }

    @ParameterizedTest
    @EnumSource(names = {"AFTER_ROLLUPS", "AFTER_COMMIT_OF_USAGE"})
    void a_batch_of_usage_is_there_once_when_sent_again(Failpoint point) {
        FaultDatabase books = server.books();
        Worker worker = server.worker()
                .begin(Order.usage(books, 0, 3).stoppingAt(point, 2).untilDone());
        worker.awaitFailpoint();
        server.kill();
        server.awaitRestart();
        int committed = point.committed() ? 2 : 1;
        assertThat(FaultUsage.recorded(books)).isEqualTo((long) committed * FaultUsage.SIZE);
        worker.goOn();

        List<String> said = worker.awaitDone();
        assertThat(said).contains("ACCEPTED 0 1000 0", "ACCEPTED 1 1000 0", "ACCEPTED 2 1000 0");
        assertThat(said).contains("REFUSED " + ErrorCode.STORE_UNAVAILABLE);
        FaultUsage.assertOnce(books, 3);
    }
}
