package io.billing4j.server.jobs;

import com.github.kagkarlsson.scheduler.PollingStrategyConfig;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.testhelper.ManualScheduler;
import com.github.kagkarlsson.scheduler.testhelper.SettableClock;
import com.github.kagkarlsson.scheduler.testhelper.TestHelper;
import com.github.kagkarlsson.scheduler.testhelper.TestHelper.ManualSchedulerBuilder;
import com.zaxxer.hikari.HikariDataSource;
import io.billing4j.catalog.Charge;
import io.billing4j.catalog.MeterAggregation;
import io.billing4j.catalog.UsageThresholds;
import io.billing4j.engine.Billing4J;
import io.billing4j.engine.BillingEngine;
import io.billing4j.engine.NewCustomer;
import io.billing4j.engine.NewSubscription;
import io.billing4j.id.ChargeId;
import io.billing4j.id.CustomerId;
import io.billing4j.id.EventId;
import io.billing4j.id.MeterId;
import io.billing4j.id.PlanId;
import io.billing4j.id.TenantId;
import io.billing4j.jdbc.JdbcBillingStore;
import io.billing4j.period.BillingInterval;
import io.billing4j.price.PriceModel;
import io.billing4j.server.TestDatabase;
import io.billing4j.store.Page;
import io.billing4j.tenant.BillingClock;
import io.billing4j.tenant.TenantKind;
import io.billing4j.tenant.TenantSettings;
import io.billing4j.usage.UsageEvent;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.joda.money.BigMoney;
import org.joda.money.CurrencyUnit;
import org.jspecify.annotations.Nullable;

/** Books on PostgreSQL with jobs on them, whose time and turns are given by hand; noon of 31 January 2026 in UTC at the start. */
final class JobBooks implements AutoCloseable {
    static final TenantId ACME = TenantId.of("acme");
    static final TenantId GLOBEX = TenantId.of("globex");
    static final CustomerId ADA = CustomerId.of("ada");
    static final PlanId PLAN = PlanId.of("basic");
    static final MeterId CALLS = MeterId.of("calls");

    final TestDatabase database = TestDatabase.fresh();
    final HikariDataSource pool = database.pool();
    final JobSql sql = new JobSql(pool);
    final SettableClock time = new SettableClock();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final Clock clock = new Hand(time);
    final Jobs jobs = Jobs.on(pool, clock);
    final Billing4J billing = Billing4J.builder(JdbcBillingStore.builder(pool).build())
            .clock(BillingClock.of(clock))
            .build();

    JobBooks() {
        time.set(Instant.parse("2026-01-31T12:00:00Z"));
    }

    /** A tenant in Berlin with a plan of 20.00 a month in advance and 1.00 for each call after it, and with Ada. */
    BillingEngine open(TenantId tenant, TenantKind kind) {
        billing.createTenant(tenant, kind, TenantSettings.of(ZoneId.of("Europe/Berlin"), CurrencyUnit.USD));
        sell(tenant, PLAN, null);
        return engine(tenant);
    }

    void sell(TenantId tenant, PlanId plan, @Nullable UsageThresholds thresholds) {
        BillingEngine engine = engine(tenant);
        if (engine.catalog().findMeter(CALLS).isEmpty()) {
            engine.catalog().createMeter(CALLS, MeterAggregation.SUM, false);
            engine.customers().create(NewCustomer.of(ADA, "Ada"));
        }
        Charge fee = Charge.fee(ChargeId.of("fee"), "Fee", PriceModel.flat(BigMoney.parse("USD 20")));
        Charge calls = Charge.usage(ChargeId.of("calls"), "Calls", PriceModel.perUnit(BigMoney.parse("USD 1")), CALLS);
        engine.catalog()
                .createPlan(
                        plan, plan.value(), CurrencyUnit.USD, BillingInterval.MONTHLY, List.of(fee, calls), thresholds);
    }

