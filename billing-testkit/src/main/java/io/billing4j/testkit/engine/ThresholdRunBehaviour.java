package io.billing4j.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.catalog.Charge;
import io.billing4j.catalog.MeterAggregation;
import io.billing4j.engine.Billing4J;
import io.billing4j.engine.BillingEngine;
import io.billing4j.engine.BillingRuns;
import io.billing4j.engine.NewCustomer;
import io.billing4j.engine.NewSubscription;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.ChargeId;
import io.billing4j.id.CustomerId;
import io.billing4j.id.EventId;
import io.billing4j.id.MeterId;
import io.billing4j.id.PlanId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceStatus;
import io.billing4j.period.BillingInterval;
import io.billing4j.price.PriceModel;
import io.billing4j.run.BillingRun;
import io.billing4j.run.FindingReason;
import io.billing4j.store.Page;
import io.billing4j.subscription.ChangeTiming;
import io.billing4j.tenant.Consolidation;
import io.billing4j.testkit.FailpointStore;
import io.billing4j.testkit.TimeMachine;
import io.billing4j.usage.UsageEvent;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.joda.money.CurrencyUnit;
import org.junit.jupiter.api.Test;

/** Who bills usage that has reached an amount, and what else is true of its documents. */
abstract class ThresholdRunBehaviour extends ThresholdBooks {
    private final EngineFixture fixture;

    ThresholdRunBehaviour(EngineFixture fixture) {
        super(fixture);
        this.fixture = fixture;
    }

    @Test
    void several_nodes_bill_an_amount_once() throws Exception {
        List<CustomerId> customers =
                IntStream.range(0, 12).mapToObj(i -> CustomerId.of("c" + i)).toList();
        for (CustomerId customer : customers) {
            engine().customers().create(NewCustomer.of(customer, "A customer"));
            engine().subscriptions()
                    .create(NewSubscription.of(customer, METERED, LocalDate.parse("2023-11-01"))
                            .withId(SubscriptionId.of(customer.value())));
        }
        billAt("2023-11-01T00:00:00Z");
        clock.set("2023-11-10T00:00:00Z");
        customers.forEach(customer -> use(customer, UNITS, "80", "2023-11-10T00:00:00Z"));

        List<Integer> made = inParallel(4, () -> engine().runs().billReached());

        assertThat(made.stream().mapToInt(Integer::intValue).sum()).isEqualTo(12);
        for (CustomerId customer : customers) {
            assertThat(early(SubscriptionId.of(customer.value()))).hasSize(1);
        }
        assertThat(marked()).isEmpty();
    }

    @Test
    void usage_that_is_reported_meanwhile_is_billed_or_looked_at_later() throws Exception {
        begun();
        clock.set("2023-11-10T00:00:00Z");
        inParallel(8, () -> {
            for (int i = 0; i < 10; i++) {
                use(ADA, UNITS, "1", "2023-11-10T00:00:00Z");
                engine().runs().billReached();
            }
            return null;
        });
        engine().runs().billReached();

        assertThat(marked()).isEmpty();
        assertThat(early()).hasSize(1);
        billAt("2023-12-01T00:00:00Z");
        assertThat(asked()).hasToString("USD 120.00"); // 80 × 1.00 and two fees
    }

    /** There is nothing more to bill, only to look for. */
    @Test
    void whoever_is_interrupted_once_all_is_billed_learns_what_was() {
        begun();
        use("2023-11-10T00:00:00Z", "80");
        BillingRuns runs = interruptedAtLook(2);
        int made;
        boolean interrupted;
        try {
            made = runs.billReached();
        } finally {
            interrupted = Thread.interrupted();
        }

        assertThat(made).isEqualTo(1);
        assertThat(interrupted).isTrue();
        assertThat(early()).hasSize(1);
    }

    @Test
    void whoever_is_interrupted_before_that_is_told_so() {
        begun();
        use("2023-11-10T00:00:00Z", "80");
        BillingRuns runs = interruptedAtLook(1);
        assertRefused(ErrorCode.SERVER_UNAVAILABLE, null, runs::billReached);
        assertThat(Thread.interrupted()).isTrue();

        assertThat(marked()).containsExactly(ADA);
        assertThat(engine().runs().billReached()).isEqualTo(1);
    }

