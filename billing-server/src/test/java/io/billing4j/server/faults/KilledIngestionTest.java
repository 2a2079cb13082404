package io.billing4j.server.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.engine.UsageReceipt;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A process is killed by SIGKILL while it reports usage, and another one sends all its batches again. */
@ExtendWith(FaultServer.Shared.class)
@Timeout(300)
class KilledIngestionTest {
    private static final int BATCHES = 3;

    private final FaultServer server;

    KilledIngestionTest(FaultServer server) {
        this.server = server;
    }

    /** All failpoints of ingestion. */
    static List<Failpoint> failpoints() {
        return Failpoint.of(Work.USAGE);
    }

    /** In the second batch: whether that is there depends on the failpoint alone. */
    @ParameterizedTest
    @MethodSource("failpoints")
    void has_every_event_once_after_a_kill(Failpoint point) {
        FaultDatabase books = server.books();
        Worker worker = server.doomed().begin(Order.usage(books, 0, BATCHES).stoppingAt(point, 2));
        worker.awaitFailpoint();
        int committed = point.committed() ? 2 : 1;
        assertThat(FaultUsage.recorded(books)).isEqualTo((long) committed * FaultUsage.SIZE);
        assertThat(books.inTransaction(worker.name())).isEqualTo(point.committed() ? 0 : 1);
        // Of the second it has not heard, whatever has become of it.
        assertThat(worker.kill()).contains("ACCEPTED 0 1000 0").doesNotContain("ACCEPTED 1 1000 0");

        for (int batch = 0; batch < BATCHES; batch++) {
            int number = batch;
            UsageReceipt receipt =
                    ThisJvm.on(books).with(engine -> engine.usage().record(FaultUsage.batch(number)));
            int known = batch < committed ? FaultUsage.SIZE : 0;
            assertThat(receipt).as("batch %d again", batch).isEqualTo(new UsageReceipt(FaultUsage.SIZE - known, known));
        }
        FaultUsage.assertOnce(books, BATCHES);
    }
}
