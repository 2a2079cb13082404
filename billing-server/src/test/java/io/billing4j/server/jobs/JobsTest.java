package io.billing4j.server.jobs;

import static io.billing4j.server.jobs.JobBooks.ACME;
import static io.billing4j.server.jobs.JobBooks.ADA;
import static io.billing4j.server.jobs.JobBooks.GLOBEX;
import static io.billing4j.server.jobs.JobBooks.PLAN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.billing4j.catalog.UsageThresholds;
import io.billing4j.engine.BillingEngine;
import io.billing4j.engine.NewCustomer;
import io.billing4j.engine.NewSubscription;
import io.billing4j.error.BillingException;
import io.billing4j.id.ContentHash;
import io.billing4j.id.CustomerId;
import io.billing4j.id.PlanId;
import io.billing4j.id.RequestKey;
import io.billing4j.id.SystemSource;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceStatus;
import io.billing4j.jdbc.JdbcBillingStore;
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
import java.util.Map;
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
    private static final CustomerId BOB = CustomerId.of("bob");

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
            books.database.number("UPDATE billing.tenant SET status = 'CLOSED' RETURNING 1");

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
    class Due {
        /** A trial of 14 days from 1 February ends on 15 February, at 23:00 of the day before in UTC. */
        @Test
        void the_end_of_a_trial_is_billed_within_a_quarter_of_an_hour() {
            BillingEngine engine = books.open(ACME, TenantKind.LIVE);
            engine.subscriptions()
                    .create(NewSubscription.of(ADA, PLAN, LocalDate.parse("2026-02-01"))
                            .withTrialDays(14));
            JobBooks.Node node = books.node();
            node.run();
            books.jobs.pause(ACME, "billing", "tester");
            node.runAt("2026-02-14T22:45:00Z");
            assertThat(books.documents(ACME)).isZero();

            node.runAt("2026-02-14T23:00:00Z");
            assertThat(books.documents(ACME)).isEqualTo(1);
        }

        @Test
        void a_draft_is_finalised_once_its_grace_is_over() {
            books.open(ACME, TenantKind.LIVE).settings().update(present -> present.withGrace(Duration.ofDays(3)));
            books.subscribe(ACME, "2026-02-01");
            JobBooks.Node node = books.node();
            node.run();
            books.jobs.pause(ACME, "billing", "tester");

            node.runAt("2026-01-31T23:00:00Z");
            node.runAt("2026-02-03T22:45:00Z");
            assertThat(status()).isEqualTo(InvoiceStatus.DRAFT);
            node.runAt("2026-02-03T23:00:00Z");
            assertThat(status()).isEqualTo(InvoiceStatus.FINALIZED);
        }

        private InvoiceStatus status() {
            return books.engine(ACME).listInvoices(null, Page.first(10)).get(0).status();
        }

        /**
         * Thirteen times the largest quantity that an event may have is more than a quantity may have. Tried at once, it is tried again
         * after half an hour, 1, 2, 4, 8 and 16 hours, so six times in the first day, in which 96 looks are taken; then after a day each
         * time.
         */
        @Test
        void who_cannot_be_billed_is_tried_less_and_less_and_holds_up_nobody() {
            BillingEngine engine = books.open(ACME, TenantKind.LIVE);
            books.subscribe(ACME, "2026-01-31");
            JobBooks.Node node = books.node();
            node.run();
            books.jobs.pause(ACME, "billing", "tester");
            node.runAt("2026-01-31T12:15:00Z");
            for (int i = 0; i < 13; i++) {
                books.report(ACME, "e" + i, "99999999999999999999999", "2026-02-10T00:00:00Z");
            }
            node.runAt("2026-02-27T22:45:00Z");
            int before = books.runs(ACME);

            node.runQuarters(96);

            assertThat(books.runs(ACME) - before).isEqualTo(6);
            assertThat(books.status(ACME, JobName.DUE).lastOutcome()).isEqualTo(JobOutcome.FOUND_FAULTS);
            assertThat(books.executions(ACME, JobName.DUE).get(0).outcome()).isEqualTo(JobOutcome.FOUND_FAULTS);

            // Whoever falls due beside is billed as soon as ever.
            engine.customers().create(NewCustomer.of(CustomerId.of("bob"), "Bob"));
            engine.subscriptions()
                    .create(NewSubscription.of(CustomerId.of("bob"), PLAN, LocalDate.parse("2026-02-28")));
            node.runAt("2026-02-28T23:00:00Z");
            assertThat(books.engine(ACME).listInvoices(CustomerId.of("bob"), Page.first(10)))
                    .hasSize(1);

            int then = books.runs(ACME);
            node.runAt("2026-03-01T22:45:00Z");
            assertThat(books.runs(ACME)).isEqualTo(then);
            node.runAt("2026-03-01T23:00:00Z");
            assertThat(books.runs(ACME)).isEqualTo(then + 1);
            node.runAt("2026-03-01T23:15:00Z");
            assertThat(books.runs(ACME)).isEqualTo(then + 1);
            books.jobs.trigger(ACME, "due");
            node.run();
            assertThat(books.runs(ACME)).isEqualTo(then + 2);
        }

        /**
         * The draft of 28 February, at 23:00 the day before in UTC, is to be finalised three days later, but its customer cannot be read: it
         * is tried then, after 30 minutes, 1, 2, 4 and 8 hours, and next on 4 March at 06:30. The one of 1 March is to be finalised on 3
         * March at 23:00.
         */
        @Test
        void a_second_draft_beside_a_stuck_one_is_finalised_at_once() throws SQLException {
            BillingEngine engine = books.open(ACME, TenantKind.LIVE);
            engine.settings().update(present -> present.withGrace(Duration.ofDays(3)));
            books.subscribe(ACME, "2026-01-31");
            JobBooks.Node node = books.node();
            node.run();
            books.jobs.pause(ACME, "billing", "tester");
            node.runAt("2026-01-31T12:15:00Z");
            node.runAt("2026-02-27T23:00:00Z");
            books.database.execute("UPDATE billing.customer SET zone = 'Mars/Olympus_Mons' WHERE customer_id = 'ada'");
            subscribeBob("2026-03-01");
            node.runAt("2026-02-28T23:00:00Z");
            for (String tried : List.of(
                    "2026-03-02T23:00:00Z",
                    "2026-03-02T23:30:00Z",
                    "2026-03-03T00:30:00Z",
                    "2026-03-03T02:30:00Z",
                    "2026-03-03T06:30:00Z",
                    "2026-03-03T14:30:00Z")) {
                int before = books.runs(ACME);
                node.runAt(tried);
                assertThat(books.runs(ACME)).as("at %s", tried).isEqualTo(before + 1);
            }
            assertThat(last(ADA).status()).isEqualTo(InvoiceStatus.DRAFT);
            int before = books.runs(ACME);
            node.runAt("2026-03-03T22:45:00Z");
            assertThat(books.runs(ACME)).isEqualTo(before);
            assertThat(last(BOB).status()).isEqualTo(InvoiceStatus.DRAFT);

            node.runAt("2026-03-03T23:00:00Z");
            assertThat(last(BOB).status()).isEqualTo(InvoiceStatus.FINALIZED);
            assertThat(last(ADA).status()).isEqualTo(InvoiceStatus.DRAFT);
            node.runAt("2026-03-03T23:15:00Z");
            assertThat(books.runs(ACME)).isEqualTo(before + 1);
        }

        /** Both are due at the same instant, and it is one of them before and after. */
        @Test
        void whoever_takes_the_place_of_who_cannot_be_billed_is_billed_at_once() throws SQLException {
            books.open(ACME, TenantKind.LIVE);
            books.subscribe(ACME, "2026-01-31");
            JobBooks.Node node = books.node();
            node.run();
            books.jobs.pause(ACME, "billing", "tester");
            node.runAt("2026-01-31T12:15:00Z");
            reportTooMuch();
            for (String tried : List.of("2026-02-27T23:00:00Z", "2026-02-27T23:30:00Z", "2026-02-28T00:30:00Z")) {
                node.runAt(tried);
            }
            assertThat(books.status(ACME, JobName.DUE).lastOutcome()).isEqualTo(JobOutcome.FOUND_FAULTS);

            books.database.number("UPDATE billing.subscription SET next_due_at = '2027-01-01Z' RETURNING 1");
            subscribeBob("2026-02-28");
            node.runAt("2026-02-28T00:45:00Z");
            assertThat(engine().listInvoices(BOB, Page.first(10))).hasSize(1);
        }

        /** Thirteen times the largest quantity that an event may have is more than a quantity may have. */
        private void reportTooMuch() {
            for (int i = 0; i < 13; i++) {
                books.report(ACME, "e" + i, "99999999999999999999999", "2026-02-10T00:00:00Z");
            }
        }

        private void subscribeBob(String start) {
            engine().customers().create(NewCustomer.of(BOB, "Bob"));
            engine().subscriptions().create(NewSubscription.of(BOB, PLAN, LocalDate.parse(start)));
        }

        private Invoice last(CustomerId customer) {
            List<Invoice> all = engine().listInvoices(customer, Page.first(10));
            return all.get(all.size() - 1);
        }

        private BillingEngine engine() {
            return books.engine(ACME);
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

    @Nested
    class Keeping {
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
            books.database.number(
                    "UPDATE billing.remembered_request SET recorded_at = recorded_at - interval '25 hours'"
                            + " WHERE request_key = 'old' RETURNING 1");
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
            assertThat(books.meters
                            .get("billing.job.balance.differences")
                            .counter()
                            .count())
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
        void what_was_done_long_ago_is_forgotten_by_the_thousand() throws SQLException {
            JobBooks.Node node = books.node();
            node.run();
            books.database.execute("INSERT INTO billing.job_history"
                    + " SELECT 'acme', 'due', gen_random_uuid(), '2025-12-01Z', '2025-12-01Z', 'n', 'DONE', ''"
                    + " FROM generate_series(1, 2500)");
            books.database.execute("CREATE FUNCTION billing.few() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                    + " IF (SELECT count(*) FROM gone) > 1000 THEN RAISE EXCEPTION 'too many at once'; END IF;"
                    + " RETURN NULL; END $$");
            books.database.execute("CREATE TRIGGER few AFTER DELETE ON billing.job_history"
                    + " REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION billing.few()");

            node.runAt("2026-02-01T12:00:00Z");
            assertThat(books.executions(null, JobName.HISTORY))
                    .extracting(JobExecution::detail)
                    .containsExactly("2500 lines forgotten");
        }
    }

    @Nested
    class PausedAndTriggered {
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
            assertThatThrownBy(() -> books.jobs.trigger(null, "usage-retention"))
                    .hasMessageContaining("JOB_NOT_FOUND");
            assertThatThrownBy(() -> books.jobs.pause(null, "nope", "tester")).hasMessageContaining("JOB_NOT_FOUND");
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
