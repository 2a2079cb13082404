package io.billing4j.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.catalog.Charge;
import io.billing4j.catalog.MeterAggregation;
import io.billing4j.id.ChargeId;
import io.billing4j.id.EventId;
import io.billing4j.id.MeterId;
import io.billing4j.id.PlanId;
import io.billing4j.invoice.Invoice;
import io.billing4j.period.BillingInterval;
import io.billing4j.price.PriceModel;
import io.billing4j.price.PriceTerms;
import io.billing4j.subscription.ChangeTiming;
import io.billing4j.subscription.SubscriptionCommand;
import io.billing4j.usage.UsageEvent;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.joda.money.CurrencyUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Minimums of whole plans, 100.00 with units at 1.00, across changes of plan: one of 30.00 and one of 90.00 a month in advance. */
abstract class PlanSpendChangeBehaviour extends CreditBooks {
    private static final PlanId PLAN = PlanId.of("promised");
    private static final PlanId DEAR = PlanId.of("promised-dear");
    private static final MeterId UNITS = MeterId.of("units");

    PlanSpendChangeBehaviour(EngineFixture fixture) {
        super(fixture);
    }

    @BeforeEach
    void promise() {
        engine().catalog().createMeter(UNITS, MeterAggregation.SUM, false);
        sell(PLAN, "30");
        sell(DEAR, "90");
    }

    @Test
    void what_was_credited_of_a_minimum_goes_over_to_a_fee_in_its_place() {
        start(PLAN, "2023-11-01");
        billAt("2023-11-01T00:00:00Z");
        billAt("2023-12-01T00:00:00Z");
        assertThat(lastLines())
                .containsExactly("Spend [2023-11-01, 2023-12-01) 70.00", "Fee [2023-12-01, 2024-01-01) 30.00");
        engine().creditNotes().issue(line(last(), 1, "60.00"));
        at("2023-12-05T00:00:00Z", plan(DEAR, when("2023-11-01T00:00:00Z"), null));
        billAt("2024-01-01T00:00:00Z");

        // −60.00 with the 70.00 that were missing; 10.00 with those that are, and 50.00 with November's fee
        Invoice corrected = last();
        assertThat(amounts(corrected))
                .containsExactlyInAnyOrder("-30.00", "90.00", "-70.00", "10.00", "-30.00", "90.00", "10.00", "90.00");
        assertThat(corrected.lines().stream()
                        .map(line -> line.discount().getAmount().toPlainString()))
                .containsExactlyInAnyOrder("0.00", "50.00", "-60.00", "10.00", "0.00", "0.00", "0.00", "0.00");
        assertThat(stored(corrected.id())).isEqualTo(corrected);
    }

    @Test
    void the_plan_may_become_an_add_on_in_mid_period() {
        start(PLAN, "2023-11-01");
        billAt("2023-11-01T00:00:00Z");
        count("1", "40", "2023-11-10T00:00:00Z");
        at("2023-11-16T00:00:00Z", plan(BASIC));
        at(
                "2023-11-16T00:00:00Z",
                new SubscriptionCommand.SetAddOn(PLAN, null, BigDecimal.ONE, ChangeTiming.now(), null));
        count("2", "20", "2023-11-20T00:00:00Z");
        billAt("2023-12-01T00:00:00Z");

        // Half of 100.00: 15.00 + 40.00 is more, and 15.00 + 20.00 leave 15.00
        assertThat(lastLines())
                .contains("Units [2023-11-01, 2023-11-16) 40.00", "Units [2023-11-16, 2023-12-01) 20.00")
                .filteredOn(line -> line.startsWith("Spend"))
                .containsExactly("Spend [2023-11-16, 2023-12-01) 15.00");
    }

    private void count(String id, String units, String occurredAt) {
        engine().usage()
                .record(List.of(
                        UsageEvent.of(EventId.of(id), ADA, UNITS, new BigDecimal(units), Instant.parse(occurredAt))));
    }

    private void sell(PlanId plan, String fee) {
        engine().catalog()
                .createPlan(
                        plan,
                        plan.value(),
                        CurrencyUnit.USD,
                        BillingInterval.MONTHLY,
                        List.of(
                                Charge.fee(ChargeId.of("fee"), "Fee", PriceModel.flat(usd(fee))),
                                Charge.usage(ChargeId.of("units"), "Units", PriceModel.perUnit(usd("1")), UNITS),
                                Charge.spend(
                                        ChargeId.of("spend"),
                                        "Spend",
                                        CurrencyUnit.USD,
                                        PriceTerms.NONE.withMinimum(usd("100")))));
    }
}
