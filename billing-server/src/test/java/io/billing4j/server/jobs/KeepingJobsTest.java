package io.billing4j.server.jobs;

import static io.billing4j.server.jobs.JobBooks.ACME;
import static io.billing4j.server.jobs.JobBooks.ADA;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.engine.BillingEngine;
import io.billing4j.id.ContentHash;
import io.billing4j.id.RequestKey;
import io.billing4j.jdbc.JdbcBillingStore;
import io.billing4j.store.Page;
import io.billing4j.tenant.TenantKind;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.joda.money.Money;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Jobs that keep house for what others leave: requests, balances, their own history. */
@Timeout(120)
class KeepingJobsTest {
    private final JobBooks books = new JobBooks();

    @AfterEach
    void close() {
        books.close();
    }

    @Test
    void requests_are_forgotten_after_a_day() throws SQLException {
        BillingEngine engine = books.open(ACME, TenantKind.LIVE);
        for (String key : List.of("old", "new")) {
            engine.requests()
                    .claim(
                            RequestKey.of(key),
                            "CreatePlan",
                            ContentHash.builder("request", 1).field(ADA).build());
        }
        books.database.administer(
                "UPDATE billing.remembered_request SET recorded_at = recorded_at - interval '25 hours'"
                        + " WHERE request_key = 'old'");
        JobBooks.Node node = books.node();
        node.run();
        node.runAt("2026-01-31T13:00:00Z");
        assertThat(books.database.number("SELECT count(*) FROM billing.remembered_request"))
                .isEqualTo(1);
        assertThat(books.executions(null, JobName.REQUESTS))
                .extracting(JobExecution::detail)
                .containsExactly("1 requests forgotten");
    }

    @Test
    void balances_that_differ_from_their_entries_are_told() {
        books.open(ACME, TenantKind.LIVE);
        JobBooks.Node node = books.node();
        node.run();
        JdbcBillingStore.builder(books.pool).build().inTransaction(ACME, unit -> {
            unit.customers().balances(Map.of(ADA, Money.parse("USD 7.00")));
            return true;
        });

        node.runAt("2026-02-01T02:05:46Z");
        assertThat(books.status(ACME, JobName.BALANCES).lastOutcome()).isEqualTo(JobOutcome.FOUND_FAULTS);
        assertThat(books.status(ACME, JobName.BALANCES).nextAt()).isEqualTo("2026-02-02T02:05:46Z");
        assertThat(books.executions(ACME, JobName.BALANCES).get(0).detail())
                .startsWith("1 balances differ from their entries, the first: ")
                .contains("ada");
        assertThat(books.meters.get("billing.job.balance.differences").counter().count())
                .isEqualTo(1);
    }

    @Test
    void what_was_done_is_shown_for_30_days_the_latest_first() {
        books.open(ACME, TenantKind.LIVE);
        JobBooks.Node node = books.node();
        node.run();
        node.runAt("2026-02-01T00:00:00Z");
        node.runAt("2026-02-02T00:00:00Z");

        List<JobExecution> two = books.executions(ACME, JobName.BILLING);
        assertThat(two)
                .extracting(JobExecution::startedAt)
                .containsExactly(Instant.parse("2026-02-02T00:00:00Z"), Instant.parse("2026-02-01T00:00:00Z"));
        Page first = Page.first(1);
        assertThat(books.jobs.executions(ACME, "billing", first)).containsExactly(two.get(0));
        assertThat(books.jobs.executions(
                        ACME, "billing", first.after(two.get(0).id().toString())))
                .containsExactly(two.get(1));

        books.jobs.pause(ACME, "billing", "tester");
        node.runAt("2026-03-03T12:00:00Z");
        assertThat(books.executions(ACME, JobName.BILLING)).containsExactly(two.get(0));
    }

    /** However much there is, a statement deletes as much as is soon done. */
    @Test
    void what_was_done_long_ago_is_forgotten_by_the_thousand() {
        JobBooks.Node node = books.node();
        node.run();
        books.database.administer("INSERT INTO billing.job_history"
                + " SELECT 'acme', 'due', gen_random_uuid(), '2025-12-01Z', '2025-12-01Z', 'n', 'DONE', ''"
                + " FROM generate_series(1, 2500)");
        books.database.administer("CREATE FUNCTION billing.few() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                + " IF (SELECT count(*) FROM gone) > 1000 THEN RAISE EXCEPTION 'too many at once'; END IF;"
                + " RETURN NULL; END $$");
        books.database.administer("CREATE TRIGGER few AFTER DELETE ON billing.job_history"
                + " REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION billing.few()");

        node.runAt("2026-02-01T12:00:00Z");
        assertThat(books.executions(null, JobName.HISTORY))
                .extracting(JobExecution::detail)
                .containsExactly("2500 lines forgotten");
    }
}
