package io.billing4j.reporter;

import static io.billing4j.fixture.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.billing4j.error.ErrorCode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReporterBuilderTest {
    private static final Duration LONG = Duration.ofDays(2);
    private static final Duration BELOW = Duration.ofNanos(-1);

    private final ReporterBuilder builder = UsageReporter.builder(events -> {});

    @Test
    void refuses_each_setting_out_of_its_range_at_its_name() {
        refused("spillBytes", () -> builder.spillBytes((1 << 20) - 1), () -> builder.spillBytes((1L << 40) + 1));
        refused("bufferEvents", () -> builder.bufferEvents(0), () -> builder.bufferEvents(1_000_001));
        refused("batchSize", () -> builder.batchSize(0), () -> builder.batchSize(10_001));
        refused("batchAge", () -> builder.batchAge(BELOW), () -> builder.batchAge(LONG));
        refused("inFlight", () -> builder.inFlight(0), () -> builder.inFlight(65));
        refused("roomTimeout", () -> builder.roomTimeout(BELOW), () -> builder.roomTimeout(LONG));
        refused("closeTimeout", () -> builder.closeTimeout(BELOW), () -> builder.closeTimeout(LONG));
        Duration second = Duration.ofSeconds(1);
        refused("retryDelay.first", () -> builder.retryDelay(Duration.ofNanos(999_999), second));
        refused("retryDelay.largest", () -> builder.retryDelay(second, Duration.ofMillis(999)));
    }

    @Test
    void takes_each_setting_at_its_bounds(@TempDir Path directory) {
        builder.spillTo(directory)
                .spillBytes(1 << 20)
                .spillBytes(1L << 40)
                .bufferEvents(1)
                .bufferEvents(1_000_000)
                .batchSize(1)
                .batchSize(10_000)
                .batchAge(Duration.ZERO)
                .batchAge(Duration.ofDays(1))
                .inFlight(1)
                .inFlight(64)
                .roomTimeout(Duration.ZERO)
                .closeTimeout(Duration.ZERO)
                .retryDelay(Duration.ofMillis(1), Duration.ofMillis(1))
                .build()
                .close();
    }

    @Test
    void names_its_threads_and_lets_no_process_wait_for_them() {
        List<Thread> threads = new ArrayList<>();
        UsageReporter reporter = UsageReporter.builder(events -> threads.add(Thread.currentThread()))
                .build();
        reporter.report(Books.event(0));
        reporter.close();

        assertThat(threads).hasSize(1);
        assertThat(threads.get(0).getName()).isEqualTo("usage-reporter-1");
        assertThat(threads.get(0).isDaemon()).isTrue();
        assertThat(threads.get(0).isAlive()).isFalse();
    }

    @Test
    @SuppressWarnings("NullAway") // a host in plain Java may give nothing
    void gives_the_directory_free_where_there_is_no_thread(@TempDir Path directory) {
        assertThatNullPointerException()
                .isThrownBy(
                        () -> builder.spillTo(directory).threads(task -> null).build());

        UsageReporter.builder(events -> {}).spillTo(directory).build().close();
    }

    private static void refused(String field, ThrowingCallable... calls) {
        for (ThrowingCallable call : calls) {
            assertRefused(ErrorCode.INVALID_NUMBER, field, call);
        }
    }
}
