package io.billing4j.server.jobs;

import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.SystemSource;
import io.billing4j.id.TenantId;
import io.billing4j.store.Page;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** How jobs stand, for people. Nodes that do them share its database; it does none itself. Safe for many threads. */
public final class Jobs {
    private final JobTable table;
    private final JobHistory history;
    private final Clock clock;

    private Jobs(DataSource source, Clock clock) {
        JobSql sql = new JobSql(source);
        this.table = new JobTable(sql);
        this.history = new JobHistory(sql, "");
        this.clock = clock;
    }

    /** Those of a database, by connections of the application role. */
    public static Jobs on(DataSource source) {
        return new Jobs(source, SystemSource.clock());
    }

    static Jobs on(DataSource source, Clock clock) {
        return new Jobs(source, clock);
    }

    /**
     * All jobs of a tenant; or all that some node does for all tenants, with those of every tenant that are paused for all of them. In
     * the order of their names.
     *
     * @param tenant null for those of all tenants
     * @throws BillingException STORE_UNAVAILABLE, as all that follow
     */
    public List<JobStatus> list(@Nullable TenantId tenant) {
        String instance = instance(tenant);
        Map<JobName, JobStatus> found = table.ofInstance(instance).stream()
                .collect(Collectors.toMap(JobStatus::name, Function.identity(), (one, same) -> one));
        return Arrays.stream(JobName.values())
                .filter(job -> job.ofTenant()
                        ? tenant != null || table.isPaused(job, instance)
                        : tenant == null && found.containsKey(job))
                .map(job -> found.containsKey(job) ? found.get(job) : unseen(job, tenant))
                .toList();
    }

    /**
     * Has a job done at once, also one that is paused: before all that wait, unless it was done within a minute. One that is under way
     * goes on, and is done again after that.
     *
     * @param tenant null for a job of all tenants
     * @throws BillingException JOB_NOT_FOUND at {@code job}
     */
    public JobStatus trigger(@Nullable TenantId tenant, String name) {
        JobName job = job(tenant, name);
        String instance = instance(tenant);
        if (tenant != null) {
            table.want(job, instance, clock.instant());
        } else if (!table.trigger(job, instance, clock.instant())) {
            throw ErrorCode.JOB_NOT_FOUND.at("job", "no server has done the job " + name + " on this database");
        }
        return status(tenant, job);
    }

    /**
     * Has a job done no more until it is resumed, but when it is triggered later on.
     *
     * @param tenant null for a job of all tenants, and for the job of every tenant
     * @param by who wants it
     * @throws BillingException JOB_NOT_FOUND at {@code job}
     */
    public JobStatus pause(@Nullable TenantId tenant, String name, String by) {
        JobName job = pausable(tenant, name);
        table.pause(job, instance(tenant), by, clock.instant());
        return status(tenant, job);
    }

    /**
     * Lets a job be done again when it is next.
     *
     * @param tenant as in {@link #pause}: a job that is paused for every tenant stays so for each
     * @throws BillingException JOB_NOT_FOUND at {@code job}
     */
    public JobStatus resume(@Nullable TenantId tenant, String name) {
        JobName job = pausable(tenant, name);
        table.resume(job, instance(tenant));
        return status(tenant, job);
    }

    /**
     * What a job has done, the latest first; a page goes on after the id of an execution.
     *
     * @param tenant null for a job of all tenants
     * @throws BillingException JOB_NOT_FOUND at {@code job}
     */
    public List<JobExecution> executions(@Nullable TenantId tenant, String name, Page page) {
        return history.list(job(tenant, name), instance(tenant), page);
    }

    private JobStatus status(@Nullable TenantId tenant, JobName job) {
        return table.ofInstance(instance(tenant)).stream()
                .filter(status -> status.name() == job)
                .findFirst()
                .orElseGet(() -> unseen(job, tenant));
    }

    private JobStatus unseen(JobName job, @Nullable TenantId tenant) {
        return JobStatus.unseen(job, tenant == null ? null : tenant.value(), table.isPaused(job, instance(tenant)));
    }

    private static JobName job(@Nullable TenantId tenant, String name) {
        return JobName.of(name)
                .filter(job -> job.ofTenant() == (tenant != null))
                .orElseThrow(
                        () -> ErrorCode.JOB_NOT_FOUND.missing("job", tenant == null ? name + " of all tenants" : name));
    }

    private static JobName pausable(@Nullable TenantId tenant, String name) {
        return tenant == null
                ? JobName.of(name).orElseThrow(() -> ErrorCode.JOB_NOT_FOUND.missing("job", name))
                : job(tenant, name);
    }

    private static String instance(@Nullable TenantId tenant) {
        return tenant == null ? JobTable.ALL : tenant.value();
    }
}