    /** The first look finds Ada, the second that there is nobody behind her. */
    private BillingRuns interruptedAtLook(int number) {
        FailpointStore interrupting = new FailpointStore(
                store(),
                FailpointStore.at(
                        "after usage.customersReported",
                        number,
                        () -> Thread.currentThread().interrupt()));
        return Billing4J.builder(interrupting)
                .clock(clock)
                .build()
                .forTenant(tenant)
                .runs();
    }

    @Test
    void a_run_counts_the_documents() {
        begun();
        use("2023-11-10T00:00:00Z", "80");
        clock.set("2023-11-11T00:00:00Z");
        BillingRun run = engine().runs().run(Instant.parse("2023-11-11T00:00:00Z"));

        assertThat(run.progress().invoices()).isEqualTo(1);
        assertThat(last().origin().run()).isEqualTo(run.id());
    }

    @Test
    void marks_that_are_kept_are_no_work_of_a_run() {
        start(METERED, "2023-11-01");
        billAt("2023-11-01T00:00:00Z");
        clock.set("2023-11-02T00:00:00Z");
        use(ADA, UNITS, "80", "2023-11-05T00:00:00Z");
        BillingRun run = engine().runs().run(Instant.parse("2023-11-02T00:00:00Z"));
        clock.set("2023-11-03T00:00:00Z");
        BillingRun again = engine().runs().run(Instant.parse("2023-11-02T00:00:00Z"));

        assertThat(marked()).containsExactly(ADA);
        assertThat(again).isEqualTo(run);
    }

    @Test
    void a_run_dates_them_as_its_own_documents() {
        begun();
        use("2023-11-10T00:00:00Z", "80");
        clock.set("2023-11-12T23:00:00Z");
        engine().runs().run(Instant.parse("2023-11-12T00:00:00Z"));

        assertThat(amounts(last())).containsExactly("80.00");
        assertThat(last().number().orElseThrow().issueDate()).hasToString("2023-11-12");
    }

    @Test
    void a_run_up_to_an_earlier_day_leaves_them_to_who_looks_next() {
        begun();
        use("2023-11-10T00:00:00Z", "80");
        clock.set("2023-11-20T00:00:00Z");
        engine().runs().run(Instant.parse("2023-11-12T00:00:00Z"));

        assertThat(marked()).containsExactly(ADA);
        assertThat(engine().runs().billReached()).isEqualTo(1);
        assertThat(last().number().orElseThrow().issueDate()).hasToString("2023-11-20");
    }

    /** Whenever midnight comes: the n-th day's run finds that it is the next one when it looks for the n-th time what time it is. */
    @Test
    void none_has_usage_of_a_later_day_than_its_own_where_a_run_goes_on_over_midnight() {
        begun();
        for (int day = 2; day < 28; day++) {
            Instant midnight = Instant.parse("2023-11-01T00:00:00Z").plus(Duration.ofDays(day));
            use(midnight.minusSeconds(1).toString(), "200");
            AtomicInteger looks = new AtomicInteger(day - 1);
            BillingEngine overMidnight = Billing4J.builder(store())
                    .clock(id -> looks.decrementAndGet() > 0 ? midnight.minusSeconds(1) : midnight.plusSeconds(1))
                    .build()
                    .forTenant(tenant);
            overMidnight.runs().run(midnight.minusSeconds(1));
        }
        billReachedAt("2023-11-29T00:00:00Z");

        assertThat(marked()).isEmpty();
        assertThat(early()).hasSizeGreaterThan(10).allSatisfy(document -> {
            LocalDate day = document.number().orElseThrow().issueDate();
            assertThat(document.lines())
                    .allSatisfy(line -> assertThat(line.derivation().countedUntil())
                            .matches(until -> until == null
                                    || !until.atZone(ZoneOffset.UTC)
                                            .toLocalDate()
                                            .isAfter(day)));
        });
        // 26 times 200, of which 100 are 1.00 each and the others 0.50, and twice the fee.
        billAt("2023-12-01T00:00:00Z");
        assertThat(asked()).hasToString("USD 2690.00");
    }

