package io.billing4j.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.billing4j.engine.Billing4J;
import io.billing4j.engine.InvoiceGenerationRequest;
import io.billing4j.engine.NewCustomer;
import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.CustomerId;
import io.billing4j.id.RunId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceStatus;
import io.billing4j.run.BillingRun;
import io.billing4j.run.Finding;
import io.billing4j.run.RunStatus;
import io.billing4j.store.Page;
import io.billing4j.tax.TaxAnswer;
import io.billing4j.tax.TaxCalculator;
import io.billing4j.tax.TaxQuestion;
import io.billing4j.testkit.FailpointStore;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** A tax service whose client throws what says nothing of why: an outage, or one question that it cannot deal with. */
abstract class ExternalTaxOutageBehaviour extends ExternalTaxBooks {
    ExternalTaxOutageBehaviour(EngineFixture fixture) {
        super(fixture);
    }

    @Test
    void is_an_outage_where_every_question_throws_and_is_not_called_for_ever() {
        subscribeMany(9);
        broken(question -> true);
        run("2023-11-01");

        assertThat(invoices()).isEmpty();
        // All at once, and two of them by themselves.
        assertThat(taxService.calls()).isEqualTo(3);
        assertThat(codes()).hasSize(18).containsOnly(ErrorCode.TAX_UNAVAILABLE.name());
        assertThat(messages()).allMatch(message -> message.contains("IllegalStateException"));

        inOrder();
        run("2023-11-01");
        assertThat(totals()).hasSize(9).containsOnly("23.80");
    }

    @Test
    void is_an_outage_where_the_only_question_throws() {
        subscribe(ADA, "2023-11-01");
        broken(question -> true);
        BillingException refused =
                catchThrowableOfType(BillingException.class, () -> engine().generateInvoice(november()));

        assertThat(refused.code()).isEqualTo(ErrorCode.TAX_UNAVAILABLE);
        assertThat(refused.detail()).contains("IllegalStateException");
    }

    /** As a host may that is not written in Java. */
    @Test
    void is_an_outage_where_something_is_thrown_that_would_have_to_be_declared() {
        subscribe(ADA, "2023-11-01");
        taxService.before(questions -> ExternalTaxOutageBehaviour.<RuntimeException>sneak(new Exception("reset")));
        run("2023-11-01");

        assertThat(codes()).hasSize(2).containsOnly(ErrorCode.TAX_UNAVAILABLE.name());
        assertThat(engine().runs().list(Page.first(1)).get(0).status()).isEqualTo(RunStatus.COMPLETED_WITH_FAILURES);
    }

    /** Whoever interrupts a thread wants it to end what it is at, of which this call is the least. */
    @Test
    void leaves_the_thread_interrupted_whose_call_was() {
        subscribe(ADA, "2023-11-01");
        taxService.before(
                questions -> ExternalTaxOutageBehaviour.<RuntimeException>sneak(new InterruptedException("stop")));
        assertRefused(ErrorCode.SERVER_UNAVAILABLE, null, () -> engine().generateInvoice(november()));
        assertThat(Thread.interrupted()).isTrue();

        inOrder();
        taxService.before(questions -> Thread.currentThread().interrupt());
        Throwable thrown = catchThrowable(() -> engine().generateInvoice(november()));
        assertThat(Thread.interrupted()).isTrue();
        // A pool may refuse to wait for a connection then: the document is made, or nothing is.
        assertThat(invoices()).hasSize(thrown == null ? 1 : 0);

        inOrder();
        run("2023-11-01");
        assertThat(totals()).containsExactly("23.80");
    }

    /** Such as one of a pool that is closed: whoever asks is not to end what it is at because of that, and may ask again. */
    @Test
    void is_an_outage_where_a_thread_of_the_clients_own_is_interrupted() {
        subscribe(ADA, "2023-11-01");
        InterruptedException closed = new InterruptedException("closed");
        for (Exception thrown :
                List.of(new ExecutionException(closed), new IllegalStateException(new CompletionException(closed)))) {
            taxService.before(questions -> ExternalTaxOutageBehaviour.<RuntimeException>sneak(thrown));
            run("2023-11-01");
            assertThat(Thread.interrupted()).isFalse();
            assertThat(invoices()).isEmpty();
            assertThat(codes()).isNotEmpty().containsOnly(ErrorCode.TAX_UNAVAILABLE.name());
        }

        inOrder();
        run("2023-11-01");
        assertThat(totals()).containsExactly("23.80");
    }

