package io.billing4j.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.engine.Billing4J;
import io.billing4j.engine.NewCustomer;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.CustomerId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceStatus;
import io.billing4j.invoice.VoidIntent;
import io.billing4j.run.BillingRun;
import io.billing4j.run.FindingReason;
import io.billing4j.run.RunStatus;
import io.billing4j.store.Page;
import io.billing4j.tax.TaxQuestion;
import io.billing4j.tenant.Consolidation;
import io.billing4j.testkit.FailpointStore;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Runs that ask an outside service what taxes are due. */
abstract class ExternalTaxRunBehaviour extends ExternalTaxBooks {
    private static final CustomerId BOB = CustomerId.of("bob");
    private static final LocalDate NOVEMBER = LocalDate.parse("2023-11-01");

    ExternalTaxRunBehaviour(EngineFixture fixture) {
        super(fixture);
    }

    @Nested
    class ADocument {
        @Test
        void has_what_the_service_says_and_proves_itself() {
            subscribe(ADA, "2023-11-01");
            run("2023-11-01");

            // 19 % of 20.00
            assertThat(first().totals().tax()).isEqualTo(dollars("3.80"));
            assertThat(first().totals().total()).isEqualTo(dollars("23.80"));
            assertThat(engine().verifyInvoice(first().id())).isEmpty();
            assertThat(taxService.calls()).isEqualTo(1);
            assertThat(engine().audit("invoice", first().id().toString(), Page.first(10))
                            .get(0)
                            .after())
                    .containsEntry("taxCalculator", "sandbox")
                    .containsEntry(
                            "taxReference",
                            "sandbox-" + taxService.asked().get(0).key().hex().substring(0, 12));
        }

        @Test
        void is_asked_for_outside_of_any_transaction() {
            subscribe(ADA, "2023-11-01");
            taxService.before(questions -> engine().customers().create(NewCustomer.of(BOB, "Bob")));
            run("2023-11-01");

            assertThat(totals()).containsExactly("23.80");
            assertThat(engine().customers().find(BOB)).isPresent();
        }

        @Test
        void has_its_coupon_though_it_was_drafted_before() {
            create(percent("10"));
            grant();
            subscribe(ADA, "2023-11-01");
            subscribeSecond("2023-11-01");
            run("2023-11-01");

            // 18.00 and 3.42; 20.00 and 3.80: the coupon is for one period
            assertThat(totals()).containsExactly("21.42", "23.80");
        }

        @Test
        void is_one_of_many_that_are_asked_for_at_once() {
            subscribe(ADA, "2023-11-01");
            for (int i = 0; i < 5; i++) {
                CustomerId customer = CustomerId.of("c-" + i);
                engine().customers().create(NewCustomer.of(customer, "C " + i));
                subscribe(customer, "2023-11-01");
            }
            run("2024-01-01");

            assertThat(invoices()).hasSize(18).allMatch(Invoice::verified);
            assertThat(totals()).containsOnly("23.80");
            assertThat(taxService.calls()).isEqualTo(1);
            assertThat(taxService.asked()).hasSize(18);
        }

        @Test
        void of_several_places_is_one_question() {
            choose(present -> present.withConsolidation(Consolidation.CUSTOMER));
            subscribe(ADA, "2023-11-01");
            subscribeSecond("2023-11-01");
            run("2023-11-01");

            assertThat(totals()).containsExactly("47.60");
            assertThat(taxService.asked())
                    .singleElement()
                    .satisfies(question -> assertThat(question.lines()).hasSize(2));
        }

        @Test
        void of_usage_that_is_late_has_back_what_the_service_said() {
            subscribe(ADA, "2023-11-01");
            report("e1", ADA, "5000", "2023-11-10T00:00:00Z");
            run("2024-01-01");
            taxService.rate("10");
            report("e2", ADA, "7000", "2023-11-20T00:00:00Z");
            run("2024-02-01");

            // 40.00 with 7.60 are given back, 110.00 with 11.00 asked for, and 20.00 with 2.00
            assertThat(totals()).containsExactly("23.80", "71.40", "23.80", "95.40");
            assertThat(invoices()).allMatch(Invoice::verified);
        }
    }

