package io.billing4j.server.jobs;

import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.ExecutionOperations;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import io.billing4j.engine.Billing4J;
import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.SystemSource;
import io.billing4j.id.TenantId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A job as the scheduler has it done: unless it is paused, with what is to be told of it, and again after a failure. */
final class JobTask extends CustomTask<JobState> {
    private static final Logger LOG = LoggerFactory.getLogger(JobTask.class);
    private static final Duration FIRST_PAUSE = Duration.ofMinutes(1);
    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);
    private static final int MOST_DOUBLINGS = 10;

    private final JobSpec spec;
    private final Shared shared;

    /**
     * What all tasks of a node have.
     *
     * @param clock when something is next, and when it was done
     */
    record Shared(Billing4J billing, JobTable table, JobHistory history, JobMeters meters, Clock clock) {}

    JobTask(JobSpec spec, Shared shared) {
        super(
                spec.name().key(),
                JobState.class,
                (client, time, task) -> {},
                UnaryOperator.identity(),
                JobTask::failed,
                JobTask::died);
        this.spec = spec;
        this.shared = shared;
    }

    @Override
    public CompletionHandler<JobState> execute(TaskInstance<JobState> instance, ExecutionContext context) {
        JobState state = state(instance);
        Attempt attempt = new Attempt(instance.getId(), state);
        if (!state.triggered() && shared.table.isPaused(spec.name(), instance.getId())) {
            return released(instance, context, spec.next().apply(attempt.call()));
        }
        long began = SystemSource.nanoTime();
        try {
            JobReport report = spec.work().run(attempt.call());
            // Before the history tells of the end: it may fail as well.
            Instant next =
                    report.nextAt() != null ? report.nextAt() : spec.next().apply(attempt.call());
            JobOutcome outcome = report.outcome();
            if (outcome == null) {
                return released(instance, context, next);
            }
            attempt.ended(report, outcome);
            shared.meters.ended(spec.name(), outcome, since(began));
            JobState known = report.state().apply(state).ended(outcome);
            return (done, operations) -> operations.reschedule(done, next, known);
        } catch (RuntimeException | Error e) {
            shared.meters.ended(spec.name(), JobOutcome.FAILED, since(began));
            LOG.warn(
                    "the job {} of {} failed: {}; it is tried again",
                    spec.name().key(),
                    instance.getId(),
                    e.toString(),
                    e);
            attempt.failed(e);
            throw e;
        }
    }

    /** For what was not done: neither the time of the last end nor what is known changes by it. */
    private CompletionHandler<JobState> released(
            TaskInstance<JobState> instance, ExecutionContext context, Instant next) {
        long version = context.getExecution().version;
        return (done, operations) -> shared.table.release(spec.name(), instance.getId(), version, next);
    }

    private static void failed(ExecutionComplete failure, ExecutionOperations<JobState> operations) {
        Object known = failure.getExecution().taskInstance.getData();
        operations.reschedule(
                failure,
                failure.getTimeDone().plus(pause(failure.getExecution().consecutiveFailures)),
                (known instanceof JobState state ? state : JobState.NEW).failed());
    }

    private static Duration pause(int failuresBefore) {
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(failuresBefore, MOST_DOUBLINGS));
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }

    /** Its node does not say any more that it is alive: another one takes it over, at once unless it has ended nodes before. */
    private static void died(ExecutionComplete lost, ExecutionOperations<JobState> operations) {
        LOG.warn(
                "the job {} of {} was left by the node {}; it is taken over",
                lost.getExecution().taskInstance.getTaskName(),
                lost.getExecution().taskInstance.getId(),
                lost.getExecution().pickedBy);
        int before = lost.getExecution().consecutiveFailures;
        Duration pause = before == 0 ? Duration.ZERO : pause(before - 1);
        operations.reschedule(lost, lost.getTimeDone().plus(pause));
    }

    private static JobState state(TaskInstance<JobState> instance) {
        return Objects.requireNonNullElse(instance.getData(), JobState.NEW);
    }

    private static Duration since(long began) {
        return Duration.ofNanos(SystemSource.nanoTime() - began);
    }

    /** One time that it is done. */
    private final class Attempt {
        private final String instance;
        private final JobState state;
        private final Instant started = shared.clock.instant();
        private @Nullable UUID line;

        Attempt(String instance, JobState state) {
            this.instance = instance;
            this.state = state;
        }

        JobCall call() {
            TenantId tenant = instance.equals(JobTable.ALL) ? null : TenantId.of(instance);
            return new JobCall(spec.name(), shared.billing, tenant, shared.clock.instant(), state, this::begin);
        }

        void ended(JobReport report, JobOutcome outcome) {
            if (report.told() || state.triggered() || line != null) {
                LOG.info("the job {} of {}: {}: {}", spec.name().key(), instance, outcome, report.detail());
                end(outcome, report.detail());
            }
        }

        void failed(Throwable failure) {
            try {
                end(JobOutcome.FAILED, told(failure));
            } catch (RuntimeException other) {
                // Where the database is away, there is no history of it.
                failure.addSuppressed(other);
            }
        }

        /** To who may read no log, and is not to learn of what the server stands on. */
        private static String told(Throwable failure) {
            return failure instanceof BillingException known ? known.code().name() : ErrorCode.INTERNAL.name();
        }

        private void end(JobOutcome outcome, String detail) {
            shared.history.end(spec.name(), instance, begin(), shared.clock.instant(), outcome, detail);
        }

        private UUID begin() {
            UUID begun = line;
            if (begun == null) {
                begun = shared.history.begin(spec.name(), instance, started);
                line = begun;
            }
            return begun;
        }
    }
}
