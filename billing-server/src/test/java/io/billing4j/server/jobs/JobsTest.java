package io.billing4j.server.jobs;

import static io.billing4j.server.jobs.JobBooks.ACME;
import static io.billing4j.server.jobs.JobBooks.ADA;
import static io.billing4j.server.jobs.JobBooks.GLOBEX;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.catalog.UsageThresholds;
import io.billing4j.engine.BillingEngine;
import io.billing4j.engine.NewSubscription;
import io.billing4j.id.PlanId;
import io.billing4j.id.SystemSource;
import io.billing4j.invoice.Invoice;
import io.billing4j.run.BillingRun;
import io.billing4j.server.faults.Await;
import io.billing4j.store.Page;
import io.billing4j.tenant.TenantKind;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.joda.money.BigMoney;
import org.joda.money.Money;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What jobs do, at times that are set by hand. */
@Timeout(120)
class JobsTest {
    private final JobBooks books = new JobBooks();

    @AfterEach
    void close() {
        books.close();
    }

    @Nested
    class OfTenants {
        @Test
        void they_are_made_for_new_ones_at_times_in_their_zone() {
            books.open(ACME, TenantKind.LIVE);
            JobBooks.Node node = books.node();
            node.run();

            assertThat(books.jobs.list(ACME))
                    .extracting(JobStatus::name)
                    .containsExactly(JobName.BALANCES, JobName.BILLING, JobName.DUE, JobName.REACHED);
            // 01:00 in Berlin, and 346 s after 03:00: of "acme" Java's hash is 2,988,346, of 830 hours and 346 s.
            assertThat(books.status(ACME, JobName.BILLING).nextAt()).isEqualTo("2026-02-01T00:00:00Z");
            assertThat(books.status(ACME, JobName.BALANCES).nextAt()).isEqualTo("2026-02-01T02:05:46Z");
            assertThat(books.status(ACME, JobName.DUE).nextAt())
                    .isBetween(Instant.parse("2026-01-31T12:00:00Z"), Instant.parse("2026-01-31T12:15:00Z"));

            books.open(GLOBEX, TenantKind.LIVE);
            assertThat(books.status(GLOBEX, JobName.BILLING).nextAt()).isNull();
            node.runAt("2026-01-31T12:05:00Z");
            assertThat(books.status(GLOBEX, JobName.BILLING).nextAt()).isEqualTo("2026-02-01T00:00:00Z");
            assertThat(books.executions(null, JobName.TENANTS))
                    .extracting(JobExecution::detail)
                    .containsExactly(
                            "4 jobs made, those of 0 tenants removed", "4 jobs made, those of 0 tenants removed");
        }

        @Test
        void they_are_taken_from_those_that_are_closed() throws SQLException {
            books.open(ACME, TenantKind.LIVE);
            JobBooks.Node node = books.node();
            node.run();
            books.database.administer("UPDATE billing.tenant SET status = 'CLOSED'");

            node.runAt("2026-01-31T12:05:00Z");
            assertThat(books.status(ACME, JobName.BILLING).nextAt()).isNull();
            assertThat(books.database.number(
                            "SELECT count(*) FROM billing.scheduled_task WHERE task_instance = 'acme'"))
                    .isZero();
        }
    }

    @Nested
    class Billing {
        /** The month begins on 31 January at 23:00 in UTC, midnight in Berlin; it is billed an hour later, of 1 February. */
        @Test
        void it_bills_once_a_day() {
            books.open(ACME, TenantKind.LIVE);
            books.subscribe(ACME, "2026-02-01");
            JobBooks.Node node = books.node();
            node.run();
            books.jobs.pause(ACME, "due", "tester");

            node.runAt("2026-01-31T23:59:59Z");
            assertThat(books.documents(ACME)).isZero();
            node.runAt("2026-02-01T00:00:00Z");

            Invoice made = books.engine(ACME).listInvoices(null, Page.first(10)).get(0);
            assertThat(books.engine(ACME).runs().list(Page.first(10)))
                    .extracting(BillingRun::businessDate)
                    .containsExactly(LocalDate.parse("2026-02-01"));
            assertThat(made.totals().total()).isEqualTo(Money.parse("USD 20.00"));
            JobStatus status = books.status(ACME, JobName.BILLING);
            assertThat(status.nextAt()).isEqualTo("2026-02-02T00:00:00Z");
            assertThat(status.lastOutcome()).isEqualTo(JobOutcome.DONE);
            assertThat(status.lastEndedAt()).isEqualTo("2026-02-01T00:00:00Z");
            assertThat(books.executions(ACME, JobName.BILLING))
                    .singleElement()
                    .satisfies(execution -> assertThat(execution.detail())
                            .endsWith(": 1 customers, 1 documents, 0 customers that could not be billed"));
            assertThat(books.meters
                            .get("billing.job.time")
                            .tag("job", "billing")
                            .tag("outcome", "done")
                            .timer()
                            .count())
                    .isEqualTo(1);
        }

