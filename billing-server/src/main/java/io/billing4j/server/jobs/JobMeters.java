package io.billing4j.server.jobs;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;

/**
 * Counts what jobs do on this node:
 *
 * <ul>
 *   <li>{@code billing.job.time}, by {@code job} and {@code outcome}: how often each was done, and the time that it took.
 *   <li>{@code billing.job.balance.differences}: balances that differed from their entries when a job looked.
 * </ul>
 *
 * All of them are there from the start, at zero. A tenant is no label: there are too many.
 */
final class JobMeters {
    private final MeterRegistry registry;
    private final Counter differences;

    JobMeters(MeterRegistry registry) {
        this.registry = registry;
        this.differences = Counter.builder("billing.job.balance.differences")
                .description("Balances that differed from their entries")
                .register(registry);
        for (JobName job : JobName.values()) {
            for (JobOutcome outcome : JobOutcome.values()) {
                if (outcome != JobOutcome.ABANDONED) {
                    timer(job, outcome);
                }
            }
        }
    }

    void ended(JobName job, JobOutcome outcome, Duration took) {
        timer(job, outcome).record(took);
    }

    void differences(int found) {
        differences.increment(found);
    }

    private Timer timer(JobName job, JobOutcome outcome) {
        return Timer.builder("billing.job.time")
                .description("Jobs that were done")
                .tag("job", job.key())
                .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
                .register(registry);
    }
}
