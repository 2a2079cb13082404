package io.billing4j.server.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.engine.InvoiceObservation;
import io.billing4j.error.ErrorCategory;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class InvoiceMetersTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final InvoiceMeters meters = new InvoiceMeters(registry);

    @Test
    void all_of_them_are_there_at_zero_before_anything_happens() {
        assertThat(registry.get("billing.invoice.time").timers()).hasSize(2).allMatch(timer -> timer.count() == 0);
        assertThat(registry.get("billing.invoice.errors").counters())
                .hasSize(ErrorCategory.values().length)
                .allMatch(counter -> counter.count() == 0);
    }

    @Test
    void a_document_is_counted_and_timed() {
        meters.invoiceStarted(Observed.started());
        meters.invoiceSucceeded(Observed.finished("INV-202312-00021", Duration.ofMillis(3)));

        assertThat(count("success")).isEqualTo(1);
        assertThat(count("failure")).isZero();
        assertThat(registry.get("billing.invoice.time")
                        .tag("outcome", "success")
                        .timer()
                        .totalTime(TimeUnit.MILLISECONDS))
                .isEqualTo(3);
    }

    @Test
    void a_failure_is_counted_by_its_category() {
        InvoiceObservation observation = Observed.started();
        meters.invoiceFailed(observation, ErrorCategory.CONFLICT);
        meters.invoiceFailed(observation, ErrorCategory.CONFLICT);
        meters.invoiceFailed(observation, ErrorCategory.INTERNAL);

        assertThat(count("failure")).isEqualTo(3);
        assertThat(errors("conflict")).isEqualTo(2);
        assertThat(errors("internal")).isEqualTo(1);
        assertThat(errors("invalid")).isZero();
    }

    private long count(String outcome) {
        return registry.get("billing.invoice.time")
                .tag("outcome", outcome)
                .timer()
                .count();
    }

    private double errors(String category) {
        return registry.get("billing.invoice.errors")
                .tag("category", category)
                .counter()
                .count();
    }
}
