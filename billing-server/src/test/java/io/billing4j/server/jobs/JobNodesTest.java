package io.billing4j.server.jobs;

import static io.billing4j.server.jobs.JobBooks.ACME;
import static io.billing4j.server.jobs.JobBooks.GLOBEX;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.github.kagkarlsson.scheduler.task.Task;
import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.TenantId;
import io.billing4j.jdbc.PinnedUsage;
import io.billing4j.jdbc.StuckMonth;
import io.billing4j.jdbc.UsageMaintenanceReport;
import io.billing4j.server.observe.UsageMeters;
import io.billing4j.tenant.Tenant;
import io.billing4j.tenant.TenantKind;
import java.sql.SQLException;
import java.time.Duration;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How jobs go when they fail, and when several nodes do them. */
@Timeout(120)
class JobNodesTest {
    private final JobBooks books = new JobBooks();

    @AfterEach
    void close() {
        books.close();
    }

    @Test
    void what_was_triggered_and_failed_is_still_wanted() {
        books.open(ACME, TenantKind.LIVE);
        AtomicBoolean broken = new AtomicBoolean(true);
        AtomicInteger done = new AtomicInteger();
        JobBooks.Node node = node(call -> {
            if (broken.get()) {
                throw new IllegalStateException("on purpose");
            }
            done.incrementAndGet();
            return JobReport.done("done");
        });
        books.jobs.pause(ACME, "due", "tester");
        books.jobs.trigger(ACME, "due");
        node.run();
        broken.set(false);
        books.time.set(Objects.requireNonNull(books.status(ACME, JobName.DUE).nextAt()));
        node.run();

        assertThat(done).hasValue(1);
    }

    @Test
    void a_tenant_whose_job_fails_holds_up_no_other_and_is_tried_again_later_each_time() {
        schedule(JobName.DUE, ACME.value());
        schedule(JobName.DUE, GLOBEX.value());
        AtomicBoolean broken = new AtomicBoolean(true);
        AtomicInteger done = new AtomicInteger();
        JobBooks.Node node = node(call -> {
            if (broken.get() && Objects.equals(call.tenant(), ACME)) {
                throw new IllegalStateException("on purpose");
            }
            done.incrementAndGet();
            return JobReport.done("done");
        });

        node.run();
        assertThat(done).hasValue(1);
        JobStatus failed = books.status(ACME, JobName.DUE);
        assertThat(failed.lastOutcome()).isEqualTo(JobOutcome.FAILED);
        assertThat(failed.failures()).isEqualTo(1);
        assertThat(failed.nextAt()).isEqualTo("2026-01-31T12:01:00Z");
        assertThat(books.executions(ACME, JobName.DUE))
                .extracting(JobExecution::outcome, JobExecution::detail)
                .containsExactly(tuple(JobOutcome.FAILED, "INTERNAL"));
        assertThat(count("failed")).isEqualTo(1);

        // 1, 2, 4, 8, 16 and 32 minutes, and an hour from then on.
        for (int minutes : new int[] {2, 4, 8, 16, 32, 60, 60}) {
            books.time.set(
                    Objects.requireNonNull(books.status(ACME, JobName.DUE).nextAt()));
            node.run();
            assertThat(books.status(ACME, JobName.DUE).nextAt())
                    .isEqualTo(books.time.now().plus(Duration.ofMinutes(minutes)));
        }
        assertThat(books.status(ACME, JobName.DUE).failures()).isEqualTo(8);

        broken.set(false);
        books.time.set(Objects.requireNonNull(books.status(ACME, JobName.DUE).nextAt()));
        node.run();
        assertThat(books.status(ACME, JobName.DUE).failures()).isZero();
        assertThat(books.status(ACME, JobName.DUE).lastOutcome()).isEqualTo(JobOutcome.DONE);
    }

