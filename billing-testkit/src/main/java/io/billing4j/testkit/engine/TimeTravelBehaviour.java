package io.billing4j.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.engine.BillingEngine;
import io.billing4j.engine.NewCustomer;
import io.billing4j.engine.NewSubscription;
import io.billing4j.error.ErrorCode;
import io.billing4j.invoice.Invoice;
import io.billing4j.period.BillingInterval;
import io.billing4j.run.BillingRun;
import io.billing4j.store.Page;
import io.billing4j.testkit.TimeMachine;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import org.joda.money.CurrencyUnit;
import org.junit.jupiter.api.Test;

/** A sandbox's own time. */
abstract class TimeTravelBehaviour extends EngineBooks {
    private final EngineFixture fixture;

    TimeTravelBehaviour(EngineFixture fixture) {
        super(fixture);
        this.fixture = fixture;
    }

    @Test
    void two_years_go_by_with_all_that_falls_due_in_them() {
        TimeMachine time = opened("2023-11-30");
        List<BillingRun> runs = time.advance(Period.ofYears(2));

        assertThat(time.now()).isEqualTo(Instant.parse("2025-11-30T00:00:00Z"));
        List<Invoice> all = time.engine().listInvoices(null, Page.first(100));
        assertThat(all).hasSize(25);
        assertThat(runs).hasSize(25);
        assertThat(all.get(3).period()).hasToString("[2024-02-29, 2024-03-30) UTC");
        assertThat(all)
                .allSatisfy(invoice -> assertThat(invoice.number().orElseThrow().issueDate())
                        .isEqualTo(invoice.period().startDate()));
    }

    @Test
    void each_sandbox_has_a_clock_of_its_own() throws Exception {
        List<TimeMachine> machines = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            machines.add(opened("2023-11-30"));
        }
        List<Integer> documents = new ArrayList<>();
        for (int years = 0; years < 4; years++) {
            machines.get(years).advance(Period.ofYears(years));
            documents.add(machines.get(years)
                    .engine()
                    .listInvoices(null, Page.first(100))
                    .size());
        }
        assertThat(documents).containsExactly(1, 13, 25, 37);
        assertThat(engine().timeTravel().now()).isEqualTo(Instant.parse("2023-11-01T00:00:00Z"));
    }

    @Test
    void time_never_goes_back() {
        TimeMachine time = opened("2023-11-30");
        assertRefused(ErrorCode.INVALID_DATE, "to", () -> time.advanceTo("2023-11-29"));
        assertRefused(
                ErrorCode.INVALID_DATE,
                "to",
                () -> time.engine().timeTravel().set(Instant.parse("2023-11-29T00:00:00Z")));
        assertThat(time.now()).isEqualTo(Instant.parse("2023-11-30T00:00:00Z"));
    }

    @Test
    void it_stands_once_it_was_set() {
        assertThat(engine().timeTravel().stands()).isFalse();
        assertThat(opened("2023-11-30").engine().timeTravel().stands()).isTrue();
    }

    @Test
    void a_tenant_that_money_depends_on_has_none() {
        assertRefused(
                ErrorCode.NOT_A_SANDBOX,
                null,
                () -> engine().timeTravel().advanceTo(Instant.parse("2024-01-01T00:00:00Z")));
        assertRefused(
                ErrorCode.NOT_A_SANDBOX, null, () -> engine().timeTravel().set(Instant.parse("2024-01-01T00:00:00Z")));
    }

    private TimeMachine opened(String date) {
        TimeMachine time = TimeMachine.startingOn(date).on(fixture::newStore).open();
        BillingEngine sandbox = time.engine();
        sandbox.catalog().createPlan(API, "API", CurrencyUnit.USD, BillingInterval.MONTHLY, List.of(fee()));
        sandbox.customers().create(NewCustomer.of(ADA, "Ada"));
        sandbox.subscriptions().create(NewSubscription.of(ADA, API, LocalDate.parse(date)));
        return time;
    }
}