    @Nested
    class AServiceThatCannotBeReached {
        @Test
        void leaves_the_place_to_the_next_run() {
            subscribe(ADA, "2023-11-01");
            outOfOrder();
            run("2023-11-01");

            assertThat(invoices()).isEmpty();
            assertThat(findings()).containsExactly(FindingReason.PERIOD_NOT_BILLABLE, FindingReason.BILLING_FAILED);
            assertThat(codes()).containsOnly(ErrorCode.TAX_UNAVAILABLE.name());
            BillingRun run = engine().runs().list(Page.first(1)).get(0);
            assertThat(run.status()).isEqualTo(RunStatus.COMPLETED_WITH_FAILURES);
            assertThat(run.progress().customersDone()).isEqualTo(run.progress().customersTotal());

            inOrder();
            run("2023-11-01");
            assertThat(totals()).containsExactly("23.80");
            assertThat(engine().runs().list(Page.first(1)).get(0).status()).isEqualTo(RunStatus.COMPLETED);
        }

        @Test
        void is_not_called_for_ever() {
            for (int i = 0; i < 500; i++) {
                CustomerId customer = CustomerId.of("c-" + i);
                engine().customers().create(NewCustomer.of(customer, "C " + i));
                subscribe(customer, "2023-11-01");
            }
            outOfOrder();
            run("2023-11-01");

            assertThat(taxService.calls()).isEqualTo(3);
            assertThat(invoices()).isEmpty();
        }

        /** What stays open is settled by whoever bills next, with all that belongs to it. */
        @Test
        void keeps_no_coupon_and_no_late_usage() {
            create(percent("10"), 1);
            grant();
            subscribe(ADA, "2023-11-01");
            run("2023-11-01");
            report("e1", ADA, "2000", "2023-11-10T00:00:00Z");
            run("2023-12-01");
            report("e2", ADA, "1000", "2023-11-20T00:00:00Z");
            outOfOrder();
            run("2024-01-01");
            assertThat(invoices()).hasSize(2);
            inOrder();
            run("2024-01-01");

            // 18.00 and 3.42; 30.00 and 5.70; 20.00 more of calls and their 3.80 than the 10.00 before: 30.00 and 5.70
            assertThat(totals()).containsExactly("21.42", "35.70", "35.70");
            assertThat(invoices()).allMatch(Invoice::verified);
        }
    }

    @Nested
    class ARefusal {
        @Test
        void leaves_others_alone() {
            engine().customers().create(NewCustomer.of(BOB, "Bob"));
            subscribe(ADA, "2023-11-01");
            subscribe(BOB, "2023-11-01");
            taxService.refuse(question -> question.customer().equals(ADA));
            run("2023-11-01");

            assertThat(invoices()).extracting(Invoice::customer).containsExactly(BOB);
            assertThat(codes()).containsOnly(ErrorCode.TAX_REFUSED.name());

            inOrder();
            run("2023-11-01");
            assertThat(invoices()).extracting(Invoice::customer).containsExactly(BOB, ADA);
        }

        @Test
        void of_one_place_leaves_later_ones_alone() {
            subscribe(ADA, "2023-11-01");
            taxService.refuse(question -> question.lines().get(0).day().equals(LocalDate.parse("2023-12-01")));
            run("2024-01-01");

            assertThat(invoices())
                    .extracting(invoice -> invoice.period().startInclusive().toString())
                    .containsExactly("2023-11-01T00:00:00Z", "2024-01-01T00:00:00Z");
            inOrder();
            run("2024-01-01");
            assertThat(invoices()).hasSize(3).allMatch(Invoice::verified);
        }

