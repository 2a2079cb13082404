package io.billing4j.benchmarks.books;

import io.billing4j.catalog.Charge;
import io.billing4j.catalog.MeterAggregation;
import io.billing4j.engine.BillingEngine;
import io.billing4j.id.ChargeId;
import io.billing4j.id.MeterId;
import io.billing4j.id.PlanId;
import io.billing4j.period.BillingInterval;
import io.billing4j.price.PriceModel;
import io.billing4j.price.Tier;
import java.math.BigDecimal;
import java.util.List;
import org.joda.money.BigMoney;
import org.joda.money.CurrencyUnit;

/** What stands on the documents of a run that is measured. */
public enum Shape {
    /** A monthly fee. */
    FLAT("flat") {
        @Override
        List<Charge> charges() {
            return List.of(fee());
        }
    },
    /** A monthly fee, usage by the unit and usage in tiers. */
    FLAT_AND_TWO_USAGE("flat + 2 usage") {
        @Override
        List<Charge> charges() {
            return List.of(
                    fee(),
                    Charge.usage(
                            ChargeId.of("tokens"),
                            "Tokens",
                            PriceModel.graduated(List.of(
                                    Tier.upTo(new BigDecimal(100_000), usd("0")),
                                    Tier.upTo(new BigDecimal(500_000), usd("0.00015")),
                                    Tier.beyond(usd("0.0001")))),
                            MeterId.of("tokens")),
                    Charge.usage(
                            ChargeId.of("calls"), "Calls", PriceModel.perUnit(usd("0.0006")), MeterId.of("calls")));
        }

        @Override
        public List<MeterId> meters() {
            return List.of(MeterId.of("tokens"), MeterId.of("calls"));
        }
    };

    /** The plan that all customers have. */
    public static final PlanId PLAN = PlanId.of("assistant");

    private final String shown;

    Shape(String shown) {
        this.shown = shown;
    }

    abstract List<Charge> charges();

    /** The meters that it prices. */
    public List<MeterId> meters() {
        return List.of();
    }

    /** Offers the plan. */
    void offer(BillingEngine engine) {
        meters().forEach(meter -> engine.catalog().createMeter(meter, MeterAggregation.SUM, false));
        engine.catalog().createPlan(PLAN, "Assistant", CurrencyUnit.USD, BillingInterval.MONTHLY, charges());
    }

    @Override
    public String toString() {
        return shown;
    }

    private static Charge fee() {
        return Charge.fee(ChargeId.of("base"), "Assistant", PriceModel.flat(usd("20.00")));
    }

    private static BigMoney usd(String amount) {
        return BigMoney.parse("USD " + amount);
    }
}
