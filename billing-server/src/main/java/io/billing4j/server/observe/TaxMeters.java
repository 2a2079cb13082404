package io.billing4j.server.observe;

import io.billing4j.engine.EngineObserver;
import io.billing4j.engine.TaxObservation;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/**
 * Counts and times what a tax service is asked:
 *
 * <ul>
 *   <li>{@code billing.tax.time}: how often, and how long each took.
 *   <li>{@code billing.tax.questions}, by {@code result} {@code answered} or {@code unanswered}: several are asked at once; those
 *       without an answer were refused, could not be answered then, or got one that cannot be.
 * </ul>
 *
 * All of them are there from the start, at zero.
 */
public final class TaxMeters implements EngineObserver {
    private final Timer time;
    private final Counter answered;
    private final Counter unanswered;

    /** Registers the meters. */
    public TaxMeters(MeterRegistry registry) {
        time = Timer.builder("billing.tax.time")
                .description("Time of a tax service to answer")
                .publishPercentileHistogram()
                .register(registry);
        answered = questions(registry, "answered");
        unanswered = questions(registry, "unanswered");
    }

    @Override
    public void taxesAsked(TaxObservation observation) {
        time.record(observation.took());
        answered.increment(observation.answered());
        unanswered.increment((double) observation.questions() - observation.answered());
    }

    private static Counter questions(MeterRegistry registry, String result) {
        return Counter.builder("billing.tax.questions")
                .description("What a tax service was asked")
                .tag("result", result)
                .register(registry);
    }
}
