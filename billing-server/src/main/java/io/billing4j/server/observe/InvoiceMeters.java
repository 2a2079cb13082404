package io.billing4j.server.observe;

import io.billing4j.engine.EngineObserver;
import io.billing4j.engine.InvoiceObservation;
import io.billing4j.error.ErrorCategory;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * Counts and times documents:
 *
 * <ul>
 *   <li>{@code billing.invoice.time}, by {@code outcome} {@code success} or {@code failure}: how many, and how long each
 *       took; in a run, its share of the time of those written together. The rate of success is the ratio of the counts.
 *   <li>{@code billing.invoice.errors}, by {@code category}.
 * </ul>
 *
 * All of them are there from the start, at zero. Tenants are no tags: there may be too many of them.
 */
public final class InvoiceMeters implements EngineObserver {
    private final Timer succeeded;
    private final Timer failed;
    private final Map<ErrorCategory, Counter> errors = new EnumMap<>(ErrorCategory.class);

    /** Registers the meters. */
    public InvoiceMeters(MeterRegistry registry) {
        succeeded = timer(registry, "success");
        failed = timer(registry, "failure");
        for (ErrorCategory category : ErrorCategory.values()) {
            errors.put(
                    category,
                    Counter.builder("billing.invoice.errors")
                            .description("Documents that could not be made")
                            .tag("category", category.name().toLowerCase(Locale.ROOT))
                            .register(registry));
        }
    }

    @Override
    public void invoiceSucceeded(InvoiceObservation observation) {
        succeeded.record(observation.duration());
    }

    @Override
    public void invoiceFailed(InvoiceObservation observation, ErrorCategory category) {
        failed.record(observation.duration());
        Counter counter = errors.get(category);
        if (counter != null) {
            counter.increment();
        }
    }

    private static Timer timer(MeterRegistry registry, String outcome) {
        return Timer.builder("billing.invoice.time")
                .description("Time per document")
                .tag("outcome", outcome)
                .publishPercentileHistogram()
                .register(registry);
    }
}
