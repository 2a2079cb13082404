package io.billing4j.server;

import io.billing4j.engine.Billing4J;
import io.billing4j.jdbc.UsageMaintenance;
import io.billing4j.server.jobs.JobScheduler;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.trace.Tracer;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalTime;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What is done without being asked for.
 *
 * @param on whether this node does any of it
 * @param billingAt when each tenant's day is billed, in its zone
 * @param threads how many jobs are done at once
 * @param poll how soon one is found
 */
record JobConfiguration(boolean on, LocalTime billingAt, int threads, Duration poll) {
    private static final Pattern TIME = Pattern.compile("\\d\\d:\\d\\d");

    /** Connections for what jobs are not: those who take the next ones, and say of those under way that they are. */
    private static final int LEFT_TO_OTHERS = 2;

    private static final int MOST_THREADS = 16;
    private static final int USUAL_THREADS = 2;

    /**
     * As it was set. Where there are fewer connections than 4, there is one thread all the same.
     *
     * @param connections in the pool
     */
    static JobConfiguration of(SettingValues values, int connections) {
        int most = Math.max(1, Math.min(MOST_THREADS, connections - LEFT_TO_OTHERS));
        return new JobConfiguration(
                values.on(Setting.JOBS_ON),
                billingAt(values),
                values.number(Setting.JOBS_THREADS, 1, most, Math.min(USUAL_THREADS, most)),
                Duration.ofSeconds(values.number(Setting.JOBS_POLL_SECONDS, 1, 3_600)));
    }

    private static LocalTime billingAt(SettingValues values) {
        String text = values.text(Setting.JOBS_BILLING_AT).orElseThrow();
        try {
            if (TIME.matcher(text).matches()) {
                return LocalTime.parse(text);
            }
        } catch (DateTimeException e) {
            // Refused below, like what is no time at all.
        }
        values.refuse(Setting.JOBS_BILLING_AT, "expected 00:00 to 23:59 but found '" + text + "'");
        return LocalTime.parse(Setting.JOBS_BILLING_AT.fallback());
    }

    /** Begins with the jobs, if this node does any; those about old usage where it may. */
    Optional<JobScheduler> start(Billing4J billing, Database database, MeterRegistry meters, Tracer tracer) {
        if (!on) {
            return Optional.empty();
        }
        JobScheduler.Builder jobs = JobScheduler.builder(database.pool(), billing, meters)
                .billingAt(billingAt)
                .threads(threads)
                .poll(poll)
                .tracer(tracer);
        database.maintenance()
                .ifPresent(
                        janitor -> jobs.usage(UsageMaintenance.builder(janitor).build()));
        return Optional.of(jobs.start());
    }
}
