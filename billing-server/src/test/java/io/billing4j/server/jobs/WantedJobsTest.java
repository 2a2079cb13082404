package io.billing4j.server.jobs;

import static io.billing4j.server.jobs.JobBooks.ACME;
import static io.billing4j.server.jobs.JobBooks.GLOBEX;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.id.TenantId;
import io.billing4j.tenant.TenantKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of it when somebody wants a job done, whatever is under way, paused or broken. */
@Timeout(120)
class WantedJobsTest {
    private final List<TenantId> done = new ArrayList<>();
    private final JobBooks books = new JobBooks();

    @AfterEach
    void close() {
        books.close();
    }

    @Test
    void while_it_is_looked_at_and_there_is_nothing_to_do_is_done_after_that() {
        books.schedule(JobName.DUE, ACME.value());
        JobBooks.Node node = books.node(call -> {
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
        books.schedule(JobName.DUE, ACME.value());
        books.jobs.pause(ACME, "due", "tester");
        AtomicBoolean seen = new AtomicBoolean();
        JobBooks.Node node = books.node(List.of(new JobSpec(
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
        books.schedule(JobName.DUE, ACME.value());
        JobBooks.Node node = books.node(call -> {
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
        books.schedule(JobName.DUE, ACME.value());
        AtomicBoolean broken = new AtomicBoolean(true);
        JobBooks.Node node = books.node(call -> {
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
        JobBooks.Node node = books.node(call -> {
            done.add(Objects.requireNonNull(call.tenant()));
            return JobReport.done("done");
        });
        books.jobs.trigger(GLOBEX, "due");
        node.run();
        books.schedule(JobName.DUE, ACME.value());
        books.at("2026-01-31T12:00:30Z");
        books.jobs.trigger(GLOBEX, "due");
        node.run();

        assertThat(done).containsExactly(GLOBEX, ACME, GLOBEX);
    }

    @Test
    void of_a_node_that_has_died_is_done_by_the_next_also_where_it_is_paused() {
        books.schedule(JobName.DUE, ACME.value());
        AtomicReference<JobBooks.Node> other = new AtomicReference<>();
        JobBooks.Node dying = books.node(call -> {
            books.jobs.pause(ACME, "due", "tester");
            books.jobs.trigger(ACME, "due");
            books.at("2026-01-31T12:03:01Z");
            other.get().scheduler.runDeadExecutionDetection();
            return JobReport.nothing();
        });
        other.set(books.node(call -> {
            done.add(ACME);
            return JobReport.done("done");
        }));
        dying.scheduler.runAnyDueExecutions();
        other.get().run();

        assertThat(done).hasSize(1);
    }

    @Test
    void goes_before_what_has_waited_longer() {
        books.schedule(JobName.DUE, ACME.value());
        books.at("2026-01-31T12:10:00Z");
        JobBooks.Node node = books.node(call -> {
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

    @Test
    void what_was_triggered_and_failed_is_still_wanted() {
        books.open(ACME, TenantKind.LIVE);
        AtomicBoolean broken = new AtomicBoolean(true);
        JobBooks.Node node = books.node(call -> {
            if (broken.get()) {
                throw new IllegalStateException("on purpose");
            }
            done.add(ACME);
            return JobReport.done("done");
        });
        books.jobs.pause(ACME, "due", "tester");
        books.jobs.trigger(ACME, "due");
        node.run();
        broken.set(false);
        books.time.set(Objects.requireNonNull(books.status(ACME, JobName.DUE).nextAt()));
        node.run();

        assertThat(done).hasSize(1);
    }
}
