package io.billing4j.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.catalog.Charge;
import io.billing4j.catalog.MeterAggregation;
import io.billing4j.engine.NewCustomer;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.ChargeId;
import io.billing4j.id.CustomerId;
import io.billing4j.id.MeterId;
import io.billing4j.id.PlanId;
import io.billing4j.period.BillingInterval;
import io.billing4j.price.CustomPrice;
import io.billing4j.price.MatrixCell;
import io.billing4j.price.MatrixPrice;
import io.billing4j.price.PartsNeeded;
import io.billing4j.price.PercentagePrice;
import io.billing4j.price.PriceModel;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.joda.money.CurrencyUnit;
import org.junit.jupiter.api.Test;

/** What is sold. */
abstract class CatalogueBehaviour extends EngineBooks {
    CatalogueBehaviour(EngineFixture fixture) {
        super(fixture);
    }

    @Test
    void a_plan_with_an_unknown_meter_is_refused_and_not_there() {
        Charge unknown = Charge.usage(ChargeId.of("x"), "X", PriceModel.perUnit(usd("1")), MeterId.of("nobody"));
        assertRefused(
                ErrorCode.METER_NOT_FOUND,
                "charges[1].meterId",
                () -> engine().catalog()
                        .createPlan(
                                PlanId.of("p2"),
                                "P2",
                                CurrencyUnit.USD,
                                BillingInterval.MONTHLY,
                                List.of(fee(), unknown)));
        assertThat(engine().catalog().findPlan(PlanId.of("p2"))).isEmpty();
    }

    @Test
    void a_price_that_asks_its_meter_for_what_it_does_not_measure_is_refused() {
        PriceModel zero = PriceModel.perUnit(usd("0"));
        Charge byRegion = usage(new MatrixPrice(
                List.of("region"), List.of(new MatrixCell(List.of("eu"), PriceModel.perUnit(usd("1")))), zero));
        assertRefused(ErrorCode.INVALID_CHARGE, "charges[1].price", () -> planOf(byRegion));

        MeterId largest = MeterId.of("largest");
        engine().catalog().createMeter(largest, MeterAggregation.MAX, false);
        Charge perEvent = Charge.usage(
                ChargeId.of("x"),
                "X",
                new PercentagePrice(BigDecimal.ONE, 0, usd("0"), usd("0.10"), null, null),
                largest);
        assertRefused(ErrorCode.INVALID_CHARGE, "charges[1].price", () -> planOf(perEvent));
    }

    @Test
    void a_price_by_event_takes_no_meter_whose_events_take_others_back() {
        MeterId refunds = MeterId.of("payments");
        engine().catalog().createMeter(refunds, MeterAggregation.SUM, true);
        Charge perEvent = Charge.usage(
                ChargeId.of("x"),
                "X",
                new PercentagePrice(BigDecimal.ONE, 0, usd("0"), usd("0.10"), null, null),
                refunds);

        assertRefused(ErrorCode.INVALID_CHARGE, "charges[1].meterId", () -> planOf(perEvent));
    }

    @Test
    void a_price_of_a_function_that_is_not_registered_is_refused() {
        Charge custom = usage(new CustomPrice("barter", 1, CurrencyUnit.USD, Map.of(), PartsNeeded.NONE));

        assertRefused(ErrorCode.CUSTOM_MODEL_UNKNOWN, "charges[1].price", () -> planOf(custom));
        assertThat(engine().catalog().findPlan(PlanId.of("p2"))).isEmpty();
    }

    private static Charge usage(PriceModel price) {
        return Charge.usage(ChargeId.of("x"), "X", price, CALLS);
    }

    private void planOf(Charge charge) {
        engine().catalog()
                .createPlan(PlanId.of("p2"), "P2", CurrencyUnit.USD, BillingInterval.MONTHLY, List.of(fee(), charge));
    }

    @Test
    void another_version_leaves_existing_subscriptions_alone() {
        subscribe(ADA, "2023-11-01");
        Charge dearer = Charge.fee(ChargeId.of("fee"), "Monthly fee", PriceModel.flat(usd("30.00")));
        engine().catalog().addVersion(API, BillingInterval.MONTHLY, List.of(dearer, calls()));
        engine().customers().create(NewCustomer.of(CustomerId.of("bob"), "Bob"));
        subscribe(CustomerId.of("bob"), "2023-11-01");

        run("2023-11-01");

        assertThat(invoices()).extracting(EngineBooks::total).containsExactly("20.00", "30.00");
    }

    @Test
    void an_archived_plan_takes_no_new_subscription_and_keeps_its_old_ones() {
        subscribe(ADA, "2023-11-01");
        engine().customers().create(NewCustomer.of(CustomerId.of("bob"), "Bob"));
        engine().catalog().archivePlan(API);

        assertRefused(ErrorCode.PLAN_ARCHIVED, "planId", () -> subscribe(CustomerId.of("bob"), "2023-11-01"));
        run("2023-11-01");
        assertThat(numbers(invoices())).containsExactly("INV-202311-00001");
    }
}
