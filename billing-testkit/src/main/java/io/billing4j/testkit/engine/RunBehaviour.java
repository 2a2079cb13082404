package io.billing4j.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.billing4j.catalog.Charge;
import io.billing4j.engine.Billing4J;
import io.billing4j.engine.BillingEngine;
import io.billing4j.engine.EngineObserver;
import io.billing4j.engine.InvoiceGenerationRequest;
import io.billing4j.engine.InvoiceObservation;
import io.billing4j.engine.NewCustomer;
import io.billing4j.engine.NewSubscription;
import io.billing4j.error.ErrorCategory;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.ChargeId;
import io.billing4j.id.CustomerId;
import io.billing4j.id.PlanId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.LineKind;
import io.billing4j.period.BillingInterval;
import io.billing4j.period.IntervalUnit;
import io.billing4j.price.CustomPrices;
import io.billing4j.price.PriceModel;
import io.billing4j.run.BillingRun;
import io.billing4j.run.FindingReason;
import io.billing4j.run.RunStatus;
import io.billing4j.store.Page;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.joda.money.CurrencyUnit;
import org.junit.jupiter.api.Test;

/** Billing everybody. */
abstract class RunBehaviour extends EngineBooks {
    RunBehaviour(EngineFixture fixture) {
        super(fixture);
    }

    @Test
    void bills_fees_in_advance_and_usage_after_its_period() {
        subscribe(ADA, "2023-11-01");
        report("e1", ADA, "1500", "2023-11-30T23:59:59.999999Z");
        report("e2", ADA, "9999", "2023-12-01T00:00:00Z");

        run("2023-11-01");
        run("2023-12-01");

        assertThat(invoices()).hasSize(2);
        assertThat(amounts(invoices().get(0))).containsExactly("20.00");
        // (1,500 - 1,000) * 0.01 = 5.00; the event at the boundary belongs to December.
        assertThat(amounts(invoices().get(1))).containsExactly("5.00", "20.00");
        assertThat(invoices().get(1).lines())
                .extracting(line -> line.key().kind())
                .containsExactly(LineKind.USAGE, LineKind.FEE);
        assertThat(numbers(invoices())).containsExactly("INV-202311-00001", "INV-202312-00001");
        assertThat(invoices()).allMatch(Invoice::verified);
    }

