package io.billing4j.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.billing4j.engine.UsageReceipt;
import io.billing4j.error.ErrorCode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UsageReportMetersTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final UsageReportMeters meters = new UsageReportMeters(registry);

    @Test
    void are_there_at_zero_before_anything_is_reported() {
        assertThat(registry.get("billing.usage.events").counters())
                .hasSize(4)
                .allMatch(counter -> counter.count() == 0);
        assertThat(registry.get("billing.usage.batch.time").timers()).hasSize(2).allMatch(timer -> timer.count() == 0);
    }

    @Test
    void count_what_is_new_and_what_was_there() {
        UsageReceipt receipt = meters.measured(5, () -> new UsageReceipt(3, 2));

        assertThat(receipt).isEqualTo(new UsageReceipt(3, 2));
        assertThat(events()).isEqualTo(Map.of("recorded", 3.0, "duplicate", 2.0, "refused", 0.0, "failed", 0.0));
        assertThat(batches("success")).isEqualTo(1);
    }

    @Test
    void count_all_of_a_batch_as_refused_or_as_to_be_sent_again() {
        fails(4, ErrorCode.CUSTOMER_NOT_FOUND);
        fails(7, ErrorCode.STORE_UNAVAILABLE);
        assertThatThrownBy(() -> meters.measured(1, () -> {
                    throw new IllegalStateException("broken");
                }))
                .isInstanceOf(IllegalStateException.class);

        // 7 + 1 may be sent again
        assertThat(events()).isEqualTo(Map.of("recorded", 0.0, "duplicate", 0.0, "refused", 4.0, "failed", 8.0));
        assertThat(batches("failure")).isEqualTo(3);
        assertThat(batches("success")).isZero();
    }

    private void fails(int events, ErrorCode code) {
        assertThatThrownBy(() -> meters.measured(events, () -> {
                    throw code.because("as in a test");
                }))
                .hasMessageContaining("as in a test");
    }

    private Map<String, Double> events() {
        return Map.of(
                "recorded", events("recorded"),
                "duplicate", events("duplicate"),
                "refused", events("refused"),
                "failed", events("failed"));
    }

    private double events(String result) {
        return registry.get("billing.usage.events")
                .tag("result", result)
                .counter()
                .count();
    }

    private long batches(String outcome) {
        return registry.get("billing.usage.batch.time")
                .tag("outcome", outcome)
                .timer()
                .count();
    }
}