        @Test
        void nothing_is_billed_in_a_sandbox_whose_clock_stands() {
            BillingEngine sandbox = books.open(ACME, TenantKind.SANDBOX);
            books.open(GLOBEX, TenantKind.SANDBOX);
            books.subscribe(ACME, "2026-02-01");
            books.subscribe(GLOBEX, "2026-02-01");
            sandbox.timeTravel().set(Instant.parse("2026-02-03T00:00:00Z"));
            JobBooks.Node node = books.node();
            node.run();

            node.runAt("2026-02-01T00:00:00Z");
            node.runAt("2026-02-02T00:00:00Z");

            assertThat(books.documents(ACME)).isZero();
            assertThat(books.status(ACME, JobName.BILLING).lastOutcome()).isEqualTo(JobOutcome.SKIPPED);
            assertThat(books.status(ACME, JobName.DUE).lastOutcome()).isEqualTo(JobOutcome.SKIPPED);
            assertThat(books.documents(GLOBEX)).isEqualTo(1);
        }
    }

    @Nested
    class Reached {
        @Test
        void usage_is_billed_when_it_has_reached_its_amount() {
            BillingEngine engine = books.open(ACME, TenantKind.LIVE);
            PlanId metered = PlanId.of("metered");
            books.sell(ACME, metered, new UsageThresholds(List.of(BigMoney.parse("USD 60")), null));
            engine.subscriptions().create(NewSubscription.of(ADA, metered, LocalDate.parse("2026-01-31")));
            JobBooks.Node node = books.node();
            node.run();
            node.runAt("2026-01-31T12:15:00Z");
            node.runAt("2026-01-31T12:30:00Z");
            assertThat(books.documents(ACME)).isEqualTo(1);
            books.jobs.pause(ACME, "due", "tester");

            books.report(ACME, "e1", "61", "2026-01-31T12:30:00Z");
            node.runAt("2026-01-31T12:40:00Z");
            node.runAt("2026-01-31T12:50:00Z");
            assertThat(books.documents(ACME)).isEqualTo(2);
            assertThat(books.executions(ACME, JobName.REACHED))
                    .extracting(JobExecution::detail)
                    .containsExactly("1 documents");
        }

        @Test
        void tenants_without_such_plans_are_looked_at_once_an_hour() {
            books.open(ACME, TenantKind.LIVE);
            JobBooks.Node node = books.node();
            node.run();
            node.runAt("2026-01-31T12:15:00Z");
            assertThat(books.status(ACME, JobName.REACHED).nextAt()).isEqualTo("2026-01-31T13:15:00Z");
        }
    }

    /** The real one: its threads, its polling, and its end. It waits by its clock, which has to go on for that. */
    @Test
    void the_scheduler_does_what_is_triggered_until_it_is_closed() {
        books.open(ACME, TenantKind.LIVE);
        Clock clock = SystemSource.clock();
        Clock going = Clock.offset(clock, Duration.between(clock.instant(), books.clock.instant()));
        try (JobScheduler scheduler =
                books.builder().clock(going).poll(Duration.ofSeconds(1)).start()) {
            assertThat(scheduler).isNotNull();
            books.jobs.trigger(ACME, "balances");
            Await.until(
                    "the job is done",
                    () -> books.status(ACME, JobName.BALANCES).lastOutcome() == JobOutcome.DONE);
        }
        assertThat(Objects.requireNonNull(
                        books.executions(ACME, JobName.BALANCES).get(0).outcome()))
                .isEqualTo(JobOutcome.DONE);
    }
}
