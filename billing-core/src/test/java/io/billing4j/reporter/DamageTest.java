package io.billing4j.reporter;

import static io.billing4j.fixture.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.error.ErrorCode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What a reporter makes of files that are not as they were written: events 0 to 4, one record each. */
class DamageTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final String FIRST = "usage-0000000000000001.log";
    private static final String ASIDE = "usage-0000000000000001.damaged";
    private static final int HEADER = 5;

    private final Books books = new Books();
    private final List<String> aside = new ArrayList<>();

    @Nested
    class TheNewestSegment {
        @Test
        void is_cut_wherever_its_last_record_is_torn() throws Exception {
            byte[] whole = written();
            int last = whole.length - record(4);
            for (int length = last; length < whole.length; length++) {
                Books counted = new Books();
                SimulatedFiles files = with(Arrays.copyOf(whole, length));

                ReporterCounters counters = replay(files, counted);

                assertThat(counters.replayed()).as("cut at %s", length).isEqualTo(4);
                assertThat(counters.setAside()).isZero();
                assertThat(counted.recorded()).isEqualTo(Books.sum(List.of(0, 1, 2, 3)));
                assertThat(files.names()).isEmpty();
            }
        }

        @Test
        void is_cut_where_space_was_never_filled() throws Exception {
            byte[] whole = written();
            SimulatedFiles files = with(Arrays.copyOf(whole, whole.length + 4096));

            ReporterCounters counters = replay(files, books);

            assertThat(counters.setAside()).isZero();
            assertThat(books.summary().events()).isEqualTo(5);
        }

        @Test
        void is_nothing_where_not_even_its_header_was_written() throws Exception {
            for (int length = 0; length <= HEADER; length++) {
                SimulatedFiles files = with(Arrays.copyOf(written(), length));

                assertThat(replay(files, books).replayed()).isZero();

                assertThat(files.names()).isEmpty();
            }
        }

        @Test
        void is_kept_where_its_last_record_is_whole_but_wrong() throws Exception {
            SimulatedFiles files = with(changed(written(), bytes -> {
                bytes[bytes.length - 1] ^= 1;
                return bytes;
            }));

            ReporterCounters counters = replay(files, books);

            assertThat(counters.setAside()).isEqualTo(1);
            assertThat(books.recorded()).isEqualTo(Books.sum(List.of(0, 1, 2, 3)));
            assertThat(files.names()).containsExactly(ASIDE);
        }
    }

    @Nested
    class ARecordInTheMiddle {
        @Test
        void costs_no_other_one_and_is_kept_whichever_of_its_bits_is_wrong() throws Exception {
            byte[] whole = written();
            int from = HEADER + record(0) + record(1);
            for (int at = from; at < from + record(2); at++) {
                int wrong = at;
                byte[] damaged = changed(whole, bytes -> {
                    bytes[wrong] ^= 4;
                    return bytes;
                });
                Books counted = new Books();
                SimulatedFiles files = with(damaged);

                ReporterCounters counters = replay(files, counted);

                assertThat(counted.recorded()).as("byte %s", at).isEqualTo(Books.sum(List.of(0, 1, 3, 4)));
                assertThat(counters.setAside()).isEqualTo(1);
                assertThat(counters.keptBytes()).isEqualTo(damaged.length);
                assertThat(files.names()).containsExactly(ASIDE);
                assertThat(files.bytes(ASIDE)).isEqualTo(damaged);
            }
            assertThat(aside).isNotEmpty().containsOnly(ASIDE);
        }

        @Test
        void stays_where_it_is_until_the_others_are_sent() throws Exception {
            SimulatedFiles files = with(changed(written(), bytes -> {
                bytes[HEADER + record(0) + 20] ^= 1;
                return bytes;
            }));
            UsageReporter down = reporter(files, events -> {
                throw ErrorCode.STORE_UNAVAILABLE.because("down");
            });
            down.close();
            assertThat(files.names()).containsExactly(FIRST);

            replay(files, books);

            assertThat(books.summary().events()).isEqualTo(4);
            assertThat(files.names()).containsExactly(ASIDE);
        }
    }

    @Test
    void an_older_segment_with_a_torn_end_is_kept() throws Exception {
        byte[] whole = written();
        SimulatedFiles files = with(Arrays.copyOf(whole, whole.length - 3));
        files.put("usage-0000000000000002.log", whole);

        ReporterCounters counters = replay(files, books);

        assertThat(counters.replayed()).isEqualTo(9);
        assertThat(files.names()).containsExactly(ASIDE);
    }

    @Test
    void a_segment_that_is_damaged_all_over_is_kept() throws Exception {
        byte[] noise = new byte[300];
        Arrays.fill(noise, (byte) 0x5A);
        SimulatedFiles files = with(noise);

        assertThat(replay(files, books).setAside()).isEqualTo(1);

        assertThat(files.names()).containsExactly(ASIDE);
        assertThat(files.bytes(ASIDE)).isEqualTo(noise);
    }

    @Test
    void a_newer_versions_segment_is_refused_and_left_alone() throws Exception {
        byte[] newer = changed(written(), bytes -> {
            bytes[HEADER - 1] = 2;
            return bytes;
        });
        SimulatedFiles files = with(newer);

        assertRefused(ErrorCode.STORED_DATA_UNREADABLE, null, () -> reporter(files, books));

        assertThat(files.bytes(FIRST)).isEqualTo(newer);
    }

    @Test
    void a_segment_that_cannot_be_read_any_more_holds_up_no_others() throws Exception {
        SimulatedFiles files = new SimulatedFiles();
        Gate gate = new Gate();
        UsageReporter reporter = reporter(files, events -> {
            gate.record(events);
            books.record(events);
        });
        for (int n = 0; n < 20; n++) {
            reporter.report(Books.event(n));
        }
        List<String> segments = files.names();
        assertThat(segments).hasSizeGreaterThan(2);
        files.breakReading(segments.get(1));
        gate.open();

        assertThat(reporter.flush(LONG)).isTrue();
        reporter.close();

        ReporterCounters counters = reporter.counters();
        assertThat(counters.unreadable()).isPositive();
        assertThat(counters.sent())
                .isEqualTo(20 - counters.unreadable())
                .isEqualTo(books.summary().events());
        assertThat(counters.waiting()).isZero();
        assertThat(files.names()).containsExactly(segments.get(1).replace(".log", ".damaged"));
    }

    @Test
    void a_damaged_file_of_refused_events_is_kept_and_a_new_one_begun() throws Exception {
        SimulatedFiles files = new SimulatedFiles();
        try (UsageReporter reporter = reporter(files, books)) {
            reporter.report(List.of(Books.poison(0), Books.poison(1)));
        }
        byte[] damaged = changed(files.bytes("refused.log"), bytes -> {
            bytes[20] ^= 1;
            return bytes;
        });
        files.put("refused.log", damaged);

        try (UsageReporter reporter = reporter(files, books)) {
            reporter.report(Books.poison(2));
        }

        assertThat(aside).containsExactly("refused-1.damaged");
        assertThat(files.bytes("refused-1.damaged")).isEqualTo(damaged);
        assertThat(RefusedLog.read(files)).extracting(RefusedUsage::event).containsExactly(Books.poison(2));
    }

    @Test
    void a_file_of_refused_events_with_a_torn_end_goes_on() throws Exception {
        SimulatedFiles files = new SimulatedFiles();
        try (UsageReporter reporter = reporter(files, books)) {
            reporter.report(List.of(Books.poison(0), Books.poison(1)));
        }
        byte[] whole = files.bytes("refused.log");
        files.put("refused.log", Arrays.copyOf(whole, whole.length - 1));

        try (UsageReporter reporter = reporter(files, books)) {
            reporter.report(Books.poison(2));
        }

        assertThat(RefusedLog.read(files))
                .extracting(RefusedUsage::event)
                .containsExactly(Books.poison(0), Books.poison(2));
    }

    private static byte[] written() throws IOException {
        SimulatedFiles files = new SimulatedFiles();
        UsageReporter reporter = UsageReporter.builder(events -> {
                    throw ErrorCode.STORE_UNAVAILABLE.because("down");
                })
                .spillTo(files)
                .closeTimeout(Duration.ZERO)
                .build();
        IntStream.range(0, 5).forEach(n -> reporter.report(Books.event(n)));
        reporter.close();
        return files.bytes(FIRST);
    }

    /** Bytes of the record of an event. */
    private static int record(int n) {
        return Frames.frame(EventCodec.encode(Books.event(n))).length;
    }

    private static SimulatedFiles with(byte[] first) {
        SimulatedFiles files = new SimulatedFiles();
        files.put(FIRST, first);
        return files;
    }

    private static byte[] changed(byte[] bytes, UnaryOperator<byte[]> change) {
        return change.apply(bytes.clone());
    }

    private ReporterCounters replay(SimulatedFiles files, Books into) throws InterruptedException {
        UsageReporter reporter = reporter(files, into);
        try (reporter) {
            assertThat(reporter.flush(LONG)).isTrue();
        }
        return reporter.counters();
    }

    private UsageReporter reporter(SimulatedFiles files, UsageSink sink) {
        return UsageReporter.builder(sink)
                .spillTo(files)
                .segmentBytes(300)
                .batchSize(4)
                .batchAge(Duration.ZERO)
                .retryDelay(Duration.ofMillis(1), Duration.ofMillis(2))
                .closeTimeout(sink instanceof Books ? LONG : Duration.ofMillis(5))
                .observer(new ReporterObserver() {
                    @Override
                    public void setAside(String name) {
                        aside.add(name);
                    }
                })
                .build();
    }
}