        @Test
        void of_a_shared_document_takes_it_apart() {
            choose(present -> present.withConsolidation(Consolidation.CUSTOMER));
            subscribe(ADA, "2023-11-01");
            subscribeSecond("2023-11-01");
            taxService.refuse(
                    question -> question.lines().stream().anyMatch(line -> SECOND.equals(line.subscription())));
            run("2023-11-01");

            assertThat(totals()).containsExactly("23.80");
            assertThat(codes()).containsOnly(ErrorCode.TAX_REFUSED.name());
        }

        @Test
        void that_is_a_failure_of_the_service_blames_one_question() {
            engine().customers().create(NewCustomer.of(BOB, "Bob"));
            subscribe(ADA, "2023-11-01");
            subscribe(BOB, "2023-11-01");
            taxService.before(questions -> {
                if (questions.stream().anyMatch(question -> question.customer().equals(BOB))) {
                    throw new IllegalStateException("Bob again");
                }
            });
            run("2023-11-01");

            assertThat(invoices()).extracting(Invoice::customer).containsExactly(ADA);
            assertThat(codes()).containsOnly(ErrorCode.TAX_ANSWER_INVALID.name());
        }
    }

    @Nested
    class AnAnswer {
        @Test
        void outlives_whoever_asked() {
            subscribe(ADA, "2023-11-01");
            FailpointStore doomed = new FailpointStore(store(), FailpointStore.at("before slots.insert", 2, () -> {
                throw ErrorCode.STORE_UNAVAILABLE.because("dead");
            }));
            assertRefused(
                    ErrorCode.STORE_UNAVAILABLE,
                    null,
                    () -> process(doomed).runs().run(NOVEMBER));
            assertThat(invoices()).isEmpty();
            assertThat(taxService.calls()).isEqualTo(1);

            run("2023-11-01");
            assertThat(totals()).containsExactly("23.80");
            assertThat(taxService.calls()).isEqualTo(1);
        }

        @Test
        void is_asked_for_again_after_a_day_or_once_it_is_forgotten() {
            subscribe(ADA, "2023-11-01");
            engine().previewNextInvoice(first(ADA));
            clock.set("2023-11-01T12:00:00Z");
            engine().previewNextInvoice(first(ADA));
            assertThat(taxService.calls()).isEqualTo(1);

            clock.set("2023-11-02T00:00:00.000001Z");
            engine().previewNextInvoice(first(ADA));
            assertThat(taxService.calls()).isEqualTo(2);

            assertThat(engine().taxes().forgetAnswers()).isEqualTo(1);
            assertThat(engine().taxes().forgetAnswers()).isZero();
            run("2023-11-01");
            assertThat(taxService.calls()).isEqualTo(3);
        }

        @Test
        void to_what_is_another_by_then_is_asked_for_again() {
            subscribe(ADA, "2023-11-01");
            run("2023-11-01");
            report("e0", ADA, "1000", "2023-11-10T00:00:00Z");
            AtomicInteger more = new AtomicInteger();
            taxService.before(questions -> {
                if (more.incrementAndGet() <= 3) {
                    report("e" + more, ADA, "1000", "2023-11-10T00:00:00Z");
                }
            });
            run("2023-12-01");

            // 4,000 calls, of which 1,000 are free: 30.00, and 20.00
            assertThat(totals()).containsExactly("23.80", "59.50");
            assertThat(more).hasValue(4);
        }

        @Test
        void is_the_same_for_two_who_ask_at_once() throws Exception {
            List<CustomerId> customers = IntStream.range(0, 20)
                    .mapToObj(i -> CustomerId.of("c-" + i))
                    .toList();
            customers.forEach(customer -> {
                engine().customers().create(NewCustomer.of(customer, customer.value()));
                subscribe(customer, "2023-11-01");
            });
            inParallel(3, () -> process(store()).runs().run(NOVEMBER));

            assertThat(invoices()).hasSize(20).allMatch(Invoice::verified);
            assertThat(totals()).containsOnly("23.80");
            Set<String> asked = taxService.asked().stream()
                    .map(TaxQuestion::key)
                    .map(Object::toString)
                    .collect(Collectors.toSet());
            assertThat(asked).hasSize(20);
        }

