package io.billing4j.reporter;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.error.ErrorCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What a sender makes of a sink's answers. */
class SendingTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private final ScriptedSink sink = new ScriptedSink();
    private final List<RefusedUsage> refused = new CopyOnWriteArrayList<>();
    private final BlockingQueue<SendFailure> failures = new LinkedBlockingQueue<>();
    private final List<UsageReporter> reporters = new ArrayList<>();

    @AfterEach
    void close() {
        reporters.forEach(UsageReporter::close);
    }

    @Nested
    class ASinkThatIsDown {
        @Test
        void gets_the_same_batch_until_it_takes_it() throws InterruptedException {
            sink.thenThrow(ErrorCode.STORE_UNAVAILABLE.because("down"))
                    .thenThrow(ErrorCode.STORE_CONTENTION.because("busy"))
                    .thenThrow(ErrorCode.TENANT_NOT_FOUND.because("not set up yet"));
            UsageReporter reporter = reporter(sink);

            Receipt receipt = reporter.report(List.of(Books.event(0), Books.event(1)));

            assertThat(receipt.await(LONG)).isTrue();
            assertThat(sink.taken()).containsExactly(List.of(0, 1));
            assertThat(failures).extracting(SendFailure::attempt).containsExactly(1, 2, 3);
            assertThat(failures).extracting(SendFailure::events).containsOnly(2);
            ReporterCounters counters = reporter.counters();
            assertThat(counters.retries()).isEqualTo(3);
            assertThat(counters.batches()).isEqualTo(1);
            assertThat(counters.sent()).isEqualTo(2);
            assertThat(counters.failing()).isZero();
        }

        @Test
        void is_asked_at_once_when_a_flush_wants_it() throws InterruptedException {
            sink.thenThrow(ErrorCode.STORE_UNAVAILABLE.because("down"));
            UsageReporter reporter = started(UsageReporter.builder(sink)
                    .batchAge(Duration.ZERO)
                    .retryDelay(Duration.ofHours(1), Duration.ofHours(1)));
            reporter.report(Books.event(0));
            assertThat(failures.poll(30, TimeUnit.SECONDS)).isNotNull();

            assertThat(reporter.flush(LONG)).isTrue();
        }

        @Test
        void is_told_apart_by_the_counter_of_failures() throws InterruptedException {
            UsageReporter reporter = reporter(events -> {
                throw ErrorCode.STORE_UNAVAILABLE.because("down");
            });
            reporter.report(Books.event(0));

            failures.poll(30, TimeUnit.SECONDS);

            assertThat(reporter.counters().failing()).isPositive();
            assertThat(reporter.flush(Duration.ZERO)).isFalse();
        }
    }

    @Nested
    class ARefusedBatch {
        @Test
        void is_cut_at_the_event_that_the_error_names() throws InterruptedException {
            Set<Integer> poison = Set.of(2, 5);
            UsageReporter reporter = reporter(refusing(poison, true));

            reporter.report(IntStream.range(0, 8).mapToObj(Books::event).toList());

            assertThat(reporter.flush(LONG)).isTrue();
            assertThat(sink.taken()).containsExactly(List.of(0, 1), List.of(3, 4), List.of(6, 7));
            assertThat(refused).extracting(usage -> Books.number(usage.event())).containsExactly(2, 5);
            assertThat(refused).extracting(usage -> usage.error().field()).containsOnly("quantity");
            assertThat(failures).isEmpty();
        }

        @Test
        void is_halved_where_the_error_names_no_event() throws InterruptedException {
            UsageReporter reporter = reporter(refusing(Set.of(2), false));

            reporter.report(IntStream.range(0, 8).mapToObj(Books::event).toList());

            assertThat(reporter.flush(LONG)).isTrue();
            assertThat(sink.taken()).containsExactly(List.of(0, 1), List.of(3), List.of(4, 5, 6, 7));
            assertThat(refused).extracting(usage -> Books.number(usage.event())).containsExactly(2);
        }

        @Test
        void is_halved_where_the_error_names_an_event_that_is_not_there() throws InterruptedException {
            sink.thenThrow(ErrorCode.INVALID_NUMBER.at("events[99].quantity", "wrong index"));
            UsageReporter reporter = reporter(sink);

            reporter.report(List.of(Books.event(0), Books.event(1)));

            assertThat(reporter.flush(LONG)).isTrue();
            assertThat(sink.taken()).containsExactly(List.of(0), List.of(1));
            assertThat(refused).isEmpty();
        }

        @Test
        void may_be_refused_event_by_event() throws InterruptedException {
            UsageReporter reporter = reporter(refusing(Set.of(0, 1, 2, 3, 4, 5, 6, 7), false));

            reporter.report(IntStream.range(0, 8).mapToObj(Books::event).toList());

            assertThat(reporter.flush(LONG)).isTrue();
            assertThat(refused).hasSize(8);
            assertThat(reporter.counters().failing()).isZero();
        }

        private UsageSink refusing(Set<Integer> poison, boolean named) {
            return events -> {
                for (int i = 0; i < events.size(); i++) {
                    if (poison.contains(Books.number(events.get(i)))) {
                        throw named
                                ? ErrorCode.NEGATIVE_QUANTITY.at("events[" + i + "].quantity", "below zero")
                                : ErrorCode.LATE_USAGE.because("one of them");
                    }
                }
                sink.record(events);
            };
        }
    }

    @Nested
    class AnUnexpectedFailure {
        @Test
        void is_followed_by_another_attempt() throws InterruptedException {
            sink.thenThrow(new IllegalStateException("nobody expects this"))
                    .then(events -> {
                        throw new StackOverflowError();
                    })
                    .thenThrow(ErrorCode.INTERNAL.because("a defect"));
            UsageReporter reporter = reporter(sink);

            reporter.report(Books.event(0));

            assertThat(reporter.flush(LONG)).isTrue();
            assertThat(sink.taken()).containsExactly(List.of(0));
            assertThat(refused).isEmpty();
        }

        @Test
        void of_one_event_alone_holds_up_no_others_and_ends_with_its_refusal() throws InterruptedException {
            UsageReporter reporter = reporter(failingOn(5));
            reporter.report(IntStream.range(0, 8).mapToObj(Books::event).toList());
            // Others that come later show that the sink works, each time that the one has failed again.
            long deadline = System.nanoTime() + LONG.toNanos();
            while (refused.isEmpty() && System.nanoTime() < deadline) {
                // There are only so many events: their quantities double.
                reporter.report(Books.event(8 + (int) (reporter.counters().accepted() % 50)))
                        .await(LONG);
            }

            assertThat(reporter.flush(LONG)).isTrue();
            RefusedUsage usage = refused.get(0);
            assertThat(Books.number(usage.event())).isEqualTo(5);
            assertThat(usage.error().code()).isEqualTo(ErrorCode.INTERNAL);
            assertThat(usage.error()).hasRootCauseInstanceOf(NullPointerException.class);
            assertThat(reporter.counters().refused()).isEqualTo(1);
            assertThat(reporter.counters().sent()).isEqualTo(reporter.counters().accepted() - 1);
        }

        @Test
        void of_everything_refuses_nothing() throws InterruptedException {
            List<Boolean> broken = new CopyOnWriteArrayList<>(List.of(true));
            UsageReporter reporter = reporter(events -> {
                if (!broken.isEmpty()) {
                    throw new NullPointerException("broken");
                }
                sink.record(events);
            });
            reporter.report(IntStream.range(0, 8).mapToObj(Books::event).toList());
            // Each of the eight fails alone more often than an event may while others are taken.
            for (int i = 0; i < 8 * 2 * Piece.STRIKES; i++) {
                assertThat(failures.poll(30, TimeUnit.SECONDS)).isNotNull();
            }

            broken.clear();

            assertThat(reporter.flush(LONG)).isTrue();
            assertThat(refused).isEmpty();
            assertThat(sink.taken().stream().flatMap(List::stream)).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7);
        }

        private UsageSink failingOn(int poison) {
            return events -> {
                if (events.stream().anyMatch(event -> Books.number(event) == poison)) {
                    throw new NullPointerException("a defect that one event meets");
                }
                sink.record(events);
            };
        }
    }

    @Nested
    class AThread {
        @Test
        void that_the_sink_leaves_interrupted_goes_on() throws InterruptedException {
            sink.then(events -> Thread.currentThread().interrupt()).then(events -> {
                if (Thread.currentThread().isInterrupted()) {
                    throw new IllegalStateException("called interrupted");
                }
            });
            UsageReporter reporter = started(UsageReporter.builder(sink).batchSize(1));

            reporter.report(List.of(Books.event(0), Books.event(1)));

            assertThat(reporter.flush(LONG)).isTrue();
            assertThat(failures).isEmpty();
        }

        @Test
        void survives_an_observer_that_throws() throws InterruptedException {
            CompletableFuture<Throwable> uncaught = new CompletableFuture<>();
            UsageReporter reporter = UsageReporter.builder(new Books())
                    .observer(new ReporterObserver() {
                        @Override
                        public void refused(RefusedUsage usage) {
                            throw new IllegalStateException("the observer's own");
                        }
                    })
                    .threads(task -> {
                        Thread thread = new Thread(task);
                        thread.setUncaughtExceptionHandler((own, e) -> uncaught.complete(e));
                        return thread;
                    })
                    .build();
            reporters.add(reporter);
            reporter.report(List.of(Books.poison(0), Books.event(1)));

            assertThat(reporter.flush(LONG)).isTrue();

            assertThat(uncaught.join()).hasMessage("the observer's own");
            assertThat(reporter.counters().sent()).isEqualTo(1);
        }
    }

    private UsageReporter reporter(UsageSink to) {
        return started(UsageReporter.builder(to)
                .batchAge(Duration.ZERO)
                .closeTimeout(Duration.ZERO)
                .retryDelay(Duration.ofMillis(1), Duration.ofMillis(2)));
    }

    private UsageReporter started(ReporterBuilder builder) {
        UsageReporter reporter = builder.observer(new ReporterObserver() {
                    @Override
                    public void refused(RefusedUsage usage) {
                        refused.add(usage);
                    }

                    @Override
                    public void sendFailed(SendFailure failure) {
                        failures.add(failure);
                    }
                })
                .build();
        reporters.add(reporter);
        return reporter;
    }
}
