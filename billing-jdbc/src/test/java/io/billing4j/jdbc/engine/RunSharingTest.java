package io.billing4j.jdbc.engine;

import static io.billing4j.jdbc.engine.SharedBooks.ALPHA;
import static io.billing4j.jdbc.engine.SharedBooks.BETA;
import static io.billing4j.jdbc.engine.SharedBooks.CUSTOMERS;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.engine.Billing4J;
import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.billing4j.jdbc.RunSharing;
import io.billing4j.run.RunStatus;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@SuppressWarnings("try") // that it is open is all that is wanted of it
@Timeout(120)
class RunSharingTest {
    /** So long that whatever happens in a test was not found by looking from time to time. */
    private static final Duration NEVER = Duration.ofHours(1);

    private static final Duration SOON = Duration.ofMillis(100);

    private final SharedBooks books = new SharedBooks();
    private final List<RuntimeException> failures = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        books.close();
    }

    @Test
    void a_commit_wakes_it_and_it_bills_the_run_that_was_begun_elsewhere() {
        try (RunSharing sharing = listening(books.process())) {
            books.beginAndDie(ALPHA);
            books.awaitCompleted(ALPHA);
        }
        assertThat(books.documents(ALPHA)).isEqualTo(CUSTOMERS);
        assertThat(failures).isEmpty();
    }

    @Test
    void what_was_begun_before_it_started_is_found_at_once() {
        books.beginAndDie(ALPHA);
        books.beginAndDie(BETA);

        try (RunSharing sharing = of(books.process()).poll(NEVER).start()) {
            books.awaitCompleted(ALPHA);
            books.awaitCompleted(BETA);
        }
    }

    @Test
    void where_nobody_wakes_it_it_looks_from_time_to_time() {
        try (RunSharing sharing = of(books.process()).poll(SOON).start()) {
            books.beginAndDie(ALPHA);
            books.awaitCompleted(ALPHA);
        }
        assertThat(books.listeners()).isEmpty();
    }

    @Test
    void it_listens_again_after_its_session_was_lost() {
        try (RunSharing sharing = listening(books.process())) {
            String lost = books.listeners().get(0);
            books.administer("SELECT pg_terminate_backend(" + lost + ")");
            SharedBooks.await(
                    "another session listens", () -> books.listeners().stream().anyMatch(pid -> !pid.equals(lost)));

            books.beginAndDie(ALPHA);
            books.awaitCompleted(ALPHA);
        }
        assertThat(failures).hasSize(1).first().extracting("code").isEqualTo(ErrorCode.STORE_UNAVAILABLE);
        assertThat(books.listeners()).isEmpty();
    }

    @Test
    void what_fails_is_tried_again_and_keeps_nobody_from_the_others() {
        AtomicInteger faults = new AtomicInteger();
        Billing4J faulty = books.process(point -> {
            if (point.equals("before slots.insert") && faults.incrementAndGet() <= 2) {
                throw ErrorCode.STORE_CONTENTION.because("on purpose");
            }
        });
        books.beginAndDie(ALPHA);
        books.beginAndDie(BETA);

        // After at least 0.8 s and, if one run has failed twice, 1.6 s more.
        try (RunSharing sharing = of(faulty).poll(NEVER).start()) {
            books.awaitCompleted(ALPHA);
            books.awaitCompleted(BETA);
        }
        assertThat(failures)
                .hasSize(2)
                .allSatisfy(e -> assertThat(((BillingException) e).code()).isEqualTo(ErrorCode.STORE_CONTENTION));
        assertThat(books.documents(ALPHA)).isEqualTo(CUSTOMERS);
        assertThat(books.documents(BETA)).isEqualTo(CUSTOMERS);
    }

    @Test
    void hints_of_what_is_not_there_are_taken_away() {
        books.administer("INSERT INTO billing.work_due (work_id, tenant_id, kind, subject, due_at) VALUES"
                + " (gen_random_uuid(), 'nobody', 'billing_run', gen_random_uuid(), now()),"
                + " (gen_random_uuid(), 'alpha', 'billing_run', gen_random_uuid(), now())");

        try (RunSharing sharing = of(books.process()).poll(SOON).start()) {
            SharedBooks.await("they are gone", () -> books.number("SELECT count(*) FROM billing.work_due") == 0);
        }
        assertThat(failures).isEmpty();
    }

    @Test
    void a_run_of_its_own_process_is_not_entered_twice() throws Exception {
        AtomicInteger entered = new AtomicInteger();
        AtomicInteger seen = new AtomicInteger();
        AtomicInteger advanced = new AtomicInteger();
        CountDownLatch gate = new CountDownLatch(1);
        Billing4J self = books.process(point -> {
            if (point.equals("before runs.findOrInsert")) {
                entered.incrementAndGet();
            } else if (point.equals("after runs.find") && sharing()) {
                seen.incrementAndGet();
            } else if (point.equals("before runs.advance") && advanced.incrementAndGet() == 2) {
                await(gate);
            }
        });

        try (RunSharing sharing = of(self).poll(SOON).start()) {
            CompletableFuture<?> asked = CompletableFuture.runAsync(
                    () -> self.forTenant(ALPHA).runs().run(SharedBooks.CUT_OFF), task -> new Thread(task).start());
            SharedBooks.await("it has found the run twice", () -> seen.get() >= 2);
            gate.countDown();
            asked.get(60, TimeUnit.SECONDS);
            books.awaitCompleted(ALPHA);
        }
        assertThat(entered).hasValue(1);
        assertThat(books.documents(ALPHA)).isEqualTo(CUSTOMERS);
    }

    @Test
    void it_closes_once_the_chunk_is_committed_and_leaves_the_rest_to_others() throws Exception {
        books.beginAndDie(ALPHA);
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch gate = new CountDownLatch(1);
        AtomicInteger advanced = new AtomicInteger();
        Billing4J slow = books.process(point -> {
            if (point.equals("before runs.advance") && advanced.incrementAndGet() == 2) {
                reached.countDown();
                await(gate);
            }
        });
        RunSharing sharing = of(slow).poll(NEVER).start();
        await(reached);

        Thread closing = new Thread(sharing::close);
        closing.start();
        SharedBooks.await("it waits for the chunk", () -> closing.getState() == Thread.State.TIMED_WAITING);
        gate.countDown();
        closing.join(60_000);

        assertThat(closing.isAlive()).isFalse();
        assertThat(books.documents(ALPHA)).isEqualTo(CUSTOMERS);
        assertThat(books.status(ALPHA)).isEqualTo(RunStatus.RUNNING);
        try (RunSharing other = of(books.process()).poll(NEVER).start()) {
            books.awaitCompleted(ALPHA);
        }
    }

    @Test
    void closing_it_again_does_nothing_and_takes_no_time() {
        RunSharing sharing = of(books.process()).poll(NEVER).start();
        sharing.close();

        // Of the 30 s that it would wait for chunks.
        assertThat(CompletableFuture.runAsync(sharing::close)).succeedsWithin(Duration.ofSeconds(10));
    }

    @Test
    void it_takes_the_threads_that_it_is_given() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        books.beginAndDie(ALPHA);
        try (RunSharing sharing =
                of(books.process()).poll(NEVER).executor(threads).joins(1).start()) {
            books.awaitCompleted(ALPHA);
        }
        threads.shutdown();
        assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
    }

    private RunSharing.Builder of(Billing4J billing) {
        return RunSharing.builder(billing).onFailure(failures::add);
    }

    private RunSharing listening(Billing4J billing) {
        RunSharing sharing = of(billing).listenOn(books.sessions()).poll(NEVER).start();
        SharedBooks.await("it listens", () -> !books.listeners().isEmpty());
        return sharing;
    }

    private static boolean sharing() {
        return Thread.currentThread().getName().startsWith("billing-run-sharing");
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(60, TimeUnit.SECONDS)) {
                throw new AssertionError("it did not come");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