        @Test
        void is_not_kept_of_a_void_document() {
            subscribe(ADA, "2023-11-01");
            run("2023-11-01");
            taxService.rate("7");
            engine().voidInvoice(first().id(), VoidIntent.REISSUE);
            run("2023-11-01");

            // 7 % of 20.00
            assertThat(totals()).containsExactly("23.80", "21.40");
        }
    }

    @Nested
    class ADraft {
        @Test
        void has_its_taxes_and_is_finalised_as_it_is() {
            choose(present -> present.withGrace(Duration.ofDays(3)));
            subscribe(ADA, "2023-11-01");
            run("2023-11-01");
            assertThat(first().totals().tax()).isEqualTo(dollars("3.80"));
            taxService.rate("7");
            run("2023-11-04");

            assertThat(numbers(invoices())).containsExactly("INV-202311-00001");
            assertThat(totals()).containsExactly("23.80");
            assertThat(taxService.calls()).isEqualTo(1);
        }

        @Test
        void in_which_something_has_changed_is_asked_for_again_and_stays_one_while_nobody_answers() {
            choose(present -> present.withGrace(Duration.ofDays(3)));
            subscribe(ADA, "2023-11-01");
            run("2023-11-01");
            report("e1", ADA, "2000", "2023-11-10T00:00:00Z");
            run("2023-12-01");
            report("e2", ADA, "1000", "2023-11-20T00:00:00Z");
            outOfOrder();
            run("2023-12-04");

            assertThat(numbers(invoices())).containsExactly("INV-202312-00001", "draft");
            assertThat(codes()).containsOnly(ErrorCode.TAX_UNAVAILABLE.name());

            inOrder();
            run("2023-12-05");
            // 20.00 of calls and 20.00
            assertThat(totals()).containsExactly("23.80", "47.60");
            assertThat(numbers(invoices())).containsExactly("INV-202312-00001", "INV-202312-00002");
        }

        @Test
        void that_is_finalised_as_it_was_has_not_lost_anything_to_one_before_it() {
            choose(present -> present.withGrace(Duration.ofDays(40)));
            subscribe(ADA, "2023-11-01");
            run("2023-11-01");
            report("e1", ADA, "1500", "2023-11-10T00:00:00Z");
            run("2023-12-01");
            report("e2", ADA, "1000", "2023-11-20T00:00:00Z");
            taxService.refuse(question -> question.lines().stream()
                    .anyMatch(line -> line.description().equals("Monthly fee")
                            && line.day().equals(LocalDate.parse("2023-12-01"))));
            run("2024-01-15");

            // 1,500 calls are asked for as they were known, and not 2,500 beside them on November's document.
            assertThat(invoices().stream()
                            .filter(invoice -> invoice.status() == InvoiceStatus.FINALIZED)
                            .map(EngineBooks::amounts))
                    .containsExactly(List.of("20.00"), List.of("5.00", "20.00"));
        }
    }

    @Nested
    class AService {
        @Test
        void that_is_not_registered_keeps_a_process_from_running() {
            subscribe(ADA, "2023-11-01");
            assertRefused(
                    ErrorCode.TAX_CALCULATOR_UNKNOWN,
                    "calculator",
                    () -> Billing4J.builder(store())
                            .clock(clock)
                            .build()
                            .forTenant(tenant)
                            .runs()
                            .run(NOVEMBER));

            assertThat(findings()).isEmpty();
            run("2023-11-01");
            assertThat(totals()).containsExactly("23.80");
        }
    }

    private static SubscriptionId first(CustomerId customer) {
        return SubscriptionId.of(customer.value());
    }
}
