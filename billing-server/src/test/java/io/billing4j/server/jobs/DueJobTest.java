package io.billing4j.server.jobs;

import static io.billing4j.server.jobs.JobBooks.ACME;
import static io.billing4j.server.jobs.JobBooks.ADA;
import static io.billing4j.server.jobs.JobBooks.PLAN;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.engine.BillingEngine;
import io.billing4j.engine.NewCustomer;
import io.billing4j.engine.NewSubscription;
import io.billing4j.id.CustomerId;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceStatus;
import io.billing4j.store.Page;
import io.billing4j.tenant.TenantKind;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What falls due is billed soon, whoever cannot be billed. */
@Timeout(120)
class DueJobTest {
    private static final CustomerId BOB = CustomerId.of("bob");

    private final JobBooks books = new JobBooks();

    @AfterEach
    void close() {
        books.close();
    }

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
        engine.subscriptions().create(NewSubscription.of(CustomerId.of("bob"), PLAN, LocalDate.parse("2026-02-28")));
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
    void a_second_draft_beside_a_stuck_one_is_finalised_at_once() {
        BillingEngine engine = books.open(ACME, TenantKind.LIVE);
        engine.settings().update(present -> present.withGrace(Duration.ofDays(3)));
        books.subscribe(ACME, "2026-01-31");
        JobBooks.Node node = books.node();
        node.run();
        books.jobs.pause(ACME, "billing", "tester");
        node.runAt("2026-01-31T12:15:00Z");
        node.runAt("2026-02-27T23:00:00Z");
        books.database.administer("UPDATE billing.customer SET zone = 'Mars/Olympus_Mons' WHERE customer_id = 'ada'");
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
    void whoever_takes_the_place_of_who_cannot_be_billed_is_billed_at_once() {
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

        books.database.administer("UPDATE billing.subscription SET next_due_at = '2027-01-01Z'");
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
