package io.billing4j.server.jobs;

import java.time.Instant;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a job did.
 *
 * @param outcome null where it was left to another node
 * @param told whether it is worth a line of the history
 * @param state what it knows the next time
 * @param nextAt when it is next; null for its usual time
 */
record JobReport(
        @Nullable JobOutcome outcome,
        String detail,
        boolean told,
        UnaryOperator<JobState> state,
        @Nullable Instant nextAt) {
    static JobReport done(String detail) {
        return new JobReport(JobOutcome.DONE, detail, true, UnaryOperator.identity(), null);
    }

    static JobReport faults(String detail) {
        return new JobReport(JobOutcome.FOUND_FAULTS, detail, true, UnaryOperator.identity(), null);
    }

    static JobReport nothing() {
        return new JobReport(JobOutcome.DONE, "there was nothing to do", false, UnaryOperator.identity(), null);
    }

    /** There is the same to do that could not be done, and its time has not come. */
    static JobReport waiting() {
        return new JobReport(JobOutcome.FOUND_FAULTS, "it is tried again later", false, UnaryOperator.identity(), null);
    }

    static JobReport left(Instant nextAt) {
        return new JobReport(null, "", false, UnaryOperator.identity(), nextAt);
    }

    static JobReport standing() {
        return new JobReport(
                JobOutcome.SKIPPED, "the sandbox's clock was set, and stands", false, UnaryOperator.identity(), null);
    }

    JobReport knowing(UnaryOperator<JobState> more) {
        return new JobReport(outcome, detail, told, more, nextAt);
    }

    JobReport next(Instant at) {
        return new JobReport(outcome, detail, told, state, at);
    }
}
