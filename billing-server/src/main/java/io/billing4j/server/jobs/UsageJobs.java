package io.billing4j.server.jobs;

import io.billing4j.jdbc.UsageMaintenance;
import io.billing4j.jdbc.UsageMaintenanceReport;
import io.billing4j.server.observe.UsageMeters;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Keeps house for usage.
 *
 * @param months makes the months that come
 * @param retention deletes what is past its retention too
 */
record UsageJobs(JobSpec.Work months, JobSpec.Work retention) {
    private static final Duration LEFT_TO_OTHERS = Duration.ofMinutes(1);

    /** Of a node that may not: it leaves them to those who may, who come by soon. */
    static final UsageJobs ELSEWHERE = new UsageJobs(UsageJobs::left, UsageJobs::left);

    static UsageJobs of(UsageMaintenance maintenance, UsageMeters meters) {
        return of(maintenance::makeAhead, maintenance::run, meters);
    }

    static UsageJobs of(
            Supplier<UsageMaintenanceReport> ahead, Supplier<UsageMaintenanceReport> pass, UsageMeters meters) {
        return new UsageJobs(call -> counted(call, ahead, meters), call -> counted(call, pass, meters));
    }

    private static JobReport left(JobCall call) {
        return JobReport.left(call.now().plus(LEFT_TO_OTHERS));
    }

    private static JobReport counted(JobCall call, Supplier<UsageMaintenanceReport> pass, UsageMeters meters) {
        call.begin().run();
        try {
            UsageMaintenanceReport report = pass.get();
            meters.passed(report);
            return JobReport.done(report.toString());
        } catch (RuntimeException | Error e) {
            meters.failed();
            throw e;
        }
    }
}
