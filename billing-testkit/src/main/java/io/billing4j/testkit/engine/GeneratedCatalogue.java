package io.billing4j.testkit.engine;

import io.billing4j.catalog.Aggregation;
import io.billing4j.catalog.AggregationWindow;
import io.billing4j.catalog.BillingTiming;
import io.billing4j.catalog.Charge;
import io.billing4j.catalog.EventFilter;
import io.billing4j.engine.NewMeter;
import io.billing4j.id.ChargeId;
import io.billing4j.id.CustomerId;
import io.billing4j.id.EventId;
import io.billing4j.id.MeterId;
import io.billing4j.period.ProrationPolicy;
import io.billing4j.price.BlockPolicy;
import io.billing4j.price.BlockTier;
import io.billing4j.price.CapacityTier;
import io.billing4j.price.Commitment;
import io.billing4j.price.FirstFlatFee;
import io.billing4j.price.MatrixCell;
import io.billing4j.price.PartsNeeded;
import io.billing4j.price.PercentagePrice;
import io.billing4j.price.PercentageTier;
import io.billing4j.price.PriceBand;
import io.billing4j.price.PriceModel;
import io.billing4j.price.PriceTerms;
import io.billing4j.price.QuantityConversion;
import io.billing4j.price.Tier;
import io.billing4j.price.TierBound;
import io.billing4j.usage.UsageEvent;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.joda.money.BigMoney;
import org.joda.money.CurrencyUnit;
import org.jspecify.annotations.Nullable;

/** A plan's charges, their meters and what is reported on them, the same for the same seed. */
final class GeneratedCatalogue {
    private final Random random;
    private final List<NewMeter> meters = new ArrayList<>();
    private final List<Charge> charges = new ArrayList<>();

    /** Two fees, one of them in arrears, and three prices of usage of which one looks at groups or events. */
    GeneratedCatalogue(long seed) {
        random = new Random(seed);
        charges.add(charge(ofTotal(), BillingTiming.IN_ADVANCE, null));
        charges.add(charge(PriceModel.flat(price()), BillingTiming.IN_ARREARS, null));
        for (PriceModel model : List.of(ofTotal(), ofTotal(), ofParts())) {
            MeterId meter = MeterId.of("generated-" + meters.size());
            boolean byEvent = model.partsNeeded() == PartsNeeded.EVENTS;
            Aggregation aggregation = byEvent ? Aggregation.sum() : aggregation();
            EventFilter filter =
                    random.nextInt(3) == 0 ? EventFilter.including("size", "big", "small") : EventFilter.ALL;
            meters.add(new NewMeter(meter, aggregation, filter, List.of("region", "size"), !byEvent));
            charges.add(charge(model, BillingTiming.IN_ARREARS, meter));
        }
    }

    List<NewMeter> meters() {
        return meters;
    }

    List<Charge> charges() {
        return charges;
    }