    @Test
    void the_same_cut_off_again_returns_the_run_and_bills_nothing_twice() {
        subscribe(ADA, "2023-11-01");
        BillingRun first = engine().runs().run(LocalDate.parse("2023-11-01"));
        BillingRun second = engine().runs().run(LocalDate.parse("2023-11-01"));
        assertThat(second).isEqualTo(first);
        assertThat(first.status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(first.progress().invoices()).isEqualTo(1);
        assertThat(invoices()).hasSize(1);
    }

    @Test
    void the_same_cut_off_again_tops_up_with_what_has_become_due() {
        subscribe(ADA, "2023-11-01");
        run("2023-11-01");
        engine().customers().create(NewCustomer.of(CustomerId.of("bob"), "Bob"));
        subscribe(CustomerId.of("bob"), "2023-11-01");
        BillingRun again = engine().runs().run(LocalDate.parse("2023-11-01"));
        assertThat(again.progress().invoices()).isEqualTo(2);
        assertThat(again.status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(engine().runs().list(Page.first(10))).containsExactly(again);
    }

    @Test
    void an_earlier_cut_off_after_a_later_one_keeps_issue_dates_in_order() {
        subscribe(ADA, "2023-11-01");
        run("2023-12-01");
        engine().customers().create(NewCustomer.of(CustomerId.of("bob"), "Bob"));
        subscribe(CustomerId.of("bob"), "2023-11-01");
        run("2023-11-01");
        assertThat(numbers(invoices())).containsExactly("INV-202312-00001", "INV-202312-00002", "INV-202312-00003");
    }

    @Test
    void a_cut_off_that_lies_ahead_is_refused() {
        subscribe(ADA, "2023-11-01");
        assertRefused(ErrorCode.NOT_DUE, "cutOff", () -> engine().runs().run(LocalDate.parse("2023-11-02")));
        assertThat(invoices()).isEmpty();
    }

    @Test
    void a_slot_with_nothing_due_is_skipped_with_a_finding_and_takes_no_number() {
        PlanId metered = PlanId.of("metered");
        engine().catalog().createPlan(metered, "Metered", CurrencyUnit.USD, BillingInterval.MONTHLY, List.of(calls()));
        engine().subscriptions().create(NewSubscription.of(ADA, metered, LocalDate.parse("2023-11-01")));
        BillingRun run = engine().runs().run(LocalDate.parse("2023-11-01"));
        assertThat(run.progress().skipped()).isEqualTo(1);
        assertThat(invoices()).isEmpty();
        assertThat(findings()).containsExactly(FindingReason.NOTHING_DUE);

        report("e1", ADA, "1100", "2023-11-15T00:00:00Z");
        run("2023-12-01");
        assertThat(numbers(invoices())).containsExactly("INV-202312-00001");
        assertThat(amounts(invoices().get(0))).containsExactly("1.00");
    }

    @Test
    void many_customers_are_numbered_in_the_order_of_their_keys() {
        for (int i = 0; i < 30; i++) {
            CustomerId id = CustomerId.of("c%02d".formatted(29 - i));
            engine().customers().create(NewCustomer.of(id, "C"));
            subscribe(id, "2023-11-01");
        }
        run("2023-11-01");
        List<Invoice> invoices = invoices();
        assertThat(invoices)
                .hasSize(30)
                .isSortedAccordingTo((a, b) -> a.customer().compareTo(b.customer()));
        assertThat(numbers(invoices)).isSorted().last().isEqualTo("INV-202311-00030");
    }

    @Test
    void four_at_once_bill_everybody_once_without_a_gap() throws Exception {
        for (int i = 0; i < 60; i++) {
            CustomerId id = CustomerId.of("c%02d".formatted(i));
            engine().customers().create(NewCustomer.of(id, "C"));
            subscribe(id, "2023-11-01");
        }
        inParallel(4, () -> engine().runs().run(LocalDate.parse("2023-11-01")));
        List<String> expected = new ArrayList<>();
        for (int i = 1; i <= 60; i++) {
            expected.add("INV-202311-%05d".formatted(i));
        }
        assertThat(numbers(invoices())).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(engine().runs().list(Page.first(10)))
                .hasSize(1)
                .allSatisfy(run -> assertThat(run.progress().invoices()).isEqualTo(60));
    }

    @Test
    void years_of_arrears_are_billed_piece_by_piece_in_one_run() {
        PlanId daily = PlanId.of("daily");
        engine().catalog()
                .createPlan(daily, "Daily", CurrencyUnit.USD, new BillingInterval(IntervalUnit.DAY, 1), List.of(fee()));
        engine().subscriptions().create(NewSubscription.of(ADA, daily, LocalDate.parse("2023-04-16")));
        BillingRun run = engine().runs().run(LocalDate.parse("2023-11-01"));
        // 16 April to 1 November 2023, both included: 200 days.
        assertThat(run.progress().invoices()).isEqualTo(200);
        assertThat(run.progress().customersDone()).isEqualTo(1);
        assertThat(numbers(invoices())).isSorted().last().isEqualTo("INV-202311-00200");
    }

    @Test
    void goes_on_over_a_date_that_the_customers_zone_skips() {
        CustomerId tala = CustomerId.of("tala");
        engine().customers().create(new NewCustomer(tala, "Tala", null, ZoneId.of("Pacific/Apia")));
        PlanId daily = PlanId.of("daily");
        engine().catalog()
                .createPlan(daily, "Daily", CurrencyUnit.USD, new BillingInterval(IntervalUnit.DAY, 1), List.of(fee()));
        engine().subscriptions().create(NewSubscription.of(tala, daily, LocalDate.parse("2011-12-28")));
        BillingRun run = engine().runs().run(Instant.parse("2012-01-01T09:00:00Z"));
        // Samoa had no 30 December 2011: 28, 29, 31 December and 1 January
        // had begun at 23:00 on the last of these.
        assertThat(run.status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(invoices())
                .extracting(invoice -> invoice.period().startDate().toString())
                .containsExactly("2011-12-28", "2011-12-29", "2011-12-31", "2012-01-01");
    }

    @Test
    void an_observer_that_throws_changes_nothing() {
        subscribe(ADA, "2023-11-01");
        EngineObserver broken = new EngineObserver() {
            @Override
            public void invoiceStarted(InvoiceObservation observation) {
                throw new IllegalStateException("broken");
            }
        };
        BillingEngine watched =
                Billing4J.builder(store()).clock(clock).observer(broken).build().forTenant(tenant);
        assertThat(watched.runs().run(LocalDate.parse("2023-11-01")).status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(invoices()).hasSize(1);
    }

    @Test
    void an_observer_is_told_of_what_a_function_of_the_host_throws() {
        List<ErrorCategory> failures = new ArrayList<>();
        EngineObserver counting = new EngineObserver() {
            @Override
            public void invoiceFailed(InvoiceObservation observation, ErrorCategory category) {
                failures.add(category);
            }
        };
        CustomPrices broken = CustomPrices.NONE.with("broken", 1, (input, parameters, currency) -> {
            throw new IllegalStateException("broken");
        });
        BillingEngine watched = Billing4J.builder(store())
                .clock(clock)
                .customPrices(broken)
                .observer(counting)
                .build()
                .forTenant(tenant);
        PlanId plan = PlanId.of("own");
        PriceModel model = PriceModel.custom("broken", 1, CurrencyUnit.USD, Map.of());
        watched.catalog()
                .createPlan(
                        plan,
                        "Own",
                        CurrencyUnit.USD,
                        BillingInterval.MONTHLY,
                        List.of(Charge.usage(ChargeId.of("own"), "Own", model, CALLS)));
        SubscriptionId ada = SubscriptionId.of("ada");
        watched.subscriptions()
                .create(new NewSubscription(ada, ADA, plan, LocalDate.parse("2023-11-01"), null, BigDecimal.ONE));
        clock.set("2023-12-01T00:00:00Z");

        Instant december = Instant.parse("2023-12-01T00:00:00Z");
        watched.generateInvoice(InvoiceGenerationRequest.of(ada, Instant.parse("2023-11-01T00:00:00Z"), december));

        // The document of December has the usage of November on it.
        assertThatThrownBy(() -> watched.generateInvoice(
                        InvoiceGenerationRequest.of(ada, december, Instant.parse("2024-01-01T00:00:00Z"))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("broken");
        assertThat(failures).containsExactly(ErrorCategory.INTERNAL);
    }
}