    @Test
    void they_are_final_at_once_where_the_tenant_grants_a_grace() {
        engine().settings().update(present -> present.withGrace(Duration.ofDays(3)));
        begun();
        use("2023-11-02T00:00:00Z", "80");
        billAt("2023-11-02T12:00:00Z");

        assertThat(invoices())
                .extracting(Invoice::status)
                .containsExactly(InvoiceStatus.DRAFT, InvoiceStatus.FINALIZED);
        billAt("2023-12-01T00:00:00Z");
        billAt("2023-12-05T00:00:00Z");
        assertThat(amounts(last())).containsExactly("-80.00", "80.00", "20.00");
        assertThat(invoices()).extracting(Invoice::status).containsOnly(InvoiceStatus.FINALIZED);
    }

    @Test
    void they_stand_alone_where_subscriptions_share_documents() {
        MeterId others = MeterId.of("others");
        PlanId second = PlanId.of("second");
        engine().catalog().createMeter(others, MeterAggregation.SUM, false);
        sell(second, AT_60, fee(), units(others));
        engine().settings().update(present -> present.withConsolidation(Consolidation.CUSTOMER));
        start(METERED, "2023-11-01");
        engine().subscriptions()
                .create(NewSubscription.of(ADA, second, LocalDate.parse("2023-11-01"))
                        .withId(SubscriptionId.of("other")));
        billAt("2023-11-01T00:00:00Z");
        use("2023-11-10T00:00:00Z", "80");
        use(ADA, others, "90", "2023-11-10T00:00:00Z");
        billAt("2023-11-10T12:00:00Z");

        assertThat(invoices().stream().map(ThresholdBooks::amounts))
                .containsExactly(List.of("20.00", "20.00"), List.of("90.00"), List.of("80.00"));
        billAt("2023-12-01T00:00:00Z");
        assertThat(amounts(last())).containsExactly("-90.00", "90.00", "20.00", "-80.00", "80.00", "20.00");
    }

    @Test
    void what_cannot_be_computed_is_a_finding_and_holds_up_nobody() {
        PlanId squared = PlanId.of("squared");
        MeterId others = MeterId.of("others");
        CustomerId bob = CustomerId.of("bob");
        engine().catalog().createMeter(others, MeterAggregation.SUM, false);
        sell(
                squared,
                AT_60,
                fee(),
                Charge.usage(
                        ChargeId.of("squares"),
                        "Squares",
                        PriceModel.custom("square", 1, CurrencyUnit.USD, Map.of("rate", "1")),
                        others));
        engine().customers().create(NewCustomer.of(bob, "Bob"));
        engine().subscriptions()
                .create(NewSubscription.of(bob, squared, LocalDate.parse("2023-11-01"))
                        .withId(SubscriptionId.of("bob")));
        begun();
        use("2023-11-10T00:00:00Z", "80");
        use(bob, others, "9", "2023-11-10T00:00:00Z");
        Billing4J without = Billing4J.builder(store()).clock(clock).build();

        assertThat(without.forTenant(tenant).runs().billReached()).isEqualTo(1);
        assertThat(early()).hasSize(1);
        assertThat(engine().listFindings(bob, FindingReason.PERIOD_NOT_BILLABLE, Page.first(10)))
                .hasSize(1);
        assertThat(marked()).isEmpty();
        billAt("2023-12-01T00:00:00Z");
        assertThat(engine().listInvoices(bob, Page.first(10)).stream().map(ThresholdBooks::amounts))
                .containsExactly(List.of("20.00"), List.of("81.00", "20.00"));
    }

    @Test
    void what_cannot_be_computed_holds_up_no_other_subscription_of_the_customer() {
        PlanId squared = PlanId.of("squared");
        MeterId others = MeterId.of("others");
        engine().catalog().createMeter(others, MeterAggregation.SUM, false);
        sell(
                squared,
                AT_60,
                fee(),
                Charge.usage(
                        ChargeId.of("squares"),
                        "Squares",
                        PriceModel.custom("square", 1, CurrencyUnit.USD, Map.of("rate", "1")),
                        others));
        engine().subscriptions()
                .create(NewSubscription.of(ADA, squared, LocalDate.parse("2023-11-01"))
                        .withId(SubscriptionId.of("a-squared")));
        begun();
        use("2023-11-10T00:00:00Z", "80");
        use(ADA, others, "9", "2023-11-10T00:00:00Z");
        Billing4J without = Billing4J.builder(store()).clock(clock).build();

        assertThat(without.forTenant(tenant).runs().billReached()).isEqualTo(1);
        assertThat(early()).hasSize(1);
        assertThat(marked()).isEmpty();
    }

