package io.billing4j.server.jobs;

import io.billing4j.engine.BillingEngine;
import io.billing4j.engine.DueWork;
import io.billing4j.run.BillingRun;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Bills what has fallen due since it last looked. Who cannot be billed stays due: while that is all there is, it is tried again later
 * each time, in a day at the latest; whoever falls due beside it is billed as soon as ever.
 */
final class DueJob implements JobSpec.Work {
    private static final int MOST_DOUBLINGS = 7;

    @Override
    public JobReport run(JobCall call) {
        BillingEngine engine = call.engine();
        Instant cutOff = call.now().truncatedTo(ChronoUnit.MINUTES);
        DueWork due = engine.runs().due(cutOff);
        if (due.isEmpty()) {
            return JobReport.nothing().knowing(JobState::unstuck);
        }
        JobState known = call.state();
        if (!call.wanted()
                && known.retryAt() != null
                && known.stuck().equals(text(due))
                && call.now().isBefore(known.retryAt())) {
            return JobReport.waiting();
        }
        call.begin().run();
        BillingRun run = engine.runs().run(cutOff);
        DueWork left = engine.runs().due(cutOff);
        if (left.isEmpty()) {
            return JobReport.done(BillingJob.detail(run)).knowing(JobState::unstuck);
        }
        String stuck = text(left);
        int tries = stuck.equals(known.stuck()) ? known.tries() + 1 : 1;
        return JobReport.faults(BillingJob.detail(run))
                .knowing(state -> state.stuck(stuck, tries, call.now().plus(pause(tries))));
    }

    /** Half an hour at first, and twice as long each time. */
    private static Duration pause(int tries) {
        Duration pause = JobList.DUE.multipliedBy(1L << Math.min(tries, MOST_DOUBLINGS));
        return pause.compareTo(JobList.DAILY) < 0 ? pause : JobList.DAILY;
    }

    private static String text(DueWork due) {
        return due.customers() + "+" + due.drafts() + "+" + due.oneOffs() + ":" + Long.toHexString(due.mark());
    }
}
