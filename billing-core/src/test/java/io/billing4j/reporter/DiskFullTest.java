package io.billing4j.reporter;

import static io.billing4j.fixture.Refusals.assertRefused;
import static io.billing4j.reporter.SimulatedFiles.Operation.CREATE;
import static io.billing4j.reporter.SimulatedFiles.Operation.DELETE;
import static io.billing4j.reporter.SimulatedFiles.Operation.FORCE;
import static io.billing4j.reporter.SimulatedFiles.Operation.OTHER;
import static io.billing4j.reporter.SimulatedFiles.Operation.TRUNCATE;
import static io.billing4j.reporter.SimulatedFiles.Operation.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.billing4j.reporter.SimulatedFiles.Operation;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DiskFullTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Set<Operation> NEEDS_SPACE = EnumSet.of(CREATE, WRITE, FORCE);

    private final SimulatedFiles files = new SimulatedFiles();
    private final Books books = new Books();
    private final Gate gate = new Gate();
    private final ScriptedSink taken = new ScriptedSink();
    private final UsageReporter reporter = reporter(events -> {
        gate.record(events);
        books.record(events);
        taken.record(events);
    });

    @AfterEach
    void close() {
        gate.open();
        reporter.close();
    }

    @Test
    void refuses_what_it_cannot_write_and_keeps_what_is_written() throws InterruptedException {
        reporter.report(Books.event(0));
        files.failing(full(NEEDS_SPACE));

        BillingException refusal =
                assertRefused(ErrorCode.SPILL_UNAVAILABLE, null, () -> reporter.report(Books.event(1)));

        assertThat(refusal.retryable()).isTrue();
        assertThat(refusal).hasMessageContaining("No space left on device");
        assertThat(reporter.counters().accepted()).isEqualTo(1);
        files.failing(SimulatedFiles.NONE);
        reporter.report(Books.event(2));
        gate.open();
        assertThat(reporter.flush(LONG)).isTrue();
        assertThat(books.recorded()).isEqualTo(Books.sum(List.of(0, 2)));
    }

    @Test
    void gives_back_the_room_of_what_it_refused() {
        reporter.report(Books.event(0));
        long before = reporter.counters().spilledBytes();
        files.failing(full(NEEDS_SPACE));

        assertRefused(ErrorCode.SPILL_UNAVAILABLE, null, () -> reporter.report(Books.event(1)));

        assertThat(reporter.counters().spilledBytes()).isEqualTo(before);
    }

    @Test
    void leaves_nothing_half_written_to_the_next_process() throws InterruptedException {
        reporter.report(Books.event(0));
        files.failing(full(EnumSet.of(WRITE)));
        assertRefused(
                ErrorCode.SPILL_UNAVAILABLE, null, () -> reporter.report(List.of(Books.event(1), Books.event(2))));

        Books next = new Books();
        try (UsageReporter second = reporter(files.afterKill(), next)) {
            second.flush(LONG);
            assertThat(second.counters().setAside()).isZero();
        }

        assertThat(next.recorded()).isEqualTo(Books.sum(List.of(0)));
    }

    @Test
    void writes_nothing_more_while_it_cannot_take_back_what_failed() throws InterruptedException {
        reporter.report(Books.event(0));
        files.failing(full(EnumSet.of(WRITE, TRUNCATE)));
        assertRefused(ErrorCode.SPILL_UNAVAILABLE, null, () -> reporter.report(Books.event(1)));
        files.failing(full(EnumSet.of(TRUNCATE)));

        assertRefused(ErrorCode.SPILL_UNAVAILABLE, null, () -> reporter.report(Books.event(2)));

        files.failing(SimulatedFiles.NONE);
        reporter.report(Books.event(3));
        gate.open();
        assertThat(reporter.flush(LONG)).isTrue();
        assertThat(books.recorded()).isEqualTo(Books.sum(List.of(0, 3)));
    }

    @Test
    void keeps_a_refused_event_in_its_segment_until_it_can_be_written_to_the_file_of_refused_events()
            throws InterruptedException {
        reporter.report(Books.poison(0));
        reporter.report(Books.event(1));
        files.failing(full(NEEDS_SPACE));
        gate.open();
        // What is good gets on; what is refused waits for the disk.
        assertThat(taken.awaitCall()).containsExactly(1);
        assertThat(reporter.flush(Duration.ofMillis(5))).isFalse();
        assertThat(reporter.counters().refused()).isZero();

        files.failing(SimulatedFiles.NONE);

        assertThat(reporter.flush(LONG)).isTrue();
        assertThat(reporter.counters().refused()).isEqualTo(1);
        assertThat(RefusedLog.read(files))
                .extracting(usage -> Books.number(usage.event()))
                .containsExactly(0);
    }

    @Test
    void deletes_later_what_it_cannot_delete_now() throws InterruptedException {
        files.failing(full(EnumSet.of(DELETE)));
        reporter.report(IntStream.range(0, 8).mapToObj(Books::event).toList());
        reporter.report(Books.event(8));
        gate.open();
        assertThat(reporter.flush(LONG)).isTrue();
        assertThat(files.names()).filteredOn(Segment::isWritten).hasSize(2);

        files.failing(SimulatedFiles.NONE);
        reporter.close();

        assertThat(files.names()).noneMatch(Segment::isWritten);
        assertThat(reporter.counters().spilledBytes()).isZero();
    }

    /** Wherever it gets full, and for as long: what was refused is not there, what was taken counts once. */
    @Test
    void recovers_wherever_it_was_full() throws InterruptedException {
        int points = 0;
        for (int first = 1; first <= points || points == 0; first++) {
            for (int length : new int[] {1, 2, 3, 7}) {
                SimulatedFiles disk = new SimulatedFiles();
                int from = first;
                disk.failing((operation, number) -> {
                    if (number >= from && number < from + length && operation != OTHER) {
                        throw new IOException("No space left on device");
                    }
                });
                Books counted = new Books();
                Set<Integer> taken = new TreeSet<>();
                UsageReporter full = reporter(disk, counted);
                for (int n = 0; n < 30; n++) {
                    if (isTaken(full, n)) {
                        taken.add(n);
                    }
                }
                assertThat(full.flush(LONG)).isTrue();
                full.close();

                assertThat(counted.recorded()).as("full from %s on", first).isEqualTo(Books.sum(taken));
                assertThat(taken).hasSizeGreaterThanOrEqualTo(30 - length);
                assertThat(full.counters().setAside()).isZero();
                points = Math.max(points, disk.count());
            }
        }
        assertThat(points).isGreaterThan(60);
    }

    private static boolean isTaken(UsageReporter reporter, int n) {
        try {
            reporter.report(Books.event(n));
            return true;
        } catch (BillingException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.SPILL_UNAVAILABLE);
            return false;
        }
    }

    private static SimulatedFiles.Fault full(Set<Operation> failing) {
        return (operation, number) -> {
            if (failing.contains(operation)) {
                throw new IOException("No space left on device");
            }
        };
    }

    private UsageReporter reporter(UsageSink sink) {
        return reporter(files, sink);
    }

    private static UsageReporter reporter(SimulatedFiles files, UsageSink sink) {
        return UsageReporter.builder(sink)
                .spillTo(files)
                .segmentBytes(300)
                .batchSize(4)
                .batchAge(Duration.ZERO)
                .retryDelay(Duration.ofMillis(1), Duration.ofMillis(1))
                .closeTimeout(LONG)
                .build();
    }
}