    /** All at once, and one by itself that is answered: to be asked again there are eight of nine. */
    @Test
    void has_said_for_good_what_it_said_before_the_thread_was_interrupted() {
        subscribeMany(9);
        AtomicInteger calls = new AtomicInteger();
        taxService.before(questions -> {
            switch (calls.incrementAndGet()) {
                case 1 -> throw new IllegalStateException("one of them");
                case 2 -> {}
                default -> ExternalTaxOutageBehaviour.<RuntimeException>sneak(new InterruptedException("stop"));
            }
        });
        assertRefused(ErrorCode.SERVER_UNAVAILABLE, null, () -> engine().runs().run(LocalDate.parse("2023-11-01")));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(taxService.asked()).hasSize(11);

        inOrder();
        run("2023-11-01");
        assertThat(taxService.asked()).hasSize(19);
        assertThat(totals()).hasSize(9).containsOnly("23.80");
    }

    /** The helper has all nine, and whoever asked for the run has them once it has ended its part. */
    @Test
    void is_none_where_a_helper_of_a_run_is_interrupted_and_what_it_was_at_is_left_to_the_others() {
        subscribeMany(9);
        Thread caller = Thread.currentThread();
        AtomicInteger interrupted = new AtomicInteger();
        taxService.before(questions -> {
            if (Thread.currentThread() != caller) {
                interrupted.incrementAndGet();
                ExternalTaxOutageBehaviour.<RuntimeException>sneak(new InterruptedException("stop"));
            }
        });
        BillingRun run = Billing4J.builder(store())
                .clock(clock)
                .taxCalculator(SANDBOX, taxService)
                .runWorkers(ExternalTaxOutageBehaviour::untilItsEnd, 2)
                .build()
                .forTenant(tenant)
                .runs()
                .run(LocalDate.parse("2023-11-01"));

        assertThat(interrupted).hasValue(1);
        assertThat(totals()).hasSize(9).containsOnly("23.80");
        assertThat(findings()).isEmpty();
        assertThat(run.status()).isEqualTo(RunStatus.COMPLETED);
    }

    @Test
    void is_none_where_who_asked_for_a_run_is_interrupted_and_the_run_is_left_as_it_is() {
        subscribeMany(9);
        taxService.before(
                questions -> ExternalTaxOutageBehaviour.<RuntimeException>sneak(new InterruptedException("stop")));
        assertRefused(ErrorCode.SERVER_UNAVAILABLE, null, () -> engine().runs().run(LocalDate.parse("2023-11-01")));
        assertThat(Thread.interrupted()).isTrue();

        assertThat(taxService.calls()).isEqualTo(1);
        assertThat(invoices()).isEmpty();
        assertThat(findings()).isEmpty();
        assertThat(engine().runs().list(Page.first(1)).get(0).status()).isEqualTo(RunStatus.RUNNING);
        inOrder();
        run("2023-11-01");
        assertThat(totals()).hasSize(9).containsOnly("23.80");
        assertThat(engine().runs().list(Page.first(1)).get(0).status()).isEqualTo(RunStatus.COMPLETED);
    }

