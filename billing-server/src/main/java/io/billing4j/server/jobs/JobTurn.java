package io.billing4j.server.jobs;

import com.github.kagkarlsson.scheduler.task.Execution;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code scheduled_task} that a node has taken, until it gives it back. What a node says that was taken for dead meanwhile
 * changes nothing: by then the row has another version.
 *
 * @param instance as in {@link JobTable}
 * @param version that it has while it is taken
 */
record JobTurn(JobSql sql, String job, String instance, long version) {
    private static final String GIVEN_BACK = "UPDATE billing.scheduled_task SET picked = false, picked_by = NULL,"
            + " last_heartbeat = NULL, version = version + 1, ";

    private static final String OF_VERSION = " WHERE task_name = ? AND task_instance = ? AND version = ?";

    /** Its own time, unless somebody wants it sooner. */
    private static final String NEXT = "execution_time = coalesce(wanted_at, ?)";

    /**
     * What people say of a job before it is done.
     *
     * @param wantedAt when somebody last wanted it, if it was not done since; null where nobody does
     * @param paused whether it is paused, for the instance or for all
     */
    record Look(@Nullable Instant wantedAt, boolean paused) {}

    static JobTurn of(JobSql sql, Execution taken) {
        return new JobTurn(sql, taken.taskInstance.getTaskName(), taken.taskInstance.getId(), taken.version);
    }

    /** How it stands now. */
    Look look() {
        return sql
                .list(
                        "SELECT wanted_at, EXISTS (SELECT FROM billing.job_pause p WHERE p.job = t.task_name"
                                + " AND p.tenant_id IN (t.task_instance, '*'))"
                                + " FROM billing.scheduled_task t WHERE task_name = ? AND task_instance = ?",
                        row -> new Look(JobSql.instant(row, "wanted_at"), row.getBoolean(2)),
                        job,
                        instance)
                .stream()
                .findFirst()
                .orElse(new Look(null, false));
    }

    /** Gives it back as if nobody had looked at it; whoever has wanted it meanwhile has it done at once. */
    void passed(Instant nextAt) {
        sql.change(GIVEN_BACK + NEXT + OF_VERSION, nextAt, job, instance, version);
    }

    /** The same for who cannot do it: it is next at this time, also where it is wanted, so that others come by first. */
    void left(Instant nextAt) {
        sql.change(GIVEN_BACK + "execution_time = ?" + OF_VERSION, nextAt, job, instance, version);
    }

    /**
     * It is done.
     *
     * @param wantedAt when it was wanted that this was done for, null where it was not; who has wanted it since has it done again, at once
     */
    void done(Instant ended, Instant nextAt, JobState known, @Nullable Instant wantedAt) {
        sql.change(
                GIVEN_BACK + "wanted_at = nullif(wanted_at, ?::timestamptz),"
                        + " execution_time = coalesce(nullif(wanted_at, ?::timestamptz), ?),"
                        + " last_success = ?, consecutive_failures = 0, task_data = ?" + OF_VERSION,
                wantedAt,
                wantedAt,
                nextAt,
                ended,
                JobStateBytes.bytes(known),
                job,
                instance,
                version);
    }

    /**
     * It is not done, and is tried again; who wanted it wants it still. Lines of the history that its node did not end are ended with it:
     * no others are open.
     */
    void failed(Instant ended, Instant nextAt) {
        sql.change(
                "WITH given AS (" + GIVEN_BACK + "execution_time = ?, last_failure = ?,"
                        + " consecutive_failures = coalesce(consecutive_failures, 0) + 1" + OF_VERSION
                        + " RETURNING task_name)"
                        + " UPDATE billing.job_history SET ended_at = ?, outcome = ?, detail = 'its node did not end it'"
                        + " WHERE tenant_id = ? AND job = ? AND ended_at IS NULL AND EXISTS (SELECT FROM given)",
                nextAt,
                ended,
                job,
                instance,
                version,
                ended,
                JobOutcome.ABANDONED.name(),
                instance,
                job);
    }
}
