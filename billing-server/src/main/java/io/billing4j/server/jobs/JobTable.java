package io.billing4j.server.jobs;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What {@code scheduled_task} and {@code job_pause} hold; an instance is a tenant's key, or {@value #ALL}. */
final class JobTable {
    /** The instance of a job of all tenants; no tenant has this key. */
    static final String ALL = "*";

    private static final Duration FIRST_DELETION = Duration.ofDays(1);
    private static final Duration LATEST_DELETION = Duration.ofDays(7);

    private static final String INSERT =
            "INSERT INTO billing.scheduled_task (task_name, task_instance, execution_time, picked, version)"
                    + " VALUES (?, ?, ?, false, 1)";

    private static final String OF_INSTANCE = "SELECT t.*, greatest(t.execution_time, t.wanted_at) AS next_at,"
            + " (SELECT max(h.started_at) FROM billing.job_history h WHERE h.tenant_id = t.task_instance"
            + " AND h.job = t.task_name AND h.ended_at IS NULL) AS begun_at,"
            + " EXISTS (SELECT FROM billing.job_pause p WHERE p.job = t.task_name"
            + " AND p.tenant_id IN (t.task_instance, '*')) AS paused"
            + " FROM billing.scheduled_task t WHERE t.task_instance = ?";

    private final JobSql sql;

    JobTable(JobSql sql) {
        this.sql = sql;
    }

    /** Makes the job of an instance, unless it is there. */
    void schedule(JobName job, String instance, Instant at) {
        sql.change(INSERT + " ON CONFLICT DO NOTHING", job.key(), instance, at);
    }

    /** Has the job of an instance done as {@link #trigger} does, and makes it before if it is not there. */
    void want(JobName job, String instance, Instant now) {
        sql.change(
                "INSERT INTO billing.scheduled_task AS t"
                        + " (task_name, task_instance, wanted_at, execution_time, picked, version)"
                        + " VALUES (?, ?, ?, timestamptz 'epoch', false, 1)"
                        + " ON CONFLICT (task_name, task_instance) DO UPDATE SET wanted_at = excluded.wanted_at,"
                        + " execution_time = " + soon("excluded.wanted_at"),
                job.key(),
                instance,
                now);
    }

    /** Makes the job of all, and has it done at this time if it were later. */
    void scheduleBy(JobName job, Instant at) {
        sql.change(
                INSERT
                        + " ON CONFLICT (task_name, task_instance) DO UPDATE SET execution_time = excluded.execution_time,"
                        + " version = scheduled_task.version + 1"
                        + " WHERE NOT scheduled_task.picked AND scheduled_task.execution_time > excluded.execution_time",
                job.key(),
                ALL,
                at);
    }

    /**
     * Has what is old deleted in a day at the soonest: by then all nodes are of one version. Where they start more often than that, it
     * is put off to a week after the last time and no more; and not at all where somebody wants it.
     */
    void putOffDeletion(JobName job, Instant now) {
        // As if it had been done when it was made: a row that is only ever put off would never be.
        sql.change(
                "INSERT INTO billing.scheduled_task"
                        + " (task_name, task_instance, execution_time, picked, version, last_success)"
                        + " VALUES (?, ?, ?, false, 1, ?)"
                        + " ON CONFLICT (task_name, task_instance) DO UPDATE SET version = scheduled_task.version + 1,"
                        + " execution_time = least(excluded.execution_time, scheduled_task.last_success + ?::interval)"
                        + " WHERE NOT scheduled_task.picked AND scheduled_task.wanted_at IS NULL"
                        + " AND scheduled_task.execution_time < excluded.execution_time",
                job.key(),
                ALL,
                now.plus(FIRST_DELETION),
                now,
                LATEST_DELETION.toString());
    }

