package io.billing4j.server.jobs;

import static io.billing4j.server.jobs.JobBooks.ACME;
import static io.billing4j.server.jobs.JobBooks.GLOBEX;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.billing4j.error.BillingException;
import io.billing4j.tenant.TenantKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Jobs that people pause, resume and have done, of one tenant or of all. */
@Timeout(120)
class PausedJobsTest {
    private final JobBooks books = new JobBooks();

    @AfterEach
    void close() {
        books.close();
    }

    @Test
    void what_is_paused_is_done_only_when_it_is_triggered() {
        books.open(ACME, TenantKind.LIVE);
        JobBooks.Node node = books.node();
        node.run();
        assertThat(books.jobs.pause(ACME, "billing", "tester").paused()).isTrue();

        node.runAt("2026-02-01T00:00:00Z");
        assertThat(books.runs(ACME)).isZero();
        JobStatus paused = books.status(ACME, JobName.BILLING);
        assertThat(paused.nextAt()).isEqualTo("2026-02-02T00:00:00Z");
        assertThat(paused.lastOutcome()).isNull();
        assertThat(paused.lastEndedAt()).isNull();

        books.at("2026-02-01T09:00:00Z");
        assertThat(books.jobs.trigger(ACME, "billing").nextAt()).isEqualTo("2026-02-01T09:00:00Z");
        node.run();
        assertThat(books.runs(ACME)).isEqualTo(1);
        JobStatus triggered = books.status(ACME, JobName.BILLING);
        assertThat(triggered.nextAt()).isEqualTo("2026-02-02T00:00:00Z");
        assertThat(triggered.lastOutcome()).isEqualTo(JobOutcome.DONE);
        assertThat(triggered.paused()).isTrue();

        node.runAt("2026-02-02T00:00:00Z");
        assertThat(books.runs(ACME)).isEqualTo(1);
        assertThat(books.jobs.resume(ACME, "billing").paused()).isFalse();
        node.runAt("2026-02-03T00:00:00Z");
        assertThat(books.runs(ACME)).isEqualTo(2);
    }

    @Test
    void the_job_of_every_tenant_is_paused_by_its_name() {
        books.open(ACME, TenantKind.LIVE);
        books.open(GLOBEX, TenantKind.LIVE);
        JobBooks.Node node = books.node();
        node.run();
        books.jobs.pause(null, "billing", "tester");

        node.runAt("2026-02-01T00:00:00Z");
        assertThat(books.runs(ACME)).isZero();
        assertThat(books.runs(GLOBEX)).isZero();
        assertThat(books.status(ACME, JobName.BILLING).paused()).isTrue();
        assertThat(books.jobs.resume(ACME, "billing").paused()).isTrue();
        assertThat(books.jobs.list(null)).extracting(JobStatus::name).contains(JobName.BILLING);

        books.jobs.resume(null, "billing");
        node.runAt("2026-02-02T00:00:00Z");
        assertThat(books.runs(ACME)).isEqualTo(1);
    }

    @Test
    void a_job_of_one_tenant_is_no_other_ones() {
        books.open(ACME, TenantKind.LIVE);
        books.open(GLOBEX, TenantKind.LIVE);
        JobBooks.Node node = books.node();
        node.run();
        books.jobs.pause(ACME, "billing", "tester");
        books.jobs.trigger(ACME, "balances");
        node.run();

        assertThat(books.status(GLOBEX, JobName.BILLING).paused()).isFalse();
        assertThat(books.status(GLOBEX, JobName.BALANCES).lastOutcome()).isNull();
        assertThat(books.executions(ACME, JobName.BALANCES)).hasSize(1);
        assertThat(books.executions(GLOBEX, JobName.BALANCES)).isEmpty();
    }

    @Test
    void the_jobs_of_a_new_tenant_are_triggered_before_anybody_has_seen_it() {
        books.open(ACME, TenantKind.LIVE);
        JobBooks.Node node = books.node();
        books.jobs.pause(null, "tenants", "tester");
        books.jobs.trigger(ACME, "billing");
        node.run();
        assertThat(books.runs(ACME)).isEqualTo(1);
        assertThat(books.status(ACME, JobName.DUE).nextAt()).isNull();
    }

    @Test
    void there_are_no_others() {
        assertThatThrownBy(() -> books.jobs.trigger(ACME, "tenants"))
                .isInstanceOf(BillingException.class)
                .hasMessageContaining("JOB_NOT_FOUND");
        assertThatThrownBy(() -> books.jobs.trigger(null, "billing")).hasMessageContaining("JOB_NOT_FOUND");
        assertThatThrownBy(() -> books.jobs.trigger(null, "usage-retention")).hasMessageContaining("JOB_NOT_FOUND");
        assertThatThrownBy(() -> books.jobs.pause(null, "nope", "tester")).hasMessageContaining("JOB_NOT_FOUND");
    }
}