    /** The service has answered all the same; a pool may refuse a connection after that. */
    @Test
    void is_none_where_a_run_is_interrupted_between_drafts_and_no_other_is_begun() {
        choose(present -> present.withGrace(Duration.ofDays(3)));
        subscribeMany(3);
        run("2023-11-01");
        run("2023-12-01");
        for (int i = 0; i < 3; i++) {
            report("late-" + i, CustomerId.of("c-" + i), "3000", "2023-11-20T00:00:00Z");
        }
        int before = taxService.calls();
        taxService.before(questions -> Thread.currentThread().interrupt());
        assertThat(catchThrowable(() -> run("2023-12-04")))
                .isInstanceOfSatisfying(
                        BillingException.class,
                        failure -> assertThat(failure.retryable()).isTrue());
        assertThat(Thread.interrupted()).isTrue();

        assertThat(taxService.calls() - before).isEqualTo(1);
        assertThat(codes()).isEmpty();
        inOrder();
        run("2023-12-04");
        assertThat(invoices()).allMatch(invoice -> invoice.status() == InvoiceStatus.FINALIZED);
    }

    @Test
    void leaves_a_draft_with_changes_a_draft() {
        choose(present -> present.withGrace(Duration.ofDays(3)));
        subscribe(ADA, "2023-11-01");
        run("2023-11-01");
        run("2023-12-01");
        report("e1", ADA, "3000", "2023-11-20T00:00:00Z");
        broken(question -> true);
        run("2023-12-04");

        assertThat(invoices())
                .extracting(Invoice::status)
                .containsExactly(InvoiceStatus.FINALIZED, InvoiceStatus.DRAFT);
        assertThat(codes()).containsOnly(ErrorCode.TAX_UNAVAILABLE.name());
    }

    /** 1 December is the third day of drafts; who keeps throwing is not the first in every run. */
    @Test
    void of_some_drafts_holds_up_neither_what_is_due_nor_other_drafts_for_ever() {
        choose(present -> present.withGrace(Duration.ofDays(3)));
        subscribeMany(3);
        subscribe(ADA, "2023-11-01");
        run("2023-11-01");
        run("2023-12-01");
        for (CustomerId customer : List.of(CustomerId.of("c-0"), CustomerId.of("c-1"), CustomerId.of("c-2"), ADA)) {
            report("late-" + customer, customer, "3000", "2023-11-20T00:00:00Z");
        }
        CustomerId bob = CustomerId.of("bob");
        engine().customers().create(NewCustomer.of(bob, "Bob"));
        subscribe(bob, "2023-12-04");
        broken(question -> question.customer().value().startsWith("c-"));
        run("2023-12-04");
        assertThat(engine().listInvoices(bob, Page.first(10))).hasSize(1);
        run("2023-12-05");
        run("2023-12-06");

        assertThat(engine().listInvoices(ADA, Page.first(10)))
                .extracting(Invoice::status)
                .containsOnly(InvoiceStatus.FINALIZED);
        assertThat(engine().listInvoices(CustomerId.of("c-1"), Page.first(10)))
                .extracting(Invoice::status)
                .containsExactly(InvoiceStatus.FINALIZED, InvoiceStatus.DRAFT);
    }

    @Test
    void leaves_what_is_late_for_a_subscription_that_is_over_to_the_next_run() {
        subscribe(ADA, "2023-11-01");
        run("2023-11-01");
        engine().subscriptions().cancelAtPeriodEnd(SubscriptionId.of("ada"));
        run("2023-12-01");
        report("e1", ADA, "3000", "2023-11-20T00:00:00Z");
        broken(question -> true);
        run("2023-12-02");
        assertThat(totals()).containsExactly("23.80");

        inOrder();
        run("2023-12-03");
        // 2,000 calls of 0.01, and 19 %
        assertThat(totals()).containsExactly("23.80", "23.80");
    }

    @Test
    void blames_the_questions_that_throw_where_another_is_answered_however_many_they_are() {
        subscribe(ADA, "2023-11-01");
        subscribeMany(8);
        broken(question -> !question.customer().equals(ADA));
        run("2023-11-01");

        assertThat(invoices()).extracting(Invoice::customer).containsExactly(ADA);
        assertThat(codes()).hasSize(16).containsOnly(ErrorCode.TAX_ANSWER_INVALID.name());
        assertThat(messages()).allMatch(message -> message.contains("IllegalStateException"));
    }

