package io.billing4j.server.jobs;

import io.billing4j.id.IdSource;
import io.billing4j.id.SystemSource;
import io.billing4j.store.Page;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What {@code job_history} holds: what jobs did, where there was something to do. */
final class JobHistory {
    private static final int LONGEST = 1_000;
    private static final int AT_ONCE = 1_000;
    private static final UUID LAST = new UUID(-1, -1);

    private final JobSql sql;
    private final String node;
    private final IdSource ids = SystemSource.ids();

    /**
     * @param node whose jobs it notes
     */
    JobHistory(JobSql sql, String node) {
        this.sql = sql;
        this.node = node;
    }

    /** Notes that a job is under way. */
    UUID begin(JobName job, String instance, Instant started) {
        UUID id = ids.next();
        sql.change(
                "INSERT INTO billing.job_history (tenant_id, job, execution_id, started_at, node, detail)"
                        + " VALUES (?, ?, ?, ?, ?, '')",
                instance,
                job.key(),
                id,
                started,
                node);
        return id;
    }

    /** Notes how it ended, unless somebody has noted that it was abandoned. */
    void end(JobName job, String instance, UUID id, Instant ended, JobOutcome outcome, String detail) {
        sql.change(
                "UPDATE billing.job_history SET ended_at = ?, outcome = ?, detail = ?"
                        + " WHERE tenant_id = ? AND job = ? AND execution_id = ? AND ended_at IS NULL",
                ended,
                outcome.name(),
                detail.length() > LONGEST ? detail.substring(0, LONGEST) : detail,
                instance,
                job.key(),
                id);
    }

    /** The latest first; a page goes on after the id of an execution. */
    List<JobExecution> list(JobName job, String instance, Page page) {
        return sql.list(
                "SELECT * FROM billing.job_history WHERE tenant_id = ? AND job = ? AND execution_id < ?"
                        + " ORDER BY execution_id DESC LIMIT " + page.size(),
                JobHistory::execution,
                instance,
                job.key(),
                page.after() == null ? LAST : UUID.fromString(page.after()));
    }

    /** Forgets those that began before, some at a time, and ends early where the thread is interrupted; returns how many. */
    int forgetBefore(Instant started) {
        int all = 0;
        int some;
        do {
            some = sql.change(
                    "DELETE FROM billing.job_history WHERE (tenant_id, job, execution_id) IN"
                            + " (SELECT tenant_id, job, execution_id FROM billing.job_history WHERE started_at < ?"
                            + " ORDER BY started_at LIMIT " + AT_ONCE + ")",
                    started);
            all += some;
        } while (some == AT_ONCE && !Thread.currentThread().isInterrupted());
        return all;
    }

    private static JobExecution execution(ResultSet row) throws SQLException {
        String outcome = row.getString("outcome");
        return new JobExecution(
                row.getObject("execution_id", UUID.class),
                Objects.requireNonNull(JobSql.instant(row, "started_at")),
                JobSql.instant(row, "ended_at"),
                row.getString("node"),
                outcome(outcome),
                row.getString("detail"));
    }

    private static @Nullable JobOutcome outcome(@Nullable String name) {
        return name == null ? null : JobOutcome.valueOf(name);
    }
}
