package io.billing4j.server.jobs;

import java.time.Duration;

/** Forgets what jobs did long ago. */
final class HistoryJob implements JobSpec.Work {
    private static final Duration KEPT = Duration.ofDays(30);

    private final JobHistory history;

    HistoryJob(JobHistory history) {
        this.history = history;
    }

    @Override
    public JobReport run(JobCall call) {
        int forgotten = history.forgetBefore(call.now().minus(KEPT));
        return forgotten == 0 ? JobReport.nothing() : JobReport.done(forgotten + " lines forgotten");
    }
}
