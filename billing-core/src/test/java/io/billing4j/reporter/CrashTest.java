package io.billing4j.reporter;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.error.BillingException;
import io.billing4j.usage.UsageEvent;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/** A process dies at every point at which a file is changed or a batch is sent; the next one has the same directory and books. */
class CrashTest {
    private static final int EVENTS = 40;
    private static final Set<Integer> POISON = Set.of(7, 15);
    private static final int MOST_POINTS = 1000;

    @Test
    void after_a_kill_at_any_point_every_acknowledged_event_counts_exactly_once() throws InterruptedException {
        assertThat(crashAtEveryPoint((files, point) -> files.afterKill())).isGreaterThan(60);
    }

    @Test
    void after_a_power_failure_at_any_point_every_acknowledged_event_counts_exactly_once() throws InterruptedException {
        assertThat(crashAtEveryPoint((files, point) -> files.afterPowerFailure(point)))
                .isGreaterThan(60);
    }

    /** The points that there were. */
    private static int crashAtEveryPoint(BiFunction<SimulatedFiles, Integer, SimulatedFiles> aftermath)
            throws InterruptedException {
        for (int point = 1; point < MOST_POINTS; point++) {
            SimulatedFiles files = new SimulatedFiles();
            files.crashAt(point);
            Books books = new Books();
            Set<Integer> acknowledged = reportAll(files, books);
            boolean crashed = files.crashed();
            SimulatedFiles found = aftermath.apply(files, point);

            replay(found, books);

            assertCounted(acknowledged, books, found, point);
            if (!crashed) {
                return point - 1;
            }
        }
        throw new AssertionError("the work has no end");
    }

    /** What a process does until it dies. The sink is told apart from its answer: it may die in between. */
    private static Set<Integer> reportAll(SimulatedFiles files, Books books) throws InterruptedException {
        Set<Integer> acknowledged = new TreeSet<>();
        UsageSink sink = events -> {
            files.pass();
            books.record(events);
            files.pass();
        };
        try (UsageReporter reporter = reporter(files, sink, Duration.ZERO)) {
            for (int n = 0; n < EVENTS; n += 2) {
                report(reporter, acknowledged, List.of(event(n), event(n + 1)));
                if (n % 8 == 6) {
                    flush(reporter, files);
                }
            }
            flush(reporter, files);
        } catch (BillingException e) {
            assertThat(files.crashed())
                    .as("refused to start because it is dead")
                    .isTrue();
        }
        return acknowledged;
    }

    /** Waits no longer than the process lives. */
    private static void flush(UsageReporter reporter, SimulatedFiles files) throws InterruptedException {
        boolean flushed = false;
        while (!flushed && !files.crashed()) {
            flushed = reporter.flush(Duration.ofMillis(5));
        }
    }

    private static void report(UsageReporter reporter, Set<Integer> acknowledged, List<UsageEvent> events) {
        try {
            reporter.report(events);
            events.forEach(event -> acknowledged.add(Books.number(event)));
        } catch (BillingException e) {
            assertThat(e.retryable()).isTrue();
        }
    }

    private static void replay(SimulatedFiles found, Books books) throws InterruptedException {
        try (UsageReporter reporter = reporter(found, books, Duration.ofSeconds(30))) {
            assertThat(reporter.flush(Duration.ofSeconds(30))).isTrue();
        }
    }

    private static void assertCounted(Set<Integer> acknowledged, Books books, SimulatedFiles files, int point) {
        Set<Integer> good = new TreeSet<>(acknowledged);
        good.removeAll(POISON);
        BigInteger recorded = books.recorded();
        BigInteger expected = Books.sum(good);
        assertThat(recorded.and(expected))
                .as("acknowledged and recorded, point %s", point)
                .isEqualTo(expected);
        assertThat(recorded.bitLength()).as("recorded once, point %s", point).isLessThanOrEqualTo(EVENTS);
        assertThat(recorded.bitCount()).isEqualTo((int) books.summary().events());

        Set<Integer> refused = new TreeSet<>();
        RefusedLog.read(files).forEach(usage -> refused.add(Books.number(usage.event())));
        acknowledged.retainAll(POISON);
        assertThat(refused).as("refused and kept, point %s", point).containsAll(acknowledged);
        assertThat(POISON).containsAll(refused);
        assertThat(files.names()).as("nothing waits, point %s", point).noneMatch(Segment::isWritten);
    }

    private static UsageEvent event(int n) {
        return POISON.contains(n) ? Books.poison(n) : Books.event(n);
    }

    private static UsageReporter reporter(SimulatedFiles files, UsageSink sink, Duration closeTimeout) {
        return UsageReporter.builder(sink)
                .spillTo(files)
                .segmentBytes(300)
                .batchSize(4)
                .batchAge(Duration.ZERO)
                .retryDelay(Duration.ofMillis(1), Duration.ofMillis(1))
                .closeTimeout(closeTimeout)
                .build();
    }
}
