package io.billing4j.server.jobs;

import static io.billing4j.server.jobs.JobBooks.ACME;
import static io.billing4j.server.jobs.JobBooks.GLOBEX;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.TenantId;
import io.billing4j.tenant.Tenant;
import io.billing4j.tenant.TenantKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
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
    void a_tenant_whose_job_fails_holds_up_no_other_and_is_tried_again_later_each_time() {
        books.schedule(JobName.DUE, ACME.value());
        books.schedule(JobName.DUE, GLOBEX.value());
        AtomicBoolean broken = new AtomicBoolean(true);
        AtomicInteger done = new AtomicInteger();
        JobBooks.Node node = books.node(call -> {
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
        books.schedule(JobName.BILLING, ACME.value());
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        JobBooks.Node dying = books.node(JobName.BILLING, call -> {
            call.begin().run();
            begun.countDown();
            await(released);
            return JobReport.done("too late");
        });
        AtomicInteger taken = new AtomicInteger();
        JobBooks.Node other = books.node(JobName.BILLING, call -> {
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
        books.schedule(JobName.BILLING, ACME.value());
        AtomicReference<JobBooks.Node> other = new AtomicReference<>();
        JobBooks.Node dying = books.node(JobName.BILLING, call -> {
            call.begin().run();
            books.at("2026-01-31T12:03:01Z");
            other.get().scheduler.runDeadExecutionDetection();
            return JobReport.done("too late");
        });
        other.set(books.node(JobName.BILLING, call -> JobReport.nothing()));
        dying.scheduler.runAnyDueExecutions();
        assertThat(books.executions(ACME, JobName.BILLING))
                .extracting(JobExecution::outcome, JobExecution::endedAt)
                .containsExactly(tuple(JobOutcome.ABANDONED, books.time.now()));

        other.get().run();
        assertThat(books.executions(ACME, JobName.BILLING)).hasSize(1);
        assertThat(books.status(ACME, JobName.BILLING).lastOutcome()).isEqualTo(JobOutcome.DONE);
    }

    @Test
    void what_failed_is_under_way_no_more_also_where_that_could_not_be_told() {
        books.schedule(JobName.DUE, ACME.value());
        books.database.administer("CREATE FUNCTION billing.mute() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                + " RAISE EXCEPTION 'on purpose'; END $$");
        books.database.administer("CREATE TRIGGER mute BEFORE UPDATE ON billing.job_history FOR EACH ROW"
                + " WHEN (NEW.outcome = 'FAILED') EXECUTE FUNCTION billing.mute()");
        books.node(call -> {
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
    void that_nobody_knows_whether_it_is_paused_is_a_failure_like_others() {
        books.schedule(JobName.DUE, ACME.value());
        books.database.administer("ALTER TABLE billing.job_pause RENAME TO away");
        JobBooks.Node node = books.node(call -> JobReport.done("done"));
        node.run();
        books.database.administer("ALTER TABLE billing.away RENAME TO job_pause");

        assertThat(count("failed")).isEqualTo(1);
        assertThat(books.executions(ACME, JobName.DUE))
                .extracting(JobExecution::outcome, JobExecution::detail)
                .containsExactly(tuple(JobOutcome.FAILED, "STORE_UNAVAILABLE"));
        assertThat(books.status(ACME, JobName.DUE).failures()).isEqualTo(1);
    }

    /** The thread is interrupted, as what is under way is when there was no end of it in time. */
    @Test
    void what_is_interrupted_because_its_node_stops_is_left_to_another_and_has_not_failed() {
        books.schedule(JobName.DUE, ACME.value());
        AtomicReference<JobBooks.Node> stopping = new AtomicReference<>();
        stopping.set(books.node(call -> {
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
        books.node(call -> JobReport.done("done " + done.incrementAndGet())).run();
        assertThat(done).hasValue(1);
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
