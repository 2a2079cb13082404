package io.billing4j.benchmarks;

import io.billing4j.catalog.Aggregation;
import io.billing4j.catalog.Charge;
import io.billing4j.catalog.Meter;
import io.billing4j.id.ChargeId;
import io.billing4j.id.MeterId;
import io.billing4j.price.PriceModel;
import io.billing4j.price.Tier;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.joda.money.BigMoney;

/** What stands on a document that is measured. */
public enum DocumentShape {
    /** A monthly fee: one line. */
    FLAT {
        @Override
        List<Charge> charges() {
            return List.of(fee("base"));
        }
    },
    /** A monthly fee, and usage in three tiers: two lines. */
    FLAT_AND_GRADUATED {
        @Override
        List<Charge> charges() {
            return List.of(fee("base"), graduated("tokens"));
        }
    },
    /** Two fees, four meters in tiers, two by the unit, two in packages: ten lines. */
    TEN_LINES {
        @Override
        List<Charge> charges() {
            List<Charge> charges = new ArrayList<>(List.of(fee("base"), fee("support")));
            for (int i = 0; i < 4; i++) {
                charges.add(graduated("graduated-" + i));
            }
            for (int i = 0; i < 2; i++) {
                charges.add(usage("unit-" + i, PriceModel.perUnit(usd("0.0006"))));
                charges.add(
                        usage("package-" + i, PriceModel.packaged(new BigDecimal(1000), usd("0.50"), BigDecimal.ZERO)));
            }
            return charges;
        }
    };

    /** The meter that a charge of the benchmark names. */
    static Meter meter(MeterId id, Instant createdAt) {
        return Meter.of(id, Aggregation.sum(), false, createdAt);
    }

    abstract List<Charge> charges();

    private static Charge fee(String id) {
        return Charge.fee(ChargeId.of(id), "Fee " + id, PriceModel.flat(usd("20.00")));
    }

    private static Charge graduated(String id) {
        return usage(
                id,
                PriceModel.graduated(List.of(
                        Tier.upTo(new BigDecimal(100_000), usd("0")),
                        Tier.upTo(new BigDecimal(500_000), usd("0.00015")),
                        Tier.beyond(usd("0.0001")))));
    }

    private static Charge usage(String id, PriceModel price) {
        return Charge.usage(ChargeId.of(id), "Usage of " + id, price, MeterId.of(id));
    }

    private static BigMoney usd(String amount) {
        return BigMoney.parse("USD " + amount);
    }
}
