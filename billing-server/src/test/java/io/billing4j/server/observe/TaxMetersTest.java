package io.billing4j.server.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.engine.TaxObservation;
import io.billing4j.id.TaxCalculatorId;
import io.billing4j.id.TenantId;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TaxMetersTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final TaxMeters meters = new TaxMeters(registry);

    @Test
    void are_there_at_zero_before_anything_is_asked() {
        assertThat(registry.get("billing.tax.time").timer().count()).isZero();
        assertThat(registry.get("billing.tax.questions").counters())
                .hasSize(2)
                .allMatch(counter -> counter.count() == 0);
    }

    @Test
    void count_questions_by_whether_they_were_answered_and_time_the_call() {
        meters.taxesAsked(asked(3, 2, 40));
        meters.taxesAsked(asked(5, 5, 60));

        // 2 + 5 of 3 + 5
        assertThat(questions("answered")).isEqualTo(7);
        assertThat(questions("unanswered")).isEqualTo(1);
        assertThat(registry.get("billing.tax.time").timer().totalTime(TimeUnit.MILLISECONDS))
                .isEqualTo(100);
    }

    private static TaxObservation asked(int questions, int answered, long millis) {
        return new TaxObservation(
                TenantId.of("demo"), TaxCalculatorId.of("service"), questions, answered, Duration.ofMillis(millis));
    }

    private double questions(String result) {
        return registry.get("billing.tax.questions")
                .tag("result", result)
                .counter()
                .count();
    }
}
