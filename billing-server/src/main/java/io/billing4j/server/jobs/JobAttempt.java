package io.billing4j.server.jobs;

import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.SystemSource;
import io.billing4j.id.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One time that a job is done, unless it is paused or left, with what is to be told of it. Of one thread. */
final class JobAttempt {
    private static final Logger LOG = LoggerFactory.getLogger(JobAttempt.class);

    private final JobSpec spec;
    private final JobTask.Shared shared;
    private final JobTurn turn;
    private final JobState state;
    private final JobSpan span;
    private final Instant started;
    private final long began = SystemSource.nanoTime();
    private @Nullable Instant wantedAt;
    private @Nullable UUID line;

    /**
     * @param state what is known of the times before
     * @param span which is told of where the history is
     */
    JobAttempt(JobSpec spec, JobTask.Shared shared, JobTurn turn, JobState state, JobSpan span) {
        this.spec = spec;
        this.shared = shared;
        this.turn = turn;
        this.state = state;
        this.span = span;
        this.started = shared.clock().instant();
    }

    /** Does it; what is returned gives the row back. */
    CompletionHandler<JobState> run() {
        JobTurn.Look look = turn.look();
        wantedAt = look.wantedAt();
        if (look.paused() && wantedAt == null) {
            Instant next = spec.next().apply(call());
            return (done, operations) -> turn.passed(next);
        }
        JobReport report = spec.work().run(call());
        // Before the history tells of the end: it may fail as well.
        Instant next = report.nextAt() != null ? report.nextAt() : spec.next().apply(call());
        JobOutcome outcome = report.outcome();
        if (outcome == null) {
            return (done, operations) -> turn.left(next);
        }
        boolean told = report.told() || wantedAt != null || line != null;
        if (told) {
            LOG.info("the job {} of {}: {}: {}", spec.name().key(), turn.instance(), outcome, report.detail());
            end(outcome, report.detail());
        }
        ended(outcome);
        JobState known = report.state().apply(state).ended(outcome);
        return (done, operations) -> turn.done(shared.clock().instant(), next, known, look.wantedAt());
    }

    /** What the node is at when it stops is left to others, at once, and has not failed. */
    CompletionHandler<JobState> stopped(Throwable why) {
        LOG.info(
                "the job {} of {} is left to other nodes, since this one stops: {}",
                spec.name().key(),
                turn.instance(),
                why.toString());
        return (done, operations) -> {
            // An interrupted thread waits for no connection.
            boolean interrupted = Thread.interrupted();
            try {
                // First: where the node dies in between, another one finds it dead.
                if (line != null) {
                    end(JobOutcome.ABANDONED, "its node was stopped");
                }
                turn.passed(shared.clock().instant());
            } finally {
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        };
    }

    void failed(Throwable failure) {
        ended(JobOutcome.FAILED);
        LOG.warn(
                "the job {} of {} failed: {}; it is tried again",
                spec.name().key(),
                turn.instance(),
                failure.toString(),
                failure);
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

    private void ended(JobOutcome outcome) {
        span.ended(outcome);
        shared.meters().ended(spec.name(), outcome, Duration.ofNanos(SystemSource.nanoTime() - began));
    }

    private JobCall call() {
        TenantId tenant = turn.instance().equals(JobTable.ALL) ? null : TenantId.of(turn.instance());
        Instant now = shared.clock().instant();
        return new JobCall(spec.name(), shared.billing(), tenant, now, wantedAt != null, state, this::begin);
    }

    private void end(JobOutcome outcome, String detail) {
        shared.history()
                .end(spec.name(), turn.instance(), begin(), shared.clock().instant(), outcome, detail);
    }

    private UUID begin() {
        UUID begun = line;
        if (begun == null) {
            span.tell();
            begun = shared.history().begin(spec.name(), turn.instance(), started);
            line = begun;
        }
        return begun;
    }
}
