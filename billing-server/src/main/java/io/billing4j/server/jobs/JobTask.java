package io.billing4j.server.jobs;

import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.DeadExecutionHandler;
import com.github.kagkarlsson.scheduler.task.Execution;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import io.billing4j.engine.Billing4J;
import io.opentelemetry.api.trace.Tracer;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A job as the scheduler has it done, and again after a failure. */
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
    record Shared(Billing4J billing, JobSql sql, JobHistory history, JobMeters meters, Clock clock, Tracer tracer) {}

    JobTask(JobSpec spec, Shared shared) {
        super(
                spec.name().key(),
                JobState.class,
                (client, time, task) -> {},
                UnaryOperator.identity(),
                (failure, operations) -> {},
                (lost, operations) -> {});
        this.spec = spec;
        this.shared = shared;
    }

    @Override
    public CompletionHandler<JobState> execute(TaskInstance<JobState> instance, ExecutionContext context) {
        JobState state = Objects.requireNonNullElse(instance.getData(), JobState.NEW);
        try (JobSpan span = JobSpan.begin(shared.tracer(), spec.name(), instance.getId())) {
            return run(new JobAttempt(spec, shared, turn(context.getExecution()), state, span), context);
        }
    }

    private static CompletionHandler<JobState> run(JobAttempt attempt, ExecutionContext context) {
        try {
            return attempt.run();
        } catch (RuntimeException | Error e) {
            if (context.getSchedulerState().isShuttingDown()) {
                return attempt.stopped(e);
            }
            attempt.failed(e);
            throw e;
        }
    }

    @Override
    public FailureHandler<JobState> getFailureHandler() {
        return (failure, operations) -> failed(failure, pause(failure.getExecution().consecutiveFailures));
    }

    /** Its node does not say any more that it is alive: another one takes it over, at once unless it has ended nodes before. */
    @Override
    public DeadExecutionHandler<JobState> getDeadExecutionHandler() {
        return (lost, operations) -> {
            Execution execution = lost.getExecution();
            LOG.warn(
                    "the job {} of {} was left by the node {}; it is taken over",
                    execution.taskInstance.getTaskName(),
                    execution.taskInstance.getId(),
                    execution.pickedBy);
            int before = execution.consecutiveFailures;
            failed(lost, before == 0 ? Duration.ZERO : pause(before - 1));
        };
    }

    private void failed(ExecutionComplete failure, Duration pause) {
        turn(failure.getExecution())
                .failed(failure.getTimeDone(), failure.getTimeDone().plus(pause));
    }

    private static Duration pause(int failuresBefore) {
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(failuresBefore, MOST_DOUBLINGS));
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }

    private JobTurn turn(Execution taken) {
        return JobTurn.of(shared.sql(), taken);
    }
}
