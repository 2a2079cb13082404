package io.billing4j.reporter;

import static io.billing4j.fixture.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class MemoryReporterTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration NOW = Duration.ZERO;

    private final List<UsageReporter> reporters = new ArrayList<>();
    private final Gate gate = new Gate();

    @AfterEach
    void close() {
        gate.open();
        reporters.forEach(UsageReporter::close);
    }

    @Nested
    class AnEvent {
        @Test
        void is_acknowledged_when_the_sink_has_recorded_it_and_not_before() throws InterruptedException {
            Books books = new Books();
            UsageReporter reporter = built(eager(events -> {
                gate.record(events);
                books.record(events);
            }));

            Receipt receipt = reporter.report(Books.event(3));
            assertThat(receipt.isAcknowledged()).isFalse();
            assertThat(receipt.await(NOW)).isFalse();
            gate.open();

            assertThat(receipt.await(LONG)).isTrue();
            assertThat(receipt.isAcknowledged()).isTrue();
            assertThat(books.recorded()).isEqualTo(Books.sum(List.of(3)));
        }

        @Test
        void that_is_refused_fails_its_receipt_and_no_other() throws InterruptedException {
            List<RefusedUsage> told = new ArrayList<>();
            Books books = new Books();
            UsageReporter reporter =
                    built(UsageReporter.builder(books).batchAge(LONG).observer(collecting(told)));
            Receipt good = reporter.report(Books.event(0));
            Receipt poison = reporter.report(Books.poison(1));
            Receipt mixed = reporter.report(List.of(Books.event(2), Books.poison(3), Books.event(4)));

            assertThat(reporter.flush(LONG)).isTrue();

            assertThat(good.await(NOW)).isTrue();
            assertRefused(ErrorCode.METER_NOT_FOUND, "meterId", () -> poison.await(NOW));
            assertRefused(ErrorCode.METER_NOT_FOUND, "events[1].meterId", () -> mixed.await(NOW));
            assertThat(mixed.isAcknowledged()).isFalse();
            assertThat(books.recorded()).isEqualTo(Books.sum(List.of(0, 2, 4)));
            assertThat(told).extracting(usage -> Books.number(usage.event())).containsExactly(1, 3);
            assertThat(told).extracting(usage -> usage.error().field()).containsOnly("meterId");
            assertThat(reporter.counters().refused()).isEqualTo(2);
        }

        @Test
        void tells_stages_that_depend_on_it() throws Exception {
            UsageReporter reporter = built(eager(new Books()));

            CompletableFuture<Void> good =
                    reporter.report(Books.event(0)).stage().toCompletableFuture();
            CompletableFuture<Void> poison =
                    reporter.report(Books.poison(1)).stage().toCompletableFuture();

            good.get(30, TimeUnit.SECONDS);
            ExecutionException refusal =
                    catchThrowableOfType(ExecutionException.class, () -> poison.get(30, TimeUnit.SECONDS));
            assertThat(refusal)
                    .cause()
                    .isInstanceOfSatisfying(
                            BillingException.class,
                            cause -> assertThat(cause.code()).isEqualTo(ErrorCode.METER_NOT_FOUND));
        }
    }

    @Nested
    class ABatch {
        private final ScriptedSink sink = new ScriptedSink();

        @Test
        void is_sent_when_it_is_full_however_young() throws InterruptedException {
            UsageReporter reporter =
                    built(UsageReporter.builder(sink).batchSize(3).batchAge(LONG));

            IntStream.range(0, 5).forEach(n -> reporter.report(Books.event(n)));

            assertThat(sink.awaitCall()).containsExactly(0, 1, 2);
            assertThat(sink.calls()).isZero();
            assertThat(reporter.counters().waiting()).isGreaterThanOrEqualTo(2);
        }

        @Test
        void is_sent_when_it_is_old_enough_however_small() throws InterruptedException {
            UsageReporter reporter =
                    built(UsageReporter.builder(sink).batchSize(3).batchAge(Duration.ofMillis(20)));

            Receipt receipt = reporter.report(Books.event(0));

            assertThat(receipt.await(LONG)).isTrue();
        }

        @Test
        void is_sent_at_once_when_a_flush_asks_for_it() throws InterruptedException {
            UsageReporter reporter = built(UsageReporter.builder(sink).batchAge(LONG));
            reporter.report(Books.event(0));
            reporter.report(Books.event(1));

            assertThat(reporter.flush(LONG)).isTrue();

            assertThat(sink.taken()).containsExactly(List.of(0, 1));
        }

        @Test
        void is_one_at_a_time_unless_more_are_allowed() throws InterruptedException {
            CountDownLatch three = new CountDownLatch(3);
            UsageReporter reporter = built(eager(events -> {
                        three.countDown();
                        gate.record(events);
                    })
                    .batchSize(1)
                    .inFlight(3));

            IntStream.range(0, 4).forEach(n -> reporter.report(Books.event(n)));

            assertThat(three.await(30, TimeUnit.SECONDS)).isTrue();
            gate.open();
            assertThat(reporter.flush(LONG)).isTrue();
            assertThat(reporter.counters().batches()).isEqualTo(4);
        }
    }

    @Nested
    class TheBuffer {
        @Test
        void refuses_when_it_is_full_and_takes_nothing_of_the_call() throws InterruptedException {
            Books books = new Books();
            UsageReporter reporter = built(eager(events -> {
                        gate.record(events);
                        books.record(events);
                    })
                    .bufferEvents(3)
                    .roomTimeout(NOW));
            reporter.report(List.of(Books.event(0), Books.event(1)));

            BillingException refusal = assertRefused(
                    ErrorCode.REPORTER_FULL, null, () -> reporter.report(List.of(Books.event(2), Books.event(3))));

            assertThat(refusal.retryable()).isTrue();
            reporter.report(Books.event(4));
            gate.open();
            assertThat(reporter.flush(LONG)).isTrue();
            assertThat(books.recorded()).isEqualTo(Books.sum(List.of(0, 1, 4)));
        }

        @Test
        void lets_who_waits_in_when_there_is_room() throws InterruptedException {
            UsageReporter reporter = built(eager(gate).bufferEvents(1).roomTimeout(LONG));
            reporter.report(Books.event(0));
            CompletableFuture<Receipt> waiting = CompletableFuture.supplyAsync(() -> reporter.report(Books.event(1)));

            gate.open();

            assertThat(waiting.join().await(LONG)).isTrue();
        }

        @Test
        void is_sent_from_at_once_when_somebody_waits_for_room() throws InterruptedException {
            ScriptedSink sink = new ScriptedSink();
            UsageReporter reporter = built(UsageReporter.builder(sink)
                    .bufferEvents(2)
                    .batchSize(10)
                    .batchAge(LONG)
                    .roomTimeout(LONG));
            reporter.report(List.of(Books.event(0), Books.event(1)));

            reporter.report(Books.event(2));

            assertThat(sink.awaitCall()).containsExactly(0, 1);
        }

        @Test
        void gives_an_interrupted_thread_what_is_free_and_lets_it_wait_for_nothing() {
            UsageReporter reporter = built(eager(gate).bufferEvents(1).roomTimeout(LONG));
            try {
                Thread.currentThread().interrupt();
                reporter.report(Books.event(0));

                assertRefused(ErrorCode.REPORTER_FULL, null, () -> reporter.report(Books.event(1)));

                assertThat(Thread.currentThread().isInterrupted()).isTrue();
            } finally {
                assertThat(Thread.interrupted()).isTrue();
            }
            assertThat(reporter.counters().accepted()).isEqualTo(1);
        }

        @Test
        void refuses_a_call_that_it_could_never_hold() {
            UsageReporter reporter = built(eager(gate).bufferEvents(2));

            assertRefused(
                    ErrorCode.INVALID_BATCH,
                    "events",
                    () -> reporter.report(List.of(Books.event(0), Books.event(1), Books.event(2))));
            assertRefused(ErrorCode.INVALID_BATCH, "events", () -> reporter.report(List.of()));
        }
    }

    @Nested
    class Closing {
        @Test
        void sends_what_there_is() throws InterruptedException {
            Books books = new Books();
            UsageReporter reporter = built(UsageReporter.builder(books).batchAge(LONG));
            Receipt receipt = reporter.report(Books.event(0));

            reporter.close();

            assertThat(receipt.await(NOW)).isTrue();
            assertThat(books.recorded()).isEqualTo(Books.sum(List.of(0)));
            assertRefused(ErrorCode.REPORTER_CLOSED, null, () -> reporter.report(Books.event(1)));
        }

        @Test
        void tells_every_receipt_that_the_sink_has_not_confirmed() {
            UsageReporter reporter = built(UsageReporter.builder(events -> {
                        throw ErrorCode.STORE_UNAVAILABLE.because("down for hours");
                    })
                    .batchSize(2)
                    .closeTimeout(NOW));
            Receipt first = reporter.report(List.of(Books.event(0), Books.event(1), Books.event(2)));
            Receipt second = reporter.report(Books.event(3));

            reporter.close();

            BillingException refusal = assertRefused(ErrorCode.REPORTER_CLOSED, null, () -> first.await(NOW));
            assertThat(refusal).hasMessageContaining("3 of 3 events");
            assertRefused(ErrorCode.REPORTER_CLOSED, null, () -> second.await(NOW));
            assertThat(reporter.counters().abandoned()).isEqualTo(4);
            assertThat(reporter.counters().waiting()).isZero();
        }

        @Test
        void interrupts_a_sink_that_hangs() throws Exception {
            CountDownLatch called = new CountDownLatch(1);
            CompletableFuture<RuntimeException> ended = new CompletableFuture<>();
            UsageReporter reporter = built(eager(events -> {
                        called.countDown();
                        try {
                            gate.record(events);
                        } catch (RuntimeException e) {
                            ended.complete(e);
                            throw e;
                        }
                    })
                    .closeTimeout(NOW));
            Receipt receipt = reporter.report(Books.event(0));
            called.await();

            reporter.close();

            assertThat(ended.get(30, TimeUnit.SECONDS)).hasMessageContaining("interrupted");
            assertRefused(ErrorCode.REPORTER_CLOSED, null, () -> receipt.await(NOW));
        }

        @Test
        void is_final_also_where_the_sink_answers_later() throws Exception {
            CountDownLatch called = new CountDownLatch(1);
            CountDownLatch closed = new CountDownLatch(1);
            CompletableFuture<Void> answered = new CompletableFuture<>();
            UsageReporter reporter = built(eager(events -> {
                        called.countDown();
                        SpillReporterTest.awaitUninterruptibly(closed);
                    })
                    .closeTimeout(NOW)
                    .threads(task -> new Thread(() -> {
                        task.run();
                        answered.complete(null);
                    })));
            Receipt receipt = reporter.report(Books.event(0));
            called.await();

            reporter.close();
            closed.countDown();
            answered.get(30, TimeUnit.SECONDS);

            assertRefused(ErrorCode.REPORTER_CLOSED, null, () -> receipt.await(NOW));
            assertThat(reporter.counters().abandoned()).isEqualTo(1);
            assertThat(reporter.counters().sent()).isZero();
        }

        @Test
        void refuses_who_waits_for_room() {
            UsageReporter reporter =
                    built(eager(gate).bufferEvents(1).roomTimeout(LONG).closeTimeout(NOW));
            reporter.report(Books.event(0));
            CompletableFuture<Receipt> waiting = CompletableFuture.supplyAsync(() -> reporter.report(Books.event(1)));

            reporter.close();

            assertThat(waiting.handle((receipt, failure) -> failure.getCause()).join())
                    .isInstanceOfSatisfying(
                            BillingException.class,
                            refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.REPORTER_CLOSED));
        }

        @Test
        void is_allowed_from_the_reporters_own_thread_and_twice() throws InterruptedException {
            UsageReporter reporter = built(eager(new Books()));
            CompletableFuture<Void> closed = reporter.report(Books.event(0))
                    .stage()
                    .thenRun(reporter::close)
                    .toCompletableFuture();

            closed.join();
            reporter.close();

            assertRefused(ErrorCode.REPORTER_CLOSED, null, () -> reporter.report(Books.event(1)));
        }

        @Test
        void by_an_interrupted_thread_does_not_wait() {
            UsageReporter reporter = built(eager(events -> {
                throw ErrorCode.STORE_UNAVAILABLE.because("down for hours");
            }));
            Receipt receipt = reporter.report(Books.event(0));

            Thread.currentThread().interrupt();
            reporter.close();

            assertThat(Thread.interrupted()).isTrue();
            assertRefused(ErrorCode.REPORTER_CLOSED, null, () -> receipt.await(NOW));
        }
    }

    private static ReporterBuilder eager(UsageSink sink) {
        return UsageReporter.builder(sink).batchAge(NOW);
    }

    private UsageReporter built(ReporterBuilder builder) {
        UsageReporter reporter =
                builder.retryDelay(Duration.ofMillis(1), Duration.ofMillis(2)).build();
        reporters.add(reporter);
        return reporter;
    }

    private static ReporterObserver collecting(List<RefusedUsage> told) {
        return new ReporterObserver() {
            @Override
            public void refused(RefusedUsage usage) {
                told.add(usage);
            }
        };
    }
}
