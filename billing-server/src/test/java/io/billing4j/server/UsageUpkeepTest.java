package io.billing4j.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.id.TenantId;
import io.billing4j.jdbc.PinnedUsage;
import io.billing4j.jdbc.StuckMonth;
import io.billing4j.jdbc.UsageMaintenanceReport;
import io.billing4j.server.observe.UsageMeters;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.YearMonth;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keeping house for usage, time and again. */
class UsageUpkeepTest {
    private static final Duration AT_ONCE = Duration.ofMillis(1);
    private static final YearMonth MAY = YearMonth.of(2018, 5);
    private static final UsageMaintenanceReport REPORT = new UsageMaintenanceReport(
            false,
            List.of(MAY, MAY.plusMonths(1)),
            List.of(MAY.minusYears(7)),
            List.of(MAY.minusYears(6)),
            List.of(new StuckMonth(MAY.minusYears(5), "a view stands on it")),
            5,
            7,
            false,
            List.of(new PinnedUsage(TenantId.of("acme"), PinnedUsage.Reason.UNBILLED)),
            List.of(TenantId.of("broken")));

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final UsageMeters meters = new UsageMeters(registry);

    @Test
    void all_meters_are_there_at_zero_before_anything_happens() {
        assertThat(registry.getMeters())
                .hasSize(9)
                .allSatisfy(meter ->
                        assertThat(meter.measure().iterator().next().getValue()).isZero());
    }

    @Test
    void makes_months_at_the_start_before_any_pass_and_counts_it() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        AtomicInteger passes = new AtomicInteger();
        try (UsageUpkeep upkeep = UsageUpkeep.every(
                Duration.ofDays(1),
                () -> counted(done),
                () -> {
                    passes.incrementAndGet();
                    return REPORT;
                },
                meters)) {
            assertThat(upkeep).isNotNull();
            assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
        }

        assertThat(passes).hasValue(0);

        assertThat(count("billing.usage.maintenance", "outcome", "done")).isEqualTo(1);
        assertThat(count("billing.usage.months", "change", "made")).isEqualTo(2);
        assertThat(count("billing.usage.months", "change", "dropped")).isEqualTo(1);
        assertThat(count("billing.usage.deleted", "kind", "key")).isEqualTo(5);
        assertThat(count("billing.usage.deleted", "kind", "rollup")).isEqualTo(7);
        assertThat(left("tenant")).isEqualTo(2);
        assertThat(left("month")).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void goes_on_after_a_failure(boolean error) throws InterruptedException {
        AtomicInteger passes = new AtomicInteger();
        CountDownLatch second = new CountDownLatch(1);
        try (UsageUpkeep upkeep = UsageUpkeep.every(
                AT_ONCE,
                () -> REPORT,
                () -> {
                    if (passes.incrementAndGet() == 1) {
                        if (error) {
                            throw new StackOverflowError("on purpose");
                        }
                        throw new IllegalStateException("on purpose");
                    }
                    return counted(second);
                },
                meters)) {
            assertThat(upkeep).isNotNull();
            assertThat(second.await(30, TimeUnit.SECONDS)).isTrue();
        }

        assertThat(count("billing.usage.maintenance", "outcome", "failure")).isEqualTo(1);
        assertThat(count("billing.usage.maintenance", "outcome", "done")).isPositive();
    }

    @Test
    void interrupts_what_it_is_at_when_it_is_closed_and_waits_for_its_end() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        AtomicInteger interrupted = new AtomicInteger();
        UsageUpkeep upkeep = UsageUpkeep.every(
                Duration.ofDays(1),
                () -> {
                    begun.countDown();
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        interrupted.incrementAndGet();
                    }
                    return REPORT;
                },
                () -> REPORT,
                meters);
        assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();

        upkeep.close();

        assertThat(interrupted).hasValue(1);
        assertThat(count("billing.usage.maintenance", "outcome", "done")).isEqualTo(1);
    }

    private static UsageMaintenanceReport counted(CountDownLatch latch) {
        latch.countDown();
        return REPORT;
    }

    private double count(String name, String tag, String value) {
        return registry.get(name).tag(tag, value).counter().count();
    }

    private double left(String kind) {
        return registry.get("billing.usage.left").tag("kind", kind).gauge().value();
    }
}
