package io.billing4j.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.catalog.BillingTiming;
import io.billing4j.catalog.Charge;
import io.billing4j.engine.NewSubscription;
import io.billing4j.id.ChargeId;
import io.billing4j.id.PlanId;
import io.billing4j.period.BillingInterval;
import io.billing4j.period.IntervalUnit;
import io.billing4j.period.ProrationPolicy;
import io.billing4j.price.PriceModel;
import io.billing4j.run.FindingReason;
import io.billing4j.subscription.ChangeSettlement;
import io.billing4j.subscription.ChangeTiming;
import io.billing4j.subscription.PausedFees;
import io.billing4j.subscription.SubscriptionCommand;
import io.billing4j.tenant.Minimums;
import java.time.LocalDate;
import java.util.List;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Documents that would ask for less than 10.00, where periods are counted anew and prices are for windows that begin elsewhere. */
abstract class MinimumTurnBehaviour extends ChangeBooks {
    /** 4.00 a month. */
    private static final PlanId TINY = PlanId.of("tiny");

    /** 6.00 a month. */
    private static final PlanId SMALL = PlanId.of("small");

    /** 1.00 a week. */
    private static final PlanId WEEKLY = PlanId.of("weekly");

    MinimumTurnBehaviour(EngineFixture fixture) {
        super(fixture);
    }

    @BeforeEach
    final void sellLittle() {
        BillingInterval week = new BillingInterval(IntervalUnit.WEEK, 1);
        sell(TINY, BillingInterval.MONTHLY, PriceModel.flat(usd("4.00")));
        sell(SMALL, BillingInterval.MONTHLY, PriceModel.flat(usd("6.00")));
        sell(WEEKLY, week, PriceModel.flat(usd("1.00")));
        require(Minimums.of(Money.parse("USD 10.00")));
    }

    /** The window of the first fee begins before the subscription does, as its month does. */
    @Test
    void what_waits_is_asked_for_as_it_has_come_out_by_then() {
        startInMidMonth();
        billAt("2023-11-16T00:00:00Z");
        billAt("2023-12-01T00:00:00Z");
        changeTwice();
        for (String day : List.of("2023-12-20", "2023-12-23", "2023-12-30", "2024-01-06", "2024-01-13")) {
            billAt(day + "T00:00:00Z");
        }
        assertAsked();
    }

    @Test
    void the_same_in_one_run() {
        startInMidMonth();
        changeTwice();
        billAt("2024-01-13T00:00:00Z");
        assertAsked();
    }

    /** The 3.00 of November are for a window from the 10th on, which lies in a week that has no document yet. */
    @Test
    void what_is_to_be_given_back_waits_as_well() {
        givenBackFromAnotherWeek();
        billAt("2023-11-11T00:00:00Z");
        assertThat(engine().countFindings()).containsKey(FindingReason.CARRIED_FORWARD);
        billAt("2023-11-12T00:00:00Z");
        assertGivenBack();
    }

    @Test
    void that_too_in_one_run() {
        givenBackFromAnotherWeek();
        billAt("2023-11-12T00:00:00Z");
        assertGivenBack();
    }

    private void startInMidMonth() {
        clock.set("2023-11-16T00:00:00Z");
        start(NewSubscription.of(ADA, TINY, LocalDate.parse("2023-11-16")).anchoredOn(LocalDate.parse("2023-11-01")));
    }

    /** Another plan from 24 November on, and weeks from 16 December on. */
    private void changeTwice() {
        at("2023-12-20T00:00:00Z", plan(SMALL, when("2023-11-24T00:00:00Z"), null));
        at("2023-12-20T00:00:00Z", plan(WEEKLY, when("2023-12-16T00:00:00Z"), null));
    }

    /** 4.00 · 23/30 − 4.00 · 15/30, 6.00 − 6.00 · 23/30, 6.00 · 15/31, and five weeks. */
    private void assertAsked() {
        assertThat(invoices()).hasSize(1);
        assertThat(lastLines())
                .containsExactly(
                        "tiny [2023-11-16, 2023-11-24) 1.07",
                        "small [2023-11-24, 2023-12-01) 1.40",
                        "small [2023-12-01, 2023-12-16) 2.90",
                        "weekly [2023-12-16, 2023-12-23) 1.00",
                        "weekly [2023-12-23, 2023-12-30) 1.00",
                        "weekly [2023-12-30, 2024-01-06) 1.00",
                        "weekly [2024-01-06, 2024-01-13) 1.00",
                        "weekly [2024-01-13, 2024-01-20) 1.00");
        assertThat(total(last())).isEqualTo("10.37");
    }

    /** Rests in the first days of November, is billed for the rest at once, and turns out to have been of weeks at 21.00 since the 5th. */
    private void givenBackFromAnotherWeek() {
        PlanId whole = PlanId.of("whole");
        PlanId weeks = PlanId.of("weeks");
        Charge fee = new Charge(
                ChargeId.of("fee"),
                "whole",
                PriceModel.flat(usd("3.00")),
                BillingTiming.IN_ADVANCE,
                null,
                ProrationPolicy.NONE,
                false);
        engine().catalog().createPlan(whole, "Whole", CurrencyUnit.USD, BillingInterval.MONTHLY, List.of(fee));
        sell(weeks, new BillingInterval(IntervalUnit.WEEK, 1), PriceModel.flat(usd("21.00")));
        require(Minimums.NONE);
        clock.set("2023-10-01T00:00:00Z");
        start(whole, "2023-10-01");
        billAt("2023-10-01T00:00:00Z");
        at("2023-10-15T00:00:00Z", new SubscriptionCommand.Pause(ChangeTiming.now(), PausedFees.STOP, null));
        billAt("2023-11-01T00:00:00Z");
        at("2023-11-10T00:00:00Z", new SubscriptionCommand.Resume(ChangeTiming.now(), ChangeSettlement.IMMEDIATE));
        assertThat(lastLines()).containsExactly("whole [2023-11-10, 2023-12-01) 3.00");
        require(Minimums.of(Money.parse("USD 10.00")));
        at("2023-11-11T00:00:00Z", plan(weeks, when("2023-11-05T00:00:00Z"), null));
    }

    /** 21.00 · 2/7, and 21.00. */
    private void assertGivenBack() {
        assertThat(lastLines())
                .containsExactly(
                        "whole [2023-11-10, 2023-12-01) -3.00",
                        "weeks [2023-11-10, 2023-11-12) 6.00",
                        "weeks [2023-11-12, 2023-11-19) 21.00");
        assertThat(asked()).isEqualTo(Money.parse("USD 30.00"));
    }

    private void require(Minimums least) {
        engine().settings().update(present -> present.withMinimums(least));
    }
}