    /** The first node hangs in the middle, and says no more that it is alive; the second takes over, once. */
    @Test
    void what_a_dead_node_was_at_is_taken_over_once() throws InterruptedException {
        schedule(JobName.BILLING, ACME.value());
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        JobBooks.Node dying = node(JobName.BILLING, call -> {
            call.begin().run();
            begun.countDown();
            await(released);
            return JobReport.done("too late");
        });
        AtomicInteger taken = new AtomicInteger();
        JobBooks.Node other = node(JobName.BILLING, call -> {
            taken.incrementAndGet();
            return JobReport.done("taken over");
        });
        Thread process = new Thread(dying.scheduler::runAnyDueExecutions);
        process.start();
        begun.await();

        other.scheduler.runAnyDueExecutions();
        assertThat(books.status(ACME, JobName.BILLING).runningSince()).isEqualTo("2026-01-31T12:00:00Z");
        // Of tests the scheduler waits for six times half a minute, whatever it is told.
        books.at("2026-01-31T12:02:59Z");
        other.scheduler.runDeadExecutionDetection();
        other.scheduler.runAnyDueExecutions();
        assertThat(taken).hasValue(0);

        books.at("2026-01-31T12:03:01Z");
        other.scheduler.runDeadExecutionDetection();
        other.scheduler.runDeadExecutionDetection();
        other.run();
        other.run();
        assertThat(taken).hasValue(1);
        JobStatus after = books.status(ACME, JobName.BILLING);

        // Were it not dead but slow, it would be too late.
        released.countDown();
        process.join();
        assertThat(books.status(ACME, JobName.BILLING)).isEqualTo(after);
        assertThat(after.runningSince()).isNull();
        assertThat(after.lastOutcome()).isEqualTo(JobOutcome.DONE);
        assertThat(books.executions(ACME, JobName.BILLING))
                .extracting(JobExecution::outcome)
                .containsExactly(JobOutcome.DONE, JobOutcome.ABANDONED);
    }

    @Test
    void the_line_of_a_dead_node_ends_also_where_there_is_nothing_left_to_do() {
        schedule(JobName.BILLING, ACME.value());
        AtomicReference<JobBooks.Node> other = new AtomicReference<>();
        JobBooks.Node dying = node(JobName.BILLING, call -> {
            call.begin().run();
            books.at("2026-01-31T12:03:01Z");
            other.get().scheduler.runDeadExecutionDetection();
            return JobReport.done("too late");
        });
        other.set(node(JobName.BILLING, call -> JobReport.nothing()));
        dying.scheduler.runAnyDueExecutions();
        assertThat(books.executions(ACME, JobName.BILLING))
                .extracting(JobExecution::outcome, JobExecution::endedAt)
                .containsExactly(tuple(JobOutcome.ABANDONED, books.time.now()));

        other.get().run();
        assertThat(books.executions(ACME, JobName.BILLING)).hasSize(1);
        assertThat(books.status(ACME, JobName.BILLING).lastOutcome()).isEqualTo(JobOutcome.DONE);
    }

