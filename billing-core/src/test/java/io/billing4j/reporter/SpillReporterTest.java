package io.billing4j.reporter;

import static io.billing4j.fixture.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.error.ErrorCode;
import io.billing4j.id.SubscriptionId;
import io.billing4j.usage.UsageEvent;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On files of the machine. */
class SpillReporterTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final UsageSink DOWN = events -> {
        throw ErrorCode.STORE_UNAVAILABLE.because("down for hours");
    };

    @TempDir
    private Path temporary;

    private final Books books = new Books();
    private final List<UsageReporter> reporters = new ArrayList<>();

    @AfterEach
    void close() {
        reporters.forEach(UsageReporter::close);
    }

    private Path directory() {
        return temporary.resolve("spill");
    }

    @Nested
    class AnEvent {
        @Test
        void is_acknowledged_at_once_also_where_the_sink_is_down() {
            UsageReporter reporter = reporter(DOWN);

            assertThat(reporter.report(Books.event(0)).isAcknowledged()).isTrue();

            assertThat(reporter.counters().waiting()).isEqualTo(1);
            assertThat(reporter.counters().spilledBytes()).isPositive();
        }

        @Test
        void that_is_not_sent_is_left_to_the_next_reporter() throws InterruptedException {
            UsageReporter first = reporter(DOWN);
            first.report(List.of(Books.event(0), Books.event(1)));
            first.close();
            assertThat(first.counters().waiting()).isEqualTo(2);
            assertThat(first.counters().abandoned()).isZero();

            UsageReporter second = reporter(books);

            assertThat(second.flush(LONG)).isTrue();
            assertThat(second.counters().replayed()).isEqualTo(2);
            assertThat(second.counters().sent()).isEqualTo(2);
            assertThat(books.recorded()).isEqualTo(Books.sum(List.of(0, 1)));
        }

        @Test
        void stays_where_its_sink_answers_after_the_reporter_was_closed() throws Exception {
            CountDownLatch closed = new CountDownLatch(1);
            CompletableFuture<Void> answered = new CompletableFuture<>();
            CountDownLatch called = new CountDownLatch(1);
            UsageReporter first = built(UsageReporter.builder(events -> {
                        called.countDown();
                        awaitUninterruptibly(closed);
                    })
                    .closeTimeout(Duration.ZERO)
                    .threads(task -> new Thread(() -> {
                        task.run();
                        answered.complete(null);
                    })));
            first.report(Books.event(0));
            called.await();
            first.close();
            UsageReporter second = reporter(DOWN);
            closed.countDown();
            answered.join();
            second.close();

            assertThat(first.counters().waiting()).isEqualTo(1);
            UsageReporter third = reporter(books);
            assertThat(third.flush(LONG)).isTrue();
            assertThat(books.recorded()).isEqualTo(Books.sum(List.of(0)));
        }

        @Test
        void that_is_sent_leaves_nothing_behind_when_the_reporter_is_closed() throws IOException {
            UsageReporter reporter = reporter(books);
            IntStream.range(0, 60).forEach(n -> reporter.report(Books.event(n)));

            reporter.close();

            assertThat(reporter.counters().spilledBytes()).isZero();
            assertThat(names()).containsExactly("reporter.lock");
        }

        @Test
        void arrives_as_it_was_reported() throws InterruptedException {
            List<UsageEvent> arrived = new ArrayList<>();
            UsageEvent event = new UsageEvent(
                    Books.id(1),
                    Books.ADA,
                    SubscriptionId.of("adas"),
                    Books.TOKENS,
                    new BigDecimal("-12.500000000000000001"),
                    Instant.parse("1969-12-31T23:59:59.999999Z"),
                    "İstanbul 😀",
                    Map.of("model", "gpt", "empty", ""));
            UsageReporter reporter = reporter(arrived::addAll);

            reporter.report(event);

            assertThat(reporter.flush(LONG)).isTrue();
            assertThat(arrived).containsExactly(event);
        }

        @Test
        void is_taken_from_an_interrupted_thread_as_from_any_other() throws InterruptedException {
            Thread.currentThread().interrupt();
            UsageReporter reporter = reporter(books);
            reporter.report(Books.event(0));
            IntStream.range(1, 20).forEach(n -> reporter.report(Books.event(n)));
            assertThat(Thread.interrupted()).isTrue();

            reporter.report(Books.event(20));

            assertThat(reporter.flush(LONG)).isTrue();
            assertThat(books.summary().events()).isEqualTo(21);
        }
    }

    @Nested
    class TheDirectory {
        @Test
        void belongs_to_one_reporter_at_a_time() {
            UsageReporter first = reporter(books);

            assertRefused(ErrorCode.SPILL_IN_USE, null, () -> reporter(books));
            assertRefused(ErrorCode.SPILL_IN_USE, null, () -> reporter(books));

            first.close();
            reporter(books).report(Books.event(0));
        }

        @Test
        void may_be_left_by_a_process_that_is_gone() throws IOException {
            Files.createDirectories(directory());
            Files.createFile(directory().resolve("reporter.owner-1-1"));
            Files.createFile(directory().resolve("reporter.lock"));

            reporter(books).report(Books.event(0));

            assertThat(names()).doesNotContain("reporter.owner-1-1");
        }

        @Test
        void that_is_a_file_is_refused() throws IOException {
            Files.createFile(directory());

            assertRefused(ErrorCode.SPILL_UNAVAILABLE, null, () -> reporter(books));
        }

        @Test
        void is_given_free_where_the_reporter_cannot_be_built() throws IOException {
            Files.createDirectories(directory());
            Path newer = directory().resolve("usage-0000000000000001.log");
            Files.write(newer, new byte[] {'B', '4', 'J', 'U', 2, 1, 2, 3});
            assertRefused(ErrorCode.STORED_DATA_UNREADABLE, null, () -> reporter(books));
            Files.delete(newer);

            reporter(books).report(Books.event(0));
        }

        @Test
        void is_bounded_and_takes_more_when_there_is_room_again() throws InterruptedException {
            Gate gate = new Gate();
            UsageReporter reporter = built(UsageReporter.builder(events -> {
                        gate.record(events);
                        books.record(events);
                    })
                    .spillBytes(1 << 20)
                    .roomTimeout(Duration.ZERO));
            reporter.report(ones(0));
            reporter.report(ones(10_000));

            assertRefused(ErrorCode.REPORTER_FULL, null, () -> reporter.report(ones(20_000)));

            assertThat(reporter.counters().accepted()).isEqualTo(20_000);
            assertThat(reporter.counters().spilledBytes()).isLessThanOrEqualTo(1 << 20);
            gate.open();
            assertThat(reporter.flush(LONG)).isTrue();
            reporter.report(ones(20_000));
            assertThat(reporter.flush(LONG)).isTrue();
            assertThat(books.summary().events()).isEqualTo(30_000);
        }

        @Test
        void gets_room_while_somebody_waits_for_it() throws InterruptedException {
            Gate gate = new Gate();
            UsageReporter reporter = built(UsageReporter.builder(events -> {
                        gate.record(events);
                        books.record(events);
                    })
                    .spillBytes(1 << 20)
                    .segmentBytes(1 << 20)
                    .roomTimeout(LONG));
            reporter.report(ones(0));
            reporter.report(ones(10_000));
            CompletableFuture<Receipt> waiting = CompletableFuture.supplyAsync(() -> reporter.report(ones(20_000)));

            gate.open();

            assertThat(waiting.join().isAcknowledged()).isTrue();
            assertThat(reporter.flush(LONG)).isTrue();
            assertThat(books.summary().events()).isEqualTo(30_000);
        }

        @Test
        void has_less_room_by_what_is_refused_until_somebody_takes_that_away() throws Exception {
            UsageReporter reporter =
                    built(UsageReporter.builder(books).spillBytes(1 << 20).roomTimeout(Duration.ZERO));
            // 200 of some 6,000 bytes are more than a mebibyte.
            assertRefused(ErrorCode.REPORTER_FULL, null, () -> {
                for (int n = 0; n < 200; n++) {
                    reporter.report(large(Books.poison(n)));
                    reporter.flush(LONG);
                }
            });
            assertThat(reporter.counters().waiting()).isZero();
            assertThat(reporter.counters().keptBytes())
                    .isEqualTo(Files.size(directory().resolve("refused.log")));
            assertRefused(ErrorCode.REPORTER_FULL, null, () -> reporter.report(large(Books.event(1))));

            Files.delete(directory().resolve("refused.log"));

            reporter.report(large(Books.event(1)));
            assertThat(reporter.counters().keptBytes()).isZero();
        }

        @Test
        void has_no_room_for_a_call_that_is_larger_than_all_of_it() {
            UsageReporter reporter = built(UsageReporter.builder(books).spillBytes(1 << 20));
            List<UsageEvent> calls =
                    IntStream.range(0, 200).mapToObj(n -> large(Books.one(n))).toList();

            assertRefused(ErrorCode.INVALID_BATCH, "events", () -> reporter.report(calls));
        }
    }

    @Nested
    class ARefusedEvent {
        @Test
        void is_kept_with_its_error() throws InterruptedException {
            UsageReporter reporter = reporter(books);
            reporter.report(List.of(Books.event(0), Books.poison(1), Books.event(2)));
            reporter.report(Books.poison(3));

            assertThat(reporter.flush(LONG)).isTrue();

            List<RefusedUsage> kept = RefusedUsage.readFrom(directory());
            assertThat(kept).extracting(RefusedUsage::event).containsExactly(Books.poison(1), Books.poison(3));
            assertThat(kept.get(0).error().code()).isEqualTo(ErrorCode.METER_NOT_FOUND);
            assertThat(kept.get(0).error().field()).isEqualTo("meterId");
            assertThat(kept.get(0).error().detail()).isEqualTo("there is no meter no-such-meter");
            assertThat(books.recorded()).isEqualTo(Books.sum(List.of(0, 2)));
        }

        @Test
        void outlives_the_reporter_and_may_be_taken_away_at_any_time() throws Exception {
            UsageReporter first = reporter(books);
            first.report(Books.poison(0));
            first.close();
            UsageReporter second = reporter(books);
            second.report(Books.poison(1));
            assertThat(second.flush(LONG)).isTrue();
            assertThat(RefusedUsage.readFrom(directory())).hasSize(2);
            Files.delete(directory().resolve("refused.log"));

            second.report(Books.poison(2));

            assertThat(second.flush(LONG)).isTrue();
            assertThat(RefusedUsage.readFrom(directory()))
                    .extracting(RefusedUsage::event)
                    .containsExactly(Books.poison(2));
        }

        @Test
        void is_nothing_where_there_is_none() {
            reporter(books);

            assertThat(RefusedUsage.readFrom(directory())).isEmpty();
        }
    }

    /** As a sink that takes no notice of an interrupt. */
    static void awaitUninterruptibly(CountDownLatch latch) {
        while (latch.getCount() > 0) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                // waits on
            }
        }
    }

    /** Ten thousand events, which have some 430,000 bytes. */
    private static List<UsageEvent> ones(int first) {
        return IntStream.range(first, first + 10_000).mapToObj(Books::one).toList();
    }

    /** The same with properties of some 6,000 bytes. */
    private static UsageEvent large(UsageEvent event) {
        Map<String, String> properties = IntStream.range(0, UsageEvent.MAX_PROPERTIES)
                .boxed()
                .collect(Collectors.toMap(n -> "n".repeat(60) + n, n -> "v".repeat(256)));
        return new UsageEvent(
                event.id(),
                event.customer(),
                null,
                event.meter(),
                event.quantity(),
                event.occurredAt(),
                null,
                properties);
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(directory())) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private UsageReporter reporter(UsageSink sink) {
        return built(UsageReporter.builder(sink)
                .segmentBytes(500)
                .batchSize(7)
                .closeTimeout(sink == DOWN ? Duration.ZERO : LONG));
    }

    private UsageReporter built(ReporterBuilder builder) {
        UsageReporter reporter = builder.spillTo(directory())
                .batchAge(Duration.ZERO)
                .retryDelay(Duration.ofMillis(1), Duration.ofMillis(2))
                .build();
        reporters.add(reporter);
        return reporter;
    }
}
