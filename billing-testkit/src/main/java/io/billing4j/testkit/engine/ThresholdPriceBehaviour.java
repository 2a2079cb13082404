package io.billing4j.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.catalog.Charge;
import io.billing4j.catalog.MeterAggregation;
import io.billing4j.engine.Billing4J;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.ChargeId;
import io.billing4j.id.MeterId;
import io.billing4j.id.PlanId;
import io.billing4j.invoice.VoidIntent;
import io.billing4j.period.BillingInterval;
import io.billing4j.price.Commitment;
import io.billing4j.price.MatrixCell;
import io.billing4j.price.PriceModel;
import io.billing4j.price.PriceTerms;
import io.billing4j.run.FindingReason;
import io.billing4j.store.Page;
import io.billing4j.subscription.ChangeTiming;
import io.billing4j.subscription.SubscriptionCommand;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.joda.money.CurrencyUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which prices can be billed at amounts, and what becomes of the rest where another price cannot be computed. */
abstract class ThresholdPriceBehaviour extends ThresholdBooks {
    private static final MeterId OTHERS = MeterId.of("others");
    private static final PlanId EACH = PlanId.of("each");
    /** 1 % of each event's amount, 0.10 at least. */
    private static final PriceModel OF_EACH_EVENT =
            PriceModel.percentage(CurrencyUnit.USD, BigDecimal.ONE).withBoundsPerEvent(usd("0.10"), null);

    ThresholdPriceBehaviour(EngineFixture fixture) {
        super(fixture);
    }

    @BeforeEach
    void meterOthers() {
        engine().catalog().createMeter(OTHERS, MeterAggregation.SUM, false);
    }

    @Test
    void a_price_of_each_event_is_refused_beside_amounts() {
        PriceModel inside = PriceModel.matrix(
                List.of("region"),
                List.of(new MatrixCell(List.of("eu"), OF_EACH_EVENT)),
                PriceModel.percentage(CurrencyUnit.USD, BigDecimal.ONE));
        for (PriceModel price : List.of(OF_EACH_EVENT, inside)) {
            assertRefused(
                    ErrorCode.INVALID_TERMS, "thresholds", () -> sell(PlanId.of("new"), AT_60, fee(), others(price)));
            assertRefused(
                    ErrorCode.INVALID_TERMS,
                    "thresholds",
                    () -> engine().catalog()
                            .addVersion(METERED, BillingInterval.MONTHLY, List.of(others(price)), AT_60));
        }
    }

    @Test
    void amounts_that_come_with_events_are_billed_at_amounts() {
        PlanId resold = PlanId.of("resold");
        sell(resold, AT_60, fee(), others(PriceModel.dynamic(CurrencyUnit.USD, new BigDecimal("1.2"))));
        start(resold, "2023-11-01");
        billAt("2023-11-01T00:00:00Z");
        clock.set("2023-11-10T00:00:00Z");
        use(ADA, OTHERS, "49.99", "2023-11-10T00:00:00Z"); // 59.99
        assertThat(billReachedAt("2023-11-10T01:00:00Z")).isZero();
        use(ADA, OTHERS, "0.01", "2023-11-10T01:00:00Z");
        assertThat(billReachedAt("2023-11-10T02:00:00Z")).isEqualTo(1);

        assertThat(amounts(last())).containsExactly("60.00");
        use(ADA, OTHERS, "10", "2023-11-20T00:00:00Z");
        billAt("2023-12-01T00:00:00Z");
        assertThat(amounts(last())).containsExactly("-60.00", "72.00", "20.00");
    }

    @Test
    void an_add_on_with_a_price_of_each_event_is_refused_beside_a_plan_with_amounts() {
        sell(EACH, null, others(OF_EACH_EVENT));
        begun();

        assertRefused(ErrorCode.INVALID_TERMS, "planId", () -> at("2023-11-05T00:00:00Z", each(ChangeTiming.now())));
        assertRefused(
                ErrorCode.INVALID_TERMS,
                "planId",
                () -> at("2023-11-05T00:00:00Z", each(when("2023-12-05T00:00:00Z"))));
    }

    @Test
    void a_plan_with_amounts_is_refused_beside_an_add_on_with_a_price_of_each_event() {
        sell(EACH, null, others(OF_EACH_EVENT));
        start(BASIC, "2023-11-01");
        at("2023-11-05T00:00:00Z", each(ChangeTiming.now()));

        assertRefused(ErrorCode.INVALID_TERMS, "planId", () -> at("2023-11-06T00:00:00Z", plan(METERED)));
        at("2023-11-07T00:00:00Z", new SubscriptionCommand.RemoveAddOn(EACH, ChangeTiming.now(), null));
        at("2023-11-08T00:00:00Z", plan(METERED));
        use("2023-11-10T00:00:00Z", "80");
        billAt("2023-11-10T12:00:00Z");
        assertThat(early()).hasSize(1);
    }

