package io.billing4j.server.jobs;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a job stands.
 *
 * @param tenant whose job it is; null for one of all tenants
 * @param nextAt when it is next; null for a new tenant whose jobs no node has seen to yet
 * @param runningSince null where it is not under way
 * @param lastOutcome null where it never ended
 * @param lastEndedAt null where it never ended
 * @param failures how often in a row it has failed
 * @param paused whether it is not done for now
 */
public record JobStatus(
        JobName name,
        @Nullable String tenant,
        @Nullable Instant nextAt,
        @Nullable Instant runningSince,
        @Nullable JobOutcome lastOutcome,
        @Nullable Instant lastEndedAt,
        int failures,
        boolean paused) {
    static JobStatus unseen(JobName name, @Nullable String tenant, boolean paused) {
        return new JobStatus(name, tenant, null, null, null, null, 0, paused);
    }
}
