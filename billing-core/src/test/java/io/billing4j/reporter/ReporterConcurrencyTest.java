package io.billing4j.reporter;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.billing4j.usage.UsageEvent;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sixteen threads report, one event in fifty is poison, and the sink fails at random, before or after it has recorded. */
class ReporterConcurrencyTest {
    private static final int THREADS = 16;
    private static final int CALLS = 120;
    private static final Duration LONG = Duration.ofSeconds(60);

    private final Books books = new Books();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void in_memory_every_acknowledged_event_counts_exactly_once(long seed) throws Exception {
        run(seed, builder -> builder.bufferEvents(200));
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 5, 6})
    void on_disk_every_acknowledged_event_counts_exactly_once(long seed) throws Exception {
        SimulatedFiles files = new SimulatedFiles();

        run(seed, builder -> builder.spillTo(files).spillBytes(1 << 20).segmentBytes(4096));

        assertThat(files.names()).noneMatch(Segment::isWritten);
    }

    private void run(long seed, Consumer<ReporterBuilder> settings) throws Exception {
        List<RefusedUsage> told = new ArrayList<>();
        ReporterBuilder builder = UsageReporter.builder(failing(seed))
                .batchSize(40)
                .batchAge(Duration.ofMillis(1))
                .inFlight(2)
                .roomTimeout(LONG)
                .closeTimeout(LONG)
                .retryDelay(Duration.ofMillis(1), Duration.ofMillis(2))
                .observer(new ReporterObserver() {
                    @Override
                    public void refused(RefusedUsage usage) {
                        synchronized (told) {
                            told.add(usage);
                        }
                    }
                });
        settings.accept(builder);
        UsageReporter reporter = builder.build();
        Map<Receipt, List<UsageEvent>> receipts = reportFromThreads(reporter);

        assertThat(reporter.flush(LONG)).isTrue();
        reporter.close();

        int poisoned = 0;
        for (Map.Entry<Receipt, List<UsageEvent>> call : receipts.entrySet()) {
            poisoned += isConfirmed(call.getKey()) ? 0 : 1;
        }
        long good = receipts.values().stream()
                .flatMap(List::stream)
                .filter(event -> event.meter().equals(Books.TOKENS))
                .count();
        long all = receipts.values().stream().mapToLong(List::size).sum();
        assertThat(books.summary().events()).isEqualTo(good);
        assertThat(books.summary().quantity()).isEqualByComparingTo(BigDecimal.valueOf(good));
        assertThat(told).hasSize((int) (all - good));
        ReporterCounters counters = reporter.counters();
        assertThat(counters.accepted()).isEqualTo(all);
        assertThat(counters.sent()).isEqualTo(good);
        assertThat(counters.refused()).isEqualTo(all - good);
        assertThat(counters.waiting() + counters.abandoned() + counters.unreadable())
                .isZero();
        assertThat(counters.retries()).isPositive();
        assertThat(poisoned).isLessThanOrEqualTo(told.size());
    }

    private static Map<Receipt, List<UsageEvent>> reportFromThreads(UsageReporter reporter) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        List<Future<Map<Receipt, List<UsageEvent>>>> answers = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            int first = thread * CALLS;
            answers.add(threads.submit(reporting(reporter, first)));
        }
        Map<Receipt, List<UsageEvent>> receipts = new HashMap<>();
        for (Future<Map<Receipt, List<UsageEvent>>> answer : answers) {
            receipts.putAll(answer.get(60, TimeUnit.SECONDS));
        }
        threads.shutdown();
        return receipts;
    }

    private static Callable<Map<Receipt, List<UsageEvent>>> reporting(UsageReporter reporter, int first) {
        return () -> {
            Map<Receipt, List<UsageEvent>> receipts = new HashMap<>();
            for (int call = first; call < first + CALLS; call++) {
                int from = call * 3;
                List<UsageEvent> events = IntStream.range(from, from + 1 + call % 3)
                        .mapToObj(n -> n % 50 == 0 ? Books.poison(n) : Books.one(n))
                        .toList();
                receipts.put(reporter.report(events), events);
            }
            return receipts;
        };
    }

    private static boolean isConfirmed(Receipt receipt) throws InterruptedException {
        try {
            assertThat(receipt.await(Duration.ZERO)).isTrue();
            return true;
        } catch (BillingException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.METER_NOT_FOUND);
            return false;
        }
    }

    /** Fails three calls in ten, half of them after it has recorded. */
    private UsageSink failing(long seed) {
        Random chance = new Random(seed);
        return events -> {
            int die;
            synchronized (chance) {
                die = chance.nextInt(100);
            }
            if (die < 10) {
                throw ErrorCode.STORE_UNAVAILABLE.because("before");
            }
            if (die < 15) {
                throw new IllegalStateException("before");
            }
            books.record(events);
            if (die < 25) {
                throw ErrorCode.STORE_UNAVAILABLE.because("the answer got lost");
            }
            if (die < 30) {
                throw new IllegalStateException("the answer got lost");
            }
        };
    }
}