    /** Events at any time from an instant on, in no order, every tenth taking something back. */
    List<UsageEvent> events(CustomerId customer, Instant from, Duration during) {
        List<UsageEvent> events = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            Map<String, String> properties = new HashMap<>(Map.of(
                    "size", pick("big", "small", "odd"), "gb", number(100).toPlainString()));
            if (random.nextInt(4) > 0) {
                properties.put("region", pick("eu", "us"));
            }
            BigDecimal quantity = number(60);
            NewMeter meter = meters.get(random.nextInt(meters.size()));
            boolean takesBack = meter.negativeAllowed() && random.nextInt(10) == 0;
            events.add(new UsageEvent(
                    EventId.of("e-" + i),
                    customer,
                    null,
                    meter.id(),
                    takesBack ? quantity.negate() : quantity,
                    from.plusNanos(1000L * random.nextLong(during.toNanos() / 1000)),
                    null,
                    properties));
        }
        return events;
    }

    private Charge charge(PriceModel model, BillingTiming timing, @Nullable MeterId meter) {
        int number = charges.size();
        return new Charge(
                ChargeId.of("c-" + number),
                "Charge " + number,
                model,
                timing,
                meter,
                pick(ProrationPolicy.values()),
                random.nextBoolean(),
                terms(model.usesQuantity() && model.partsNeeded() == PartsNeeded.NONE));
    }

    private PriceTerms terms(boolean ofTotal) {
        PriceTerms terms = PriceTerms.NONE;
        if (ofTotal && random.nextInt(3) == 0) {
            terms = terms.withConversion(new QuantityConversion(new BigDecimal(3), RoundingMode.HALF_UP));
        }
        if (ofTotal && random.nextInt(3) == 0) {
            terms = terms.withIncludedUnits(number(10));
        }
        if (random.nextInt(3) == 0) {
            terms = terms.withDiscountPercent(number(100));
        }
        BigMoney promised = price();
        if (random.nextInt(3) == 0) {
            terms = terms.withCommitment(new Commitment(promised, number(4), random.nextBoolean()));
        }
        return random.nextInt(3) == 0 ? terms.withMaximum(promised.plus(price())) : terms;
    }

    private Aggregation aggregation() {
        return pick(
                Aggregation.sum(),
                Aggregation.count(),
                Aggregation.max(),
                Aggregation.latest().carryingOver(),
                Aggregation.unique("size"),
                Aggregation.sum().of("gb"),
                Aggregation.timeWeightedSum(),
                Aggregation.timeWeightedUnique("size").carryingOver(),
                Aggregation.max().per(AggregationWindow.DAY),
                Aggregation.custom("ranked", 1, Map.of("rank", "2")));
    }

    private PriceModel ofTotal() {
        return switch (random.nextInt(10)) {
            case 0 -> PriceModel.perUnit(price());
            case 1 -> PriceModel.graduated(tiers(), pick(FirstFlatFee.values()));
            case 2 -> PriceModel.volume(tiers(), pick(TierBound.values()), pick(FirstFlatFee.values()));
            case 3 -> PriceModel.packaged(size(), price(), number(5));
            case 4 -> PriceModel.stairstep(List.of(new PriceBand(size(), price()), new PriceBand(null, price())));
            case 5 -> PercentagePrice.of(CurrencyUnit.USD, number(100));
            case 6 ->
                PriceModel.graduatedPercentage(List.of(
                        new PercentageTier(size(), number(100), price()),
                        new PercentageTier(null, number(100), price())));
            case 7 -> PriceModel.dynamic(CurrencyUnit.USD, number(3));
            case 8 ->
                PriceModel.blocks(
                        pick(BlockPolicy.values()),
                        List.of(new BlockTier(size(), 3L, price()), new BlockTier(size(), null, price())));
            default ->
                PriceModel.custom(
                        "square",
                        1,
                        CurrencyUnit.USD,
                        Map.of("rate", price().getAmount().toPlainString()));
        };
    }

    private PriceModel ofParts() {
        return switch (random.nextInt(4)) {
            case 0 ->
                PercentagePrice.of(CurrencyUnit.USD, number(100))
                        .withFreeEvents(random.nextInt(3))
                        .withFixedPerEvent(price());
            case 1 ->
                PriceModel.matrix(
                        List.of("region", "size"),
                        List.of(
                                new MatrixCell(List.of("eu", "big"), ofTotal()),
                                new MatrixCell(List.of("us", "odd"), PriceModel.bucketed(ofTotal()))),
                        ofTotal());
            case 2 -> PriceModel.bucketed(ofTotal());
            default ->
                PriceModel.capacity(
                        "region",
                        List.of(
                                new CapacityTier(Map.of("eu", size(), "us", size()), price()),
                                new CapacityTier(Map.of(), price())));
        };
    }

    private List<Tier> tiers() {
        return List.of(new Tier(size(), price(), price()), new Tier(null, price(), price()));
    }

    private BigDecimal size() {
        return BigDecimal.ONE.add(number(40));
    }

    private BigMoney price() {
        return BigMoney.of(CurrencyUnit.USD, number(20));
    }

    /** Below the bound, with up to six decimals. */
    private BigDecimal number(int bound) {
        int decimals = random.nextInt(7);
        return BigDecimal.valueOf(random.nextInt(bound * 1_000_000), 6).setScale(decimals, RoundingMode.DOWN);
    }

    @SafeVarargs
    private <T> T pick(T... values) {
        return values[random.nextInt(values.length)];
    }
}