    @Test
    void the_period_before_is_not_computed_again_for_them() {
        PlanId squared = PlanId.of("squared");
        MeterId others = MeterId.of("others");
        engine().catalog().createMeter(others, MeterAggregation.SUM, false);
        sell(
                squared,
                null,
                fee(),
                Charge.usage(
                        ChargeId.of("squares"),
                        "Squares",
                        PriceModel.custom("square", 1, CurrencyUnit.USD, Map.of("rate", "1")),
                        others));
        start(squared, "2023-10-01");
        billAt("2023-10-01T00:00:00Z");
        clock.set("2023-10-10T00:00:00Z");
        use(ADA, others, "9", "2023-10-10T00:00:00Z");
        at("2023-10-31T00:00:00Z", plan(METERED, ChangeTiming.periodEnd(), null));
        billAt("2023-11-01T00:00:00Z");
        use("2023-11-10T00:00:00Z", "80");
        billAt("2023-11-10T12:00:00Z");
        int before = invoices().size();
        Billing4J without = Billing4J.builder(store()).clock(clock).build();
        clock.set("2023-12-01T00:00:00Z");
        without.forTenant(tenant).runs().run(Instant.parse("2023-12-01T00:00:00Z"));

        assertThat(invoices()).hasSize(before + 1);
        assertThat(amounts(last())).containsExactly("-80.00", "80.00", "20.00");
    }

    @Test
    void a_sandbox_bills_them_when_its_time_goes_on() {
        TimeMachine time = soldInASandbox();
        BillingEngine sandbox = time.engine();
        sandbox.usage()
                .record(List.of(UsageEvent.of(
                        EventId.of("e1"), ADA, UNITS, new BigDecimal("80"), Instant.parse("2023-11-10T00:00:00Z"))));
        List<BillingRun> runs = time.advanceTo("2023-12-02");

        assertThat(runs)
                .extracting(BillingRun::cutOff)
                .extracting(Instant::toString)
                .containsExactly("2023-11-10T00:00:00Z", "2023-12-01T00:00:00Z");
        assertThat(sandbox.listInvoices(ADA, Page.first(10)).stream().map(ThresholdBooks::amounts))
                .containsExactly(List.of("20.00"), List.of("80.00"), List.of("-80.00", "80.00", "20.00"));
    }

    @Test
    void a_sandbox_stops_where_usage_was_reported_ahead() {
        TimeMachine time = soldInASandbox();
        BillingEngine sandbox = time.engine();
        sandbox.usage()
                .record(List.of(UsageEvent.of(
                        EventId.of("e1"), ADA, UNITS, new BigDecimal("80"), Instant.parse("2023-11-12T00:00:00Z"))));

        assertThat(time.advanceTo("2023-11-15"))
                .extracting(BillingRun::cutOff)
                .containsExactly(Instant.parse("2023-11-12T00:00:00Z"));
        assertThat(sandbox.listInvoices(ADA, Page.first(10)).stream().map(ThresholdBooks::amounts))
                .containsExactly(List.of("20.00"), List.of("80.00"));
    }

    /** A sandbox of 10 November in which Ada has had the metered plan from the first on. */
    private TimeMachine soldInASandbox() {
        TimeMachine time =
                TimeMachine.startingOn("2023-11-01").on(fixture::newStore).open();
        BillingEngine sandbox = time.engine();
        sandbox.catalog().createMeter(UNITS, MeterAggregation.SUM, true);
        sandbox.catalog()
                .createPlan(
                        METERED,
                        "Metered",
                        CurrencyUnit.USD,
                        BillingInterval.MONTHLY,
                        List.of(fee(), units(UNITS)),
                        AT_60);
        sandbox.customers().create(NewCustomer.of(ADA, "Ada"));
        sandbox.subscriptions().create(NewSubscription.of(ADA, METERED, LocalDate.parse("2023-11-01")));
        time.advanceTo("2023-11-10");
        return time;
    }
}