    void subscribe(TenantId tenant, String start) {
        engine(tenant).subscriptions().create(NewSubscription.of(ADA, PLAN, LocalDate.parse(start)));
    }

    void report(TenantId tenant, String event, String calls, String at) {
        engine(tenant)
                .usage()
                .record(List.of(
                        UsageEvent.of(EventId.of(event), ADA, CALLS, new BigDecimal(calls), Instant.parse(at))));
    }

    BillingEngine engine(TenantId tenant) {
        return billing.forTenant(tenant);
    }

    int documents(TenantId tenant) {
        return engine(tenant).listInvoices(null, Page.first(100)).size();
    }

    int runs(TenantId tenant) {
        return engine(tenant).runs().list(Page.first(1_000)).size();
    }

    JobScheduler.Builder builder() {
        return JobScheduler.builder(pool, billing, meters).clock(clock);
    }

    /** A node that does all jobs, as the start of a server makes it. */
    Node node() {
        JobScheduler.Builder builder = builder();
        builder.begin();
        return new Node(builder.tasks());
    }

    /** A node that does all jobs, and those that keep house for usage in this way. */
    Node node(UsageJobs usage) {
        return new Node(builder().usage(usage).tasks());
    }

    /** A node whose job {@code due} does this, every quarter of an hour. */
    Node node(JobSpec.Work work) {
        return node(JobName.DUE, work);
    }

    Node node(JobName job, JobSpec.Work work) {
        return node(List.of(new JobSpec(job, JobCall::now, call -> call.now().plus(Duration.ofMinutes(15)), work)));
    }

    Node node(List<JobSpec> specs) {
        return new Node(builder().tasks(specs));
    }

    /** Makes the job of an instance, which is due at once. */
    void schedule(JobName job, String instance) {
        new JobTable(sql).schedule(job, instance, time.now());
    }

    JobStatus status(@Nullable TenantId tenant, JobName job) {
        return jobs.list(tenant).stream()
                .filter(status -> status.name() == job)
                .findFirst()
                .orElseThrow();
    }

    List<JobExecution> executions(@Nullable TenantId tenant, JobName job) {
        return jobs.executions(tenant, job.key(), Page.first(100));
    }

    /** Turns the clock to an instant. */
    void at(String instant) {
        time.set(Instant.parse(instant));
    }

    @Override
    public void close() {
        pool.close();
    }

    /** A scheduler that does something when it is told to. */
    final class Node {
        final ManualScheduler scheduler;

        Node(List<Task<?>> tasks) {
            ManualSchedulerBuilder manual = TestHelper.createManualScheduler(pool, tasks);
            JobScheduler.Builder.configured(manual, new SchedulerName.Fixed("manual"));
            scheduler = manual.clock(time)
                    .pollingStrategy(PollingStrategyConfig.DEFAULT_SELECT_FOR_UPDATE)
                    .build();
        }

        /** Does all that is due by now. */
        void run() {
            while (isDue()) {
                scheduler.runAnyDueExecutions();
            }
        }

        /** Turns the clock to an instant, and does all that is due by then. */
        void runAt(String instant) {
            at(instant);
            run();
        }

        /** Goes on with the clock for so many quarters of an hour, and does what is due at each. */
        void runQuarters(int many) {
            for (int i = 0; i < many; i++) {
                time.tick(Duration.ofMinutes(15));
                run();
            }
        }

        private boolean isDue() {
            return !sql.list(
                            "SELECT 1 FROM billing.scheduled_task WHERE NOT picked AND execution_time <= ? LIMIT 1",
                            row -> 1,
                            time.now())
                    .isEmpty();
        }
    }

    /** The scheduler's clock as others read it. */
    private static final class Hand extends Clock {
        private final SettableClock time;

        Hand(SettableClock time) {
            this.time = time;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException("nobody asks for another zone");
        }

        @Override
        public Instant instant() {
            return time.now();
        }
    }
}
