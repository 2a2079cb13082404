package io.billing4j.server.api;

import io.billing4j.grpc.v1.Job;
import io.billing4j.server.jobs.JobExecution;
import io.billing4j.server.jobs.JobOutcome;
import io.billing4j.server.jobs.JobStatus;

/** Jobs as messages. */
final class JobMessages {
    private JobMessages() {}

    static Job of(JobStatus status) {
        Job.Builder message = Job.newBuilder()
                .setName(status.name().key())
                .setFailures(status.failures())
                .setPaused(status.paused());
        if (status.nextAt() != null) {
            message.setNextAt(Writing.timestamp(status.nextAt()));
        }
        if (status.runningSince() != null) {
            message.setRunningSince(Writing.timestamp(status.runningSince()));
        }
        if (status.lastOutcome() != null) {
            message.setLastOutcome(of(status.lastOutcome()));
        }
        if (status.lastEndedAt() != null) {
            message.setLastEndedAt(Writing.timestamp(status.lastEndedAt()));
        }
        return message.build();
    }

    static io.billing4j.grpc.v1.JobExecution of(JobExecution execution) {
        io.billing4j.grpc.v1.JobExecution.Builder message = io.billing4j.grpc.v1.JobExecution.newBuilder()
                .setExecutionId(execution.id().toString())
                .setStartedAt(Writing.timestamp(execution.startedAt()))
                .setDetail(execution.detail());
        if (execution.endedAt() != null) {
            message.setEndedAt(Writing.timestamp(execution.endedAt()));
        }
        if (execution.outcome() != null) {
            message.setOutcome(of(execution.outcome()));
        }
        return message.build();
    }

    private static io.billing4j.grpc.v1.JobExecution.Outcome of(JobOutcome outcome) {
        return io.billing4j.grpc.v1.JobExecution.Outcome.valueOf(outcome.name());
    }
}
