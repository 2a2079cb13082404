package io.billing4j.jdbc.internal.json;

import io.billing4j.price.BlockPolicy;
import io.billing4j.price.BlockTier;
import io.billing4j.price.CapacityTier;
import io.billing4j.price.CustomPrice;
import io.billing4j.price.FirstFlatFee;
import io.billing4j.price.GraduatedPercentagePrice;
import io.billing4j.price.MatrixCell;
import io.billing4j.price.PackageRounding;
import io.billing4j.price.PartsNeeded;
import io.billing4j.price.PercentagePrice;
import io.billing4j.price.PercentageTier;
import io.billing4j.price.PriceBand;
import io.billing4j.price.PriceModel;
import io.billing4j.price.StairstepPrice;
import io.billing4j.price.Tier;
import io.billing4j.price.TierBound;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.joda.money.BigMoney;
import org.joda.money.CurrencyUnit;

/** Price models that look at parts, hold others, or have policies that are not the usual ones. */
final class PartPrices {
    private PartPrices() {}

    static Arbitrary<PriceModel> models(CurrencyUnit currency, Arbitrary<PriceModel> usual) {
        Arbitrary<BigMoney> amounts = Prices.decimals(0).map(amount -> BigMoney.of(currency, amount));
        Arbitrary<List<Tier>> tiers = Combinators.combine(Prices.tiers(amounts), amounts.injectNull(0.5))
                .as((plain, most) -> most == null
                        ? plain
                        : plain.stream().map(tier -> tier.withMaximum(most)).toList());
        Arbitrary<FirstFlatFee> fees = Arbitraries.of(FirstFlatFee.values());
        Arbitrary<TierBound> bounds = Arbitraries.of(TierBound.values());
        Arbitrary<String> texts = Arbitraries.of("eu", "us", "\"quoted\"", "ключ", "a/b");
        return Arbitraries.oneOf(
                Combinators.combine(tiers, fees).as(PriceModel::graduated),
                Combinators.combine(tiers, bounds, fees).as(PriceModel::volume),
                Combinators.combine(
                                Prices.decimals(1),
                                amounts,
                                Prices.decimals(0),
                                Arbitraries.of(PackageRounding.values()))
                        .as(PriceModel::packaged),
                Combinators.combine(tiers, bounds)
                        .as((steps, bound) -> new StairstepPrice(
                                steps.stream()
                                        .map(tier -> new PriceBand(tier.upTo(), tier.unitAmount()))
                                        .toList(),
                                bound)),
                percentages(currency, amounts),
                Combinators.combine(tiers, percents(), fees)
                        .as((steps, percent, fee) -> new GraduatedPercentagePrice(
                                steps.stream()
                                        .map(tier -> new PercentageTier(tier.upTo(), percent, tier.flatAmount()))
                                        .toList(),
                                fee)),
                Prices.decimals(0).map(multiplier -> PriceModel.dynamic(currency, multiplier)),
                Combinators.combine(texts.set().ofMaxSize(5), usual, usual)
                        .as((values, cell, otherwise) -> PriceModel.matrix(
                                List.of("region"),
                                values.stream()
                                        .map(value -> new MatrixCell(List.of(value), cell))
                                        .toList(),
                                otherwise)),
                usual.map(PriceModel::bucketed),
                usual.map(PriceModel::bucketed).map(PriceModel::bucketed),
                Combinators.combine(
                                Arbitraries.of(BlockPolicy.values()),
                                Prices.decimals(1),
                                amounts,
                                Arbitraries.longs().greaterOrEqual(1))
                        .as((policy, size, amount, blocks) -> PriceModel.blocks(
                                policy,
                                List.of(new BlockTier(size, blocks, amount), new BlockTier(size, null, amount)))),
                Combinators.combine(texts, Prices.decimals(0), amounts)
                        .as((group, limit, amount) -> PriceModel.capacity(
                                "unit",
                                List.of(
                                        new CapacityTier(Map.of(group, limit), amount),
                                        new CapacityTier(Map.of(), amount)))),
                Combinators.combine(texts, Arbitraries.of(PartsNeeded.values()))
                        .as((value, parts) -> new CustomPrice("squared", 3, currency, Map.of("unit", value), parts)));
    }

    private static Arbitrary<PriceModel> percentages(CurrencyUnit currency, Arbitrary<BigMoney> amounts) {
        return Combinators.combine(
                        percents(),
                        Arbitraries.longs().greaterOrEqual(0),
                        amounts,
                        amounts,
                        amounts.injectNull(0.5),
                        Arbitraries.of(true, false))
                .as((percent, events, free, fixed, bound, least) -> PercentagePrice.of(currency, percent)
                        .withFreeEvents(events)
                        .withFreeAmount(free)
                        .withFixedPerEvent(fixed)
                        .withBoundsPerEvent(least ? bound : null, least ? null : bound));
    }

    private static Arbitrary<BigDecimal> percents() {
        return Arbitraries.bigDecimals()
                .between(BigDecimal.ZERO, BigDecimal.valueOf(100))
                .ofScale(6);
    }
}
