package io.billing4j.server.jobs;

import io.billing4j.engine.Billing4J;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/** All jobs there are, with their times. */
final class JobList {
    static final Duration HOURLY = Duration.ofHours(1);
    static final Duration DAILY = Duration.ofDays(1);
    static final Duration DUE = Duration.ofMinutes(15);

    private static final Duration TENANTS = Duration.ofMinutes(5);
    private static final Duration REACHED = Duration.ofMinutes(10);

    /** When few bill, and how long that lasts. */
    private static final LocalTime NIGHT = LocalTime.of(3, 0);

    private static final Duration NIGHT_LASTS = Duration.ofHours(1);

    private final Billing4J billing;
    private final JobTable table;
    private final JobHistory history;
    private final JobMeters meters;
    private final LocalTime billingAt;

    JobList(Billing4J billing, JobTable table, JobHistory history, JobMeters meters, LocalTime billingAt) {
        this.billing = billing;
        this.table = table;
        this.history = history;
        this.meters = meters;
        this.billingAt = billingAt;
    }

    /**
     * The jobs, in the order of their names.
     *
     * @param usage how the node keeps house for it
     */
    List<JobSpec> all(UsageJobs usage) {
        List<JobSpec> ofTenants = List.of(
                daily(JobName.BALANCES, JobList::ofNight, new BalancesJob(meters)),
                daily(JobName.BILLING, call -> billingAt, unlessStanding(new BillingJob())),
                spread(JobName.DUE, DUE, unlessStanding(new DueJob())),
                spread(JobName.REACHED, REACHED, unlessStanding(new ReachedJob())));
        return List.of(
                ofTenants.get(0),
                ofTenants.get(1),
                ofTenants.get(2),
                every(JobName.HISTORY, DAILY, new HistoryJob(history)),
                ofTenants.get(3),
                every(JobName.REQUESTS, HOURLY, new RequestsJob()),
                every(JobName.TENANTS, TENANTS, new TenantsJob(billing, table, ofTenants)),
                every(JobName.USAGE_MONTHS, DAILY, usage.months()),
                every(JobName.USAGE_RETENTION, DAILY, usage.retention()));
    }

    private static JobSpec daily(JobName job, Function<JobCall, LocalTime> time, JobSpec.Work work) {
        Function<JobCall, Instant> next = call -> DailyTime.after(call.now(), time.apply(call), zone(call));
        return new JobSpec(job, next, next, work);
    }

    private static LocalTime ofNight(JobCall call) {
        return NIGHT.plus(share(call, NIGHT_LASTS));
    }

    private static ZoneId zone(JobCall call) {
        return call.engine().settings().get().zone();
    }

    private static JobSpec every(JobName job, Duration pause, JobSpec.Work work) {
        Function<JobCall, Instant> next = call -> call.now().plus(pause);
        return new JobSpec(job, next, next, work);
    }

    /** Tenants that are seen at once do not all come at once. */
    private static JobSpec spread(JobName job, Duration pause, JobSpec.Work work) {
        return new JobSpec(
                job,
                call -> call.now().plus(share(call, pause)),
                call -> call.now().plus(pause),
                work);
    }

    /** How far into a stretch of time the tenant's turn is: the same whichever node asks. */
    private static Duration share(JobCall call, Duration stretch) {
        long hash = Objects.requireNonNull(call.tenant()).value().hashCode();
        return Duration.ofSeconds(Math.floorMod(hash, stretch.toSeconds()));
    }

    /** Leaves a sandbox alone whose clock was set: it is its owner who has time pass there. */
    private static JobSpec.Work unlessStanding(JobSpec.Work work) {
        return call -> call.engine().timeTravel().stands() ? JobReport.standing() : work.run(call);
    }
}
