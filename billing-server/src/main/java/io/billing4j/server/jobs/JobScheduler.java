package io.billing4j.server.jobs;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerBuilder;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.jdbc.PostgreSqlJdbcCustomization;
import com.github.kagkarlsson.scheduler.logging.LogLevel;
import com.github.kagkarlsson.scheduler.task.Task;
import io.billing4j.engine.Billing4J;
import io.billing4j.id.SystemSource;
import io.billing4j.jdbc.UsageMaintenance;
import io.billing4j.server.observe.UsageMeters;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerProvider;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Has jobs done when they are next. Any number of nodes may have one on the same database: each job is done by one of them, and taken
 * over by another where that one dies. A database that is away ends nothing: what is next is done when it is back.
 *
 * <pre>{@code
 * JobScheduler jobs = JobScheduler.builder(pool, billing, meters).billingAt(LocalTime.of(1, 0)).start();
 * }</pre>
 */
public final class JobScheduler implements AutoCloseable {
    /** How often a node says of what it does that it is still at it; after four times without, another takes it over. */
    static final Duration HEARTBEAT = Duration.ofSeconds(30);

    private static final int MISSED_HEARTBEATS = 4;
    private static final String TABLE = "billing.scheduled_task";
    private static final Duration LONGEST_END = Duration.ofSeconds(10);
    private static final Duration NEVER = Duration.ofDays(3_650);

    private final Scheduler scheduler;

    private JobScheduler(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    /**
     * Begins one with the defaults.
     *
     * @param source connections of the application role that commit by themselves; it takes one for each thread, and one now and then
     * @param billing on the same database
     * @param meters count what it does
     */
    public static Builder builder(DataSource source, Billing4J billing, MeterRegistry meters) {
        return new Builder(source, billing, meters);
    }

    /**
     * Has nothing more done, and waits for what is under way: for a few seconds, then it is interrupted, and left to other nodes; then
     * nothing waits for it any more.
     */
    @Override
    public void close() {
        scheduler.stop();
    }

    /** Makes one. Every setting has a default. Not for use by several threads. */
    public static final class Builder {
        private final DataSource source;
        private final Billing4J billing;
        private final MeterRegistry registry;
        private final JobMeters meters;
        private final JobSql sql;
        private final String node = node();
        private LocalTime billingAt = LocalTime.of(1, 0);
        private int threads = 2;
        private Duration poll = Duration.ofSeconds(10);
        private Clock clock = SystemSource.clock();
        private Tracer tracer = TracerProvider.noop().get("jobs");
        private @Nullable UsageJobs usage;

        private Builder(DataSource source, Billing4J billing, MeterRegistry registry) {
            this.source = source;
            this.billing = billing;
            this.registry = registry;
            this.meters = new JobMeters(registry);
            this.sql = new JobSql(source);
        }

        /** When each tenant's day is billed, in its zone; 01:00 by default. */
        public Builder billingAt(LocalTime time) {
            billingAt = time;
            return this;
        }

        /** How many jobs are done at once, 1 or more; 2 by default. */
        public Builder threads(int count) {
            threads = count;
            return this;
        }

        /** How soon it finds what is next; 10 s by default. */
        public Builder poll(Duration pause) {
            poll = pause;
            return this;
        }

        /** Has this node keep house for usage too; others leave it to those who may. */
        public Builder usage(UsageMaintenance maintenance) {
            return usage(UsageJobs.of(maintenance, new UsageMeters(registry)));
        }

        Builder usage(UsageJobs jobs) {
            usage = jobs;
            return this;
        }

        /** What makes a span of each time that a job is done; none by default. */
        public Builder tracer(Tracer value) {
            tracer = value;
            return this;
        }

        Builder clock(Clock value) {
            clock = value;
            return this;
        }

        /**
         * Starts it.
         *
         * @throws io.billing4j.error.BillingException STORE_UNAVAILABLE
         */
        public JobScheduler start() {
            Scheduler scheduler = configured(Scheduler.create(source, tasks()), new SchedulerName.Fixed(node))
                    .threads(threads)
                    .executorService(Executors.newFixedThreadPool(threads, daemons("billing-job-")))
                    .dueExecutor(Executors.newSingleThreadExecutor(daemons("billing-jobs-due-")))
                    .housekeeperExecutor(Executors.newScheduledThreadPool(2, daemons("billing-jobs-alive-")))
                    .pollingInterval(poll)
                    .clock(clock::instant)
                    .pollUsingLockAndFetch(0.5, 1)
                    .shutdownMaxWait(LONGEST_END)
                    // What fails is logged with what it was about.
                    .failureLogging(LogLevel.OFF, false)
                    .build();
            begin();
            scheduler.start();
            return new JobScheduler(scheduler);
        }

        /** What the scheduler is told of the table, wherever it is made. */
        static SchedulerBuilder configured(SchedulerBuilder scheduler, SchedulerName node) {
            return scheduler
                    .schedulerName(node)
                    .tableName(TABLE)
                    .serializer(new JobStateBytes())
                    .jdbcCustomization(new PostgreSqlJdbcCustomization(false, true))
                    .heartbeatInterval(HEARTBEAT)
                    .missedHeartbeatsLimit(MISSED_HEARTBEATS)
                    // Of a newer version, which has them done.
                    .deleteUnresolvedAfter(NEVER);
        }

        /** All jobs, as this node does them. */
        List<Task<?>> tasks() {
            JobTable table = new JobTable(sql);
            JobHistory history = new JobHistory(sql, node);
            UsageJobs keeping = usage == null ? UsageJobs.ELSEWHERE : usage;
            return tasks(new JobList(billing, table, history, meters, billingAt).all(keeping));
        }

        List<Task<?>> tasks(List<JobSpec> specs) {
            JobTask.Shared shared = new JobTask.Shared(billing, sql, new JobHistory(sql, node), meters, clock, tracer);
            return specs.stream()
                    .<Task<?>>map(spec -> new JobTask(spec, shared))
                    .toList();
        }

        /** Makes the jobs of all tenants, one of which makes the others. */
        void begin() {
            JobTable table = new JobTable(sql);
            Instant now = clock.instant();
            table.scheduleBy(JobName.TENANTS, now);
            table.schedule(JobName.REQUESTS, JobTable.ALL, now.plus(JobList.HOURLY));
            table.schedule(JobName.HISTORY, JobTable.ALL, now.plus(JobList.DAILY));
            if (usage != null) {
                table.scheduleBy(JobName.USAGE_MONTHS, now);
                table.putOffDeletion(JobName.USAGE_RETENTION, now);
            }
        }

        private static ThreadFactory daemons(String prefix) {
            AtomicInteger threads = new AtomicInteger();
            return work -> {
                Thread thread = new Thread(work, prefix + threads.incrementAndGet());
                thread.setDaemon(true);
                return thread;
            };
        }

        private static String node() {
            long process = ProcessHandle.current().pid();
            try {
                return InetAddress.getLocalHost().getHostName() + ":" + process;
            } catch (UnknownHostException e) {
                return "node:" + process;
            }
        }
    }
}