    @Test
    void what_failed_is_under_way_no_more_also_where_that_could_not_be_told() throws SQLException {
        schedule(JobName.DUE, ACME.value());
        books.database.execute("CREATE FUNCTION billing.mute() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                + " RAISE EXCEPTION 'on purpose'; END $$");
        books.database.execute("CREATE TRIGGER mute BEFORE UPDATE ON billing.job_history FOR EACH ROW"
                + " WHEN (NEW.outcome = 'FAILED') EXECUTE FUNCTION billing.mute()");
        node(call -> {
                    call.begin().run();
                    throw new IllegalStateException("on purpose");
                })
                .run();

        assertThat(books.status(ACME, JobName.DUE).failures()).isEqualTo(1);
        assertThat(books.executions(ACME, JobName.DUE))
                .extracting(JobExecution::outcome)
                .containsExactly(JobOutcome.ABANDONED);
    }

    @Test
    void that_nobody_knows_whether_it_is_paused_is_a_failure_like_others() throws SQLException {
        schedule(JobName.DUE, ACME.value());
        books.database.execute("ALTER TABLE billing.job_pause RENAME TO away");
        JobBooks.Node node = node(call -> JobReport.done("done"));
        node.run();
        books.database.execute("ALTER TABLE billing.away RENAME TO job_pause");

        assertThat(count("failed")).isEqualTo(1);
        assertThat(books.executions(ACME, JobName.DUE))
                .extracting(JobExecution::outcome, JobExecution::detail)
                .containsExactly(tuple(JobOutcome.FAILED, "STORE_UNAVAILABLE"));
        assertThat(books.status(ACME, JobName.DUE).failures()).isEqualTo(1);
    }

    /** The thread is interrupted, as what is under way is when there was no end of it in time. */
    @Test
    void what_is_interrupted_because_its_node_stops_is_left_to_another_and_has_not_failed() {
        schedule(JobName.DUE, ACME.value());
        AtomicReference<JobBooks.Node> stopping = new AtomicReference<>();
        stopping.set(node(call -> {
            call.begin().run();
            stopping.get().scheduler.stop();
            Thread.currentThread().interrupt();
            throw ErrorCode.SERVER_UNAVAILABLE.because("the thread was interrupted");
        }));
        stopping.get().scheduler.runAnyDueExecutions();
        assertThat(Thread.interrupted()).isTrue();

        JobStatus left = books.status(ACME, JobName.DUE);
        assertThat(left.failures()).isZero();
        assertThat(left.lastOutcome()).isNull();
        assertThat(left.runningSince()).isNull();
        assertThat(left.nextAt()).isEqualTo("2026-01-31T12:00:00Z");
        assertThat(count("failed")).isZero();
        assertThat(books.executions(ACME, JobName.DUE))
                .extracting(JobExecution::outcome, JobExecution::detail)
                .containsExactly(tuple(JobOutcome.ABANDONED, "its node was stopped"));

        AtomicInteger done = new AtomicInteger();
        node(call -> JobReport.done("done " + done.incrementAndGet())).run();
        assertThat(done).hasValue(1);
    }

    @Nested
    class Wanted {
        private final List<TenantId> done = new ArrayList<>();

        @Test
        void while_it_is_looked_at_and_there_is_nothing_to_do_is_done_after_that() {
            schedule(JobName.DUE, ACME.value());
            JobBooks.Node node = node(call -> {
                done.add(ACME);
                if (done.size() == 1) {
                    books.jobs.trigger(ACME, "due");
                }
                return JobReport.nothing();
            });
            node.run();

            assertThat(done).hasSize(2);
            assertThat(books.executions(ACME, JobName.DUE)).hasSize(1);
            assertThat(books.status(ACME, JobName.DUE).nextAt()).isEqualTo("2026-01-31T12:15:00Z");
        }

        @Test
        void while_it_is_passed_by_since_it_is_paused_is_done_after_that() {
            schedule(JobName.DUE, ACME.value());
            books.jobs.pause(ACME, "due", "tester");
            AtomicBoolean seen = new AtomicBoolean();
            JobBooks.Node node = node(List.of(new JobSpec(
                    JobName.DUE,
                    JobCall::now,
                    call -> {
                        if (!seen.getAndSet(true)) {
                            books.jobs.trigger(ACME, "due");
                        }
                        return call.now().plus(Duration.ofMinutes(15));
                    },
                    call -> {
                        done.add(ACME);
                        return JobReport.done("done");
                    })));
            node.run();

            assertThat(done).hasSize(1);
        }

        @Test
        void while_something_is_done_is_done_once_more() {
            schedule(JobName.DUE, ACME.value());
            JobBooks.Node node = node(call -> {
                done.add(ACME);
                if (done.size() == 1) {
                    books.jobs.trigger(ACME, "due");
                }
                return JobReport.done("done");
            });
            node.run();

            assertThat(done).hasSize(2);
            assertThat(books.status(ACME, JobName.DUE).nextAt()).isEqualTo("2026-01-31T12:15:00Z");
        }

        @Test
        void before_it_is_paused_is_wanted_no_more() {
            schedule(JobName.DUE, ACME.value());
            AtomicBoolean broken = new AtomicBoolean(true);
            JobBooks.Node node = node(call -> {
                if (broken.get()) {
                    throw new IllegalStateException("on purpose");
                }
                done.add(ACME);
                return JobReport.done("done");
            });
            books.jobs.trigger(ACME, "due");
            node.run();
            broken.set(false);

            books.jobs.pause(ACME, "due", "tester");
            node.runAt("2026-01-31T13:00:00Z");
            assertThat(done).isEmpty();

            books.jobs.resume(ACME, "due");
            books.jobs.trigger(ACME, "due");
            books.jobs.pause(null, "due", "operator");
            node.runAt("2026-01-31T14:00:00Z");
            assertThat(done).isEmpty();

            books.jobs.trigger(ACME, "due");
            node.run();
            assertThat(done).hasSize(1);
        }

        @Test
        void within_a_minute_of_the_last_time_waits_for_its_turn() {
            JobBooks.Node node = node(call -> {
                done.add(Objects.requireNonNull(call.tenant()));
                return JobReport.done("done");
            });
            books.jobs.trigger(GLOBEX, "due");
            node.run();
            schedule(JobName.DUE, ACME.value());
            books.at("2026-01-31T12:00:30Z");
            books.jobs.trigger(GLOBEX, "due");
            node.run();

            assertThat(done).containsExactly(GLOBEX, ACME, GLOBEX);
        }

        @Test
        void of_a_node_that_has_died_is_done_by_the_next_also_where_it_is_paused() {
            schedule(JobName.DUE, ACME.value());
            AtomicReference<JobBooks.Node> other = new AtomicReference<>();
            JobBooks.Node dying = node(call -> {
                books.jobs.pause(ACME, "due", "tester");
                books.jobs.trigger(ACME, "due");
                books.at("2026-01-31T12:03:01Z");
                other.get().scheduler.runDeadExecutionDetection();
                return JobReport.nothing();
            });
            other.set(node(call -> {
                done.add(ACME);
                return JobReport.done("done");
            }));
            dying.scheduler.runAnyDueExecutions();
            other.get().run();

            assertThat(done).hasSize(1);
        }

        @Test
        void goes_before_what_has_waited_longer() {
            schedule(JobName.DUE, ACME.value());
            books.at("2026-01-31T12:10:00Z");
            JobBooks.Node node = node(call -> {
                done.add(Objects.requireNonNull(call.tenant()));
                return JobReport.done("done");
            });
            assertThat(books.jobs.trigger(GLOBEX, "due").nextAt()).isEqualTo("2026-01-31T12:10:00Z");
            node.run();

            assertThat(done).containsExactly(GLOBEX, ACME);
        }

        @Test
        void of_a_job_that_is_not_there_is_told() {
            JobTable table = new JobTable(new JobSql(books.pool));
            assertThat(table.trigger(JobName.HISTORY, JobTable.ALL, books.time.now()))
                    .isFalse();
        }
    }

    @Test
    void one_for_all_tenants_goes_on_to_no_other_once_it_is_interrupted() {
        books.open(ACME, TenantKind.LIVE);
        books.open(GLOBEX, TenantKind.LIVE);
        List<TenantId> seen = new ArrayList<>();
        assertThatThrownBy(() -> EachTenant.of(books.billing.listTenants(), tenant -> {
                    seen.add(tenant.id());
                    Thread.currentThread().interrupt();
                }))
                .isInstanceOf(BillingException.class)
                .extracting(e -> ((BillingException) e).code())
                .isEqualTo(ErrorCode.SERVER_UNAVAILABLE);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(seen).containsExactly(ACME);
    }

    @Test
    void one_that_fails_for_all_tenants_does_the_others_first() {
        books.open(ACME, TenantKind.LIVE);
        books.open(GLOBEX, TenantKind.LIVE);
        List<TenantId> seen = new ArrayList<>();
        List<Tenant> tenants = books.billing.listTenants();
        assertThat(tenants).hasSize(2);

        assertThatThrownBy(() -> EachTenant.of(tenants, tenant -> {
                    seen.add(tenant.id());
                    if (tenant.id().equals(ACME)) {
                        throw new IllegalStateException("on purpose");
                    }
                }))
                .hasMessage("on purpose");
        assertThat(seen).containsExactly(ACME, GLOBEX);
    }

    @Test
    void what_is_kept_of_a_job_survives_and_what_another_version_wrote_does_no_harm() {
        JobState state = JobState.NEW.stuck("3+1+0:a1", 2, books.time.now()).ended(JobOutcome.FOUND_FAULTS);
        assertThat(JobState.of(state.text())).isEqualTo(state);
        assertThat(JobState.of(JobState.NEW.text())).isEqualTo(JobState.NEW);
        assertThat(JobState.of("")).isEqualTo(JobState.NEW);
        assertThat(JobState.of("BETTER||0|")).isEqualTo(JobState.NEW);
        assertThat(JobState.of("||many|")).isEqualTo(JobState.NEW);
        assertThat(JobState.of("||0|soon")).isEqualTo(JobState.NEW);
    }

    @Nested
    class Usage {
        private static final YearMonth MAY = YearMonth.of(2018, 5);
        private static final UsageMaintenanceReport REPORT = new UsageMaintenanceReport(
                false,
                List.of(MAY, MAY.plusMonths(1)),
                List.of(MAY.minusYears(7)),
                List.of(MAY.minusYears(6)),
                List.of(new StuckMonth(MAY.minusYears(5), "a view stands on it")),
                5,
                7,
                false,
                List.of(new PinnedUsage(TenantId.of("acme"), PinnedUsage.Reason.UNBILLED)),
                List.of(TenantId.of("broken")));

        private final AtomicInteger ahead = new AtomicInteger();
        private final AtomicInteger passes = new AtomicInteger();
        private final AtomicBoolean broken = new AtomicBoolean();
        private final UsageMeters meters = new UsageMeters(books.meters);
        private final UsageJobs keeping = UsageJobs.of(() -> counted(ahead), () -> counted(passes), meters);

        @Test
        void months_are_made_at_the_start_and_nothing_is_deleted_for_a_day() {
            begin();
            JobBooks.Node node = node(keeping);
            node.run();
            assertThat(ahead).hasValue(1);
            assertThat(passes).hasValue(0);
            assertThat(counter("billing.usage.maintenance", "outcome", "done")).isEqualTo(1);
            assertThat(counter("billing.usage.months", "change", "made")).isEqualTo(2);
            assertThat(counter("billing.usage.months", "change", "dropped")).isEqualTo(1);
            assertThat(counter("billing.usage.deleted", "kind", "key")).isEqualTo(5);
            assertThat(counter("billing.usage.deleted", "kind", "rollup")).isEqualTo(7);
            assertThat(left("tenant")).isEqualTo(2);
            assertThat(left("month")).isEqualTo(2);

            books.at("2026-02-01T11:59:59Z");
            node.run();
            assertThat(passes).hasValue(0);
            books.at("2026-02-01T12:00:00Z");
            node.run();
            assertThat(ahead).hasValue(2);
            assertThat(passes).hasValue(1);
        }

        @Test
        void a_start_puts_the_deletion_off_by_a_day_but_not_beyond_a_week() {
            begin();
            JobBooks.Node node = node(keeping);
            // Deleted on 1 February at 12:00; then there is a start on each day, before it is next.
            books.at("2026-02-01T12:00:00Z");
            node.run();
            for (int day = 2; day <= 7; day++) {
                books.at("2026-02-0" + day + "T11:00:00Z");
                begin();
                node.run();
            }
            assertThat(passes).hasValue(1);
            assertThat(books.status(null, JobName.USAGE_RETENTION).nextAt()).isEqualTo("2026-02-08T11:00:00Z");
            books.at("2026-02-08T10:00:00Z");
            begin();
            assertThat(books.status(null, JobName.USAGE_RETENTION).nextAt()).isEqualTo("2026-02-08T12:00:00Z");
            books.at("2026-02-08T12:00:00Z");
            node.run();
            assertThat(passes).hasValue(2);
        }

        @Test
        void a_start_puts_off_no_deletion_that_somebody_wants() {
            begin();
            JobBooks.Node node = node(keeping);
            node.run();
            books.jobs.trigger(null, "usage-retention");
            begin();
            node.run();
            assertThat(passes).hasValue(1);
        }

        @Test
        void what_is_wanted_is_done_by_a_node_that_may() {
            begin();
            books.jobs.trigger(null, "usage-retention");
            node(UsageJobs.ELSEWHERE).run();
            assertThat(passes).hasValue(0);
            books.at("2026-01-31T12:01:00Z");
            node(keeping).run();
            assertThat(passes).hasValue(1);
        }

        @Test
        void what_fails_is_counted_and_tried_again() {
            begin();
            broken.set(true);
            JobBooks.Node node = node(keeping);
            node.run();
            assertThat(counter("billing.usage.maintenance", "outcome", "failure"))
                    .isEqualTo(1);
            assertThat(books.status(null, JobName.USAGE_MONTHS).failures()).isEqualTo(1);

            broken.set(false);
            books.at("2026-01-31T12:01:00Z");
            node.run();
            assertThat(ahead).hasValue(1);
            assertThat(books.status(null, JobName.USAGE_MONTHS).failures()).isZero();
        }

        @Test
        void a_node_that_may_not_leaves_it_to_one_that_may() {
            begin();
            JobBooks.Node other = node(UsageJobs.ELSEWHERE);
            other.run();
            JobStatus left = books.status(null, JobName.USAGE_MONTHS);
            assertThat(left.nextAt()).isEqualTo("2026-01-31T12:01:00Z");
            assertThat(left.lastOutcome()).isNull();
            assertThat(books.executions(null, JobName.USAGE_MONTHS)).isEmpty();

            books.at("2026-01-31T12:01:00Z");
            node(keeping).run();
            assertThat(ahead).hasValue(1);
        }

        private void begin() {
            books.builder().usage(keeping).begin();
        }

        private UsageMaintenanceReport counted(AtomicInteger counter) {
            if (broken.get()) {
                throw new IllegalStateException("on purpose");
            }
            counter.incrementAndGet();
            return REPORT;
        }

        private double counter(String name, String tag, String value) {
            return books.meters.get(name).tag(tag, value).counter().count();
        }

        private double left(String kind) {
            return books.meters
                    .get("billing.usage.left")
                    .tag("kind", kind)
                    .gauge()
                    .value();
        }
    }

    private JobBooks.Node node(UsageJobs usage) {
        return books.new Node(books.builder().usage(usage).tasks());
    }

    private JobBooks.Node node(JobSpec.Work work) {
        return node(JobName.DUE, work);
    }

    private JobBooks.Node node(JobName job, JobSpec.Work work) {
        return node(List.of(new JobSpec(job, JobCall::now, call -> call.now().plus(Duration.ofMinutes(15)), work)));
    }

    private JobBooks.Node node(List<JobSpec> specs) {
        List<Task<?>> tasks = books.builder().tasks(specs);
        return books.new Node(tasks);
    }

    private void schedule(JobName job, String instance) {
        new JobTable(new JobSql(books.pool)).schedule(job, instance, books.time.now());
    }

    private double count(String outcome) {
        return books.meters
                .get("billing.job.time")
                .tag("job", "due")
                .tag("outcome", outcome)
                .timer()
                .count();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