    @Test
    void events_priced_before_the_plan_had_amounts_stand_on_one_early_document() {
        sell(EACH, null, fee(), others(OF_EACH_EVENT));
        start(EACH, "2023-11-01");
        billAt("2023-11-01T00:00:00Z");
        clock.set("2023-11-03T00:00:00Z");
        use(ADA, OTHERS, "5", "2023-11-03T00:00:00Z"); // 0.10 at least
        at("2023-11-05T00:00:00Z", plan(METERED));
        use("2023-11-10T00:00:00Z", "80");
        billAt("2023-11-10T12:00:00Z");
        use("2023-11-11T00:00:00Z", "160"); // 100.00 + 140 × 0.50 = 170.00
        billAt("2023-11-11T12:00:00Z");

        assertThat(early().stream().map(ThresholdBooks::amounts))
                .containsExactly(List.of("0.10", "80.00"), List.of("-80.00", "170.00"));
    }

    @Test
    void terms_of_the_whole_plan_hold_on_early_documents_and_are_made_up_for_with_the_rest() {
        PlanId promised = PlanId.of("promised");
        sell(
                promised,
                AT_60,
                fee(),
                units(UNITS),
                Charge.spend(
                        ChargeId.of("spend"),
                        "Spend",
                        CurrencyUnit.USD,
                        PriceTerms.NONE
                                .withCommitment(new Commitment(usd("100"), new BigDecimal("1.5"), true))
                                .withMaximum(usd("150"))));
        start(promised, "2023-11-01");
        billAt("2023-11-01T00:00:00Z");
        use("2023-11-10T00:00:00Z", "60");
        billAt("2023-11-10T12:00:00Z");
        assertThat(amounts(last())).containsExactly("60.00");
        voidLast(VoidIntent.REISSUE);
        use("2023-11-12T00:00:00Z", "40"); // 80.00 are left of 100.00: 80.00 + 20.00 × 1.5
        billAt("2023-11-12T12:00:00Z");
        assertThat(amounts(last())).containsExactly("110.00");
        use("2023-11-13T00:00:00Z", "-30");
        billAt("2023-12-01T00:00:00Z");

        // 20.00 + 70.00: 10.00 are missing
        assertThat(amounts(last())).containsExactly("-110.00", "70.00", "10.00", "20.00");
    }

    @Test
    void the_rest_is_billed_without_corrections_that_cannot_be_computed() {
        PlanId squared = PlanId.of("squared");
        sell(squared, null, fee(), others(PriceModel.custom("square", 1, CurrencyUnit.USD, Map.of("rate", "1"))));
        start(squared, "2023-10-01");
        billAt("2023-10-01T00:00:00Z");
        clock.set("2023-10-10T00:00:00Z");
        use(ADA, OTHERS, "9", "2023-10-10T00:00:00Z");
        at("2023-10-31T00:00:00Z", plan(METERED, ChangeTiming.periodEnd(), null));
        billAt("2023-11-01T00:00:00Z");
        use("2023-11-10T00:00:00Z", "80");
        billAt("2023-11-10T12:00:00Z");
        use(ADA, OTHERS, "1", "2023-10-11T00:00:00Z");
        Billing4J without = Billing4J.builder(store()).clock(clock).build();
        clock.set("2023-12-01T00:00:00Z");
        without.forTenant(tenant).runs().run(Instant.parse("2023-12-01T00:00:00Z"));

        // The early document is taken back with the rest, and nothing is said of October's 81.00
        assertThat(amounts(last())).containsExactly("-80.00", "80.00", "20.00");
        assertThat(engine().listFindings(ADA, FindingReason.CORRECTION_NOT_COMPUTABLE, Page.first(10)))
                .hasSize(1);
        billAt("2024-01-01T00:00:00Z");
        assertThat(amounts(last())).containsExactlyInAnyOrder("-81.00", "100.00", "20.00");
        billAt("2024-02-01T00:00:00Z");
        assertThat(amounts(last())).containsExactly("20.00");
    }

    private static SubscriptionCommand each(ChangeTiming timing) {
        return new SubscriptionCommand.SetAddOn(EACH, null, BigDecimal.ONE, timing, null);
    }

    private static Charge others(PriceModel price) {
        return Charge.usage(ChargeId.of("others"), "Others", price, OTHERS);
    }
}