    /** Tenants by the jobs that they have. */
    Map<JobName, Set<String>> tenants() {
        Map<JobName, Set<String>> found = new EnumMap<>(JobName.class);
        JobName.ofTenants().forEach(job -> found.put(job, new TreeSet<>()));
        sql.list(
                        "SELECT task_name, task_instance FROM billing.scheduled_task WHERE task_instance <> ?",
                        row -> Map.entry(row.getString(1), row.getString(2)),
                        ALL)
                .forEach(row ->
                        JobName.of(row.getKey()).map(found::get).ifPresent(tenants -> tenants.add(row.getValue())));
        return found;
    }

    /** Takes away the jobs of tenants, but for what is under way. */
    void remove(Collection<String> tenants) {
        sql.change("DELETE FROM billing.scheduled_task WHERE task_instance = ANY (?) AND NOT picked", tenants);
    }

    /** How the jobs of an instance stand, those that it has by now. */
    List<JobStatus> ofInstance(String instance) {
        return sql.list(OF_INSTANCE, JobTable::status, instance).stream()
                .flatMap(Optional::stream)
                .toList();
    }

    /**
     * Has a job done now; where a node has taken it, after that.
     *
     * @return whether it is there
     */
    boolean trigger(JobName job, String instance, Instant now) {
        int there = sql.change(
                "UPDATE billing.scheduled_task t SET wanted_at = ?, execution_time = " + soon("?::timestamptz")
                        + " WHERE task_name = ? AND task_instance = ?",
                now,
                now,
                now,
                job.key(),
                instance);
        return there > 0;
    }

    /**
     * What is wanted goes before all that wait; and in its turn where it was done within a minute, so that who wants something again and
     * again holds up nobody. What a node has taken, it gives back with the wish.
     */
    private static String soon(String wantedAt) {
        return "CASE WHEN t.picked THEN t.execution_time"
                + " WHEN greatest(t.last_success, t.last_failure) > " + wantedAt + " - interval '1 minute' THEN "
                + wantedAt
                + " ELSE timestamptz 'epoch' END";
    }

    /** Whether it is paused for the instance, or for all. */
    boolean isPaused(JobName job, String instance) {
        return !sql.list(
                        "SELECT 1 FROM billing.job_pause WHERE job = ? AND tenant_id IN (?, '*') LIMIT 1",
                        row -> 1,
                        job.key(),
                        instance)
                .isEmpty();
    }

    /** From now on it is paused, and nobody wants it any more. */
    void pause(JobName job, String instance, String by, Instant now) {
        sql.change(
                "WITH paused AS (INSERT INTO billing.job_pause (tenant_id, job, paused_at, paused_by)"
                        + " VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING)"
                        + " UPDATE billing.scheduled_task SET wanted_at = NULL"
                        + " WHERE task_name = ? AND ? IN (task_instance, '*') AND wanted_at IS NOT NULL",
                instance,
                job.key(),
                now,
                by,
                job.key(),
                instance);
    }

    void resume(JobName job, String instance) {
        sql.change("DELETE FROM billing.job_pause WHERE tenant_id = ? AND job = ?", instance, job.key());
    }

    private static Optional<JobStatus> status(ResultSet row) throws SQLException {
        // Another version may have others.
        JobName job = JobName.of(row.getString("task_name")).orElse(null);
        if (job == null) {
            return Optional.empty();
        }
        String instance = row.getString("task_instance");
        Instant succeeded = JobSql.instant(row, "last_success");
        Instant failed = JobSql.instant(row, "last_failure");
        boolean badly = failed != null && (succeeded == null || failed.isAfter(succeeded));
        JobOutcome last = badly
                ? JobOutcome.FAILED
                : JobStateBytes.state(row.getBytes("task_data")).last();
        return Optional.of(new JobStatus(
                job,
                instance.equals(ALL) ? null : instance,
                JobSql.instant(row, "next_at"),
                row.getBoolean("picked") ? since(row) : null,
                last,
                last == null ? null : badly ? failed : succeeded,
                row.getInt("consecutive_failures"),
                row.getBoolean("paused")));
    }

    private static @Nullable Instant since(ResultSet row) throws SQLException {
        Instant begun = JobSql.instant(row, "begun_at");
        return begun == null ? JobSql.instant(row, "last_heartbeat") : begun;
    }
}