    @Test
    void asks_for_others_though_a_customer_before_them_has_many_questions_that_throw() {
        subscribe(ADA, "2023-07-01");
        subscribeMany(3);
        broken(question -> question.customer().equals(ADA));
        run("2023-11-01");

        assertThat(totals()).hasSize(3).containsOnly("23.80");
        assertThat(codes()).containsOnly(ErrorCode.TAX_ANSWER_INVALID.name());
    }

    @Test
    void blames_nobody_for_an_outage_that_begins_in_between() {
        subscribeMany(9);
        AtomicInteger alone = new AtomicInteger();
        broken(question -> alone.incrementAndGet() > 1);
        run("2023-11-01");

        // At once; one that is answered, three that are not, and the one of before.
        assertThat(taxService.calls()).isEqualTo(6);
        assertThat(totals()).containsExactly("23.80");
        assertThat(codes()).hasSize(16).containsOnly(ErrorCode.TAX_UNAVAILABLE.name());
    }

    @Test
    void has_said_what_it_said_before_it_was_out() {
        subscribeMany(9);
        AtomicInteger alone = new AtomicInteger();
        TaxCalculator leaving = questions -> {
            int call = questions.size() > 1 ? 0 : alone.incrementAndGet();
            if (call == 1) {
                return taxService.calculate(questions);
            }
            if (call == 5) {
                return List.of(TaxAnswer.unavailable("closed"));
            }
            throw new IllegalStateException("Cannot read property of undefined");
        };
        Billing4J.builder(store())
                .clock(clock)
                .taxCalculator(SANDBOX, leaving)
                .build()
                .forTenant(tenant)
                .runs()
                .run(LocalDate.parse("2023-11-01"));

        assertThat(totals()).containsExactly("23.80");
        assertThat(alone).hasValue(5);
    }

    @Test
    void is_not_called_once_somebody_says_stop() {
        subscribeMany(9);
        FailpointStore doomed = new FailpointStore(store(), FailpointStore.at("before slots.insert", 1, () -> {
            throw ErrorCode.STORE_UNAVAILABLE.because("dead");
        }));
        assertRefused(
                ErrorCode.STORE_UNAVAILABLE, null, () -> process(doomed).runs().run(LocalDate.parse("2023-11-01")));
        RunId run = engine().runs().list(Page.first(1)).get(0).id();
        AtomicInteger calls = new AtomicInteger();
        taxService.before(questions -> {
            if (calls.incrementAndGet() == 1) {
                throw new IllegalStateException("one of them");
            }
        });
        engine().runs().join(run, () -> calls.get() >= 2);

        assertThat(taxService.calls()).isEqualTo(2);
        assertThat(invoices()).isEmpty();
        assertThat(findings()).isEmpty();
        inOrder();
        run("2023-11-01");
        assertThat(totals()).hasSize(9).containsOnly("23.80");
    }

    private void subscribeMany(int number) {
        for (int i = 0; i < number; i++) {
            CustomerId customer = CustomerId.of("c-" + i);
            engine().customers().create(NewCustomer.of(customer, "C " + i));
            subscribe(customer, "2023-11-01");
        }
    }

    /** Several at once throw in any case, one by itself where it is one of these. */
    private void broken(Predicate<TaxQuestion> which) {
        taxService.before(questions -> {
            if (questions.size() > 1 || which.test(questions.get(0))) {
                throw new IllegalStateException("Cannot read property of undefined");
            }
        });
    }

    private static void untilItsEnd(Runnable helper) {
        CompletableFuture.runAsync(helper, work -> new Thread(work).start())
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
    }

    @SuppressWarnings("unchecked")
    private static <E extends Exception> void sneak(Exception thrown) throws E {
        throw (E) thrown;
    }

    private List<String> messages() {
        return engine().listFindings(null, Page.first(Page.MAX_SIZE)).stream()
                .map(Finding::detail)
                .map(detail -> detail.getOrDefault("message", ""))
                .toList();
    }

    private static InvoiceGenerationRequest november() {
        return InvoiceGenerationRequest.of(
                SubscriptionId.of("ada"), Instant.parse("2023-11-01T00:00:00Z"), Instant.parse("2023-12-01T00:00:00Z"));
    }
}
