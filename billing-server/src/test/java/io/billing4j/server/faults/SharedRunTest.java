package io.billing4j.server.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.run.BillingRun;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Several processes on the same run at once. Each holds a chunk before any of them goes on. */
@ExtendWith(FaultServer.Shared.class)
@Timeout(300)
class SharedRunTest {
    private final FaultServer server;

    SharedRunTest(FaultServer server) {
        this.server = server;
    }

    @Test
    void two_bill_everybody_once() {
        FaultDatabase books = server.books();
        Worker one = claiming(books, server.worker());
        Worker two = claiming(books, server.worker());
        one.goOn();
        two.goOn();

        assertThat(one.awaitDone()).contains("RAN COMPLETED");
        assertThat(two.awaitDone()).contains("RAN COMPLETED");
        BooksCheck.assertAsUndisturbed(server, books);
    }

    /** The other two wait for its locks, and bill its customers when they are free. */
    @Test
    void three_of_which_one_is_killed_bill_everybody_once() {
        FaultDatabase books = server.books();
        Worker one = claiming(books, server.worker());
        Worker doomed = claiming(books, server.doomed());
        // For the third there may be nobody left to claim.
        Worker three = server.worker().begin(Order.run(books));
        one.goOn();
        Await.until("both wait for the one that is to be killed", () -> books.waiting("worker-%") == 2);
        assertThat(books.number("SELECT count(*) FROM invoice")).isBetween(1L, FaultBooks.DOCUMENTS - 1L);
        doomed.kill();

        assertThat(one.awaitDone()).contains("RAN COMPLETED");
        assertThat(three.awaitDone()).contains("RAN COMPLETED");
        BooksCheck.assertAsUndisturbed(server, books);
    }

    /** What it finds due is what is left; what is done it must not know from before. */
    @Test
    void one_that_enters_while_another_bills_expects_no_less_than_is_done() throws Exception {
        FaultDatabase books = server.books();
        CountDownLatch claimed = new CountDownLatch(1);
        CountDownLatch counting = new CountDownLatch(1);
        CountDownLatch committed = new CountDownLatch(1);
        Watch first = moment -> {
            if (Failpoint.AFTER_CLAIM.isReached(moment)) {
                claimed.countDown();
                await(counting);
            } else if (Failpoint.AFTER_COMMIT.isReached(moment)) {
                committed.countDown();
            }
        };
        Watch second = moment -> {
            if (moment.kind() == Moment.Kind.BEFORE_STATEMENT && moment.sql().counts()) {
                counting.countDown();
                Await.until(
                        "the first has billed a chunk, or waits to",
                        () -> committed.getCount() == 0 || books.waiting("this-jvm") > 0);
            }
        };

        CompletableFuture<BillingRun> billing = CompletableFuture.supplyAsync(
                () -> ThisJvm.on(books).watchedBy(first).run(), command -> new Thread(command).start());
        await(claimed);
        ThisJvm.on(books).watchedBy(second).run();
        billing.join();

        BooksCheck.assertAsUndisturbed(server, books);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(120, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Holds a chunk, and waits. */
    private static Worker claiming(FaultDatabase books, Worker worker) {
        worker.begin(Order.run(books).stoppingAt(Failpoint.AFTER_CLAIM, 1));
        worker.awaitFailpoint();
        assertThat(books.inTransaction(worker.name())).isEqualTo(1);
        return worker;
    }
}
