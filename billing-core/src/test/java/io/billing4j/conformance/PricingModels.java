package io.billing4j.conformance;

import io.billing4j.price.BlockPolicy;
import io.billing4j.price.BlockTier;
import io.billing4j.price.CapacityTier;
import io.billing4j.price.FirstFlatFee;
import io.billing4j.price.GraduatedPercentagePrice;
import io.billing4j.price.MatrixCell;
import io.billing4j.price.PackageRounding;
import io.billing4j.price.PercentageTier;
import io.billing4j.price.PriceModel;
import io.billing4j.price.Tier;
import io.billing4j.price.TierBound;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.joda.money.BigMoney;
import org.joda.money.CurrencyUnit;
import org.jspecify.annotations.Nullable;

/** Price models as cases write them. */
final class PricingModels {
    /** The dimension by which the units of a case are told apart. */
    static final String UNIT = "unit";

    private final CurrencyUnit currency;
    private final CaseInput input;
    private final CaseInput properties;

    PricingModels(CurrencyUnit currency, CaseInput input) {
        this.currency = currency;
        this.input = input;
        this.properties = input.object("properties");
    }

    PriceModel model() {
        String model = input.text("model");
        return model.equals("bucketed") ? PriceModel.bucketed(model(properties.text("inner_model"))) : model(model);
    }

    private PriceModel model(String model) {
        return switch (model) {
            case "standard" -> PriceModel.perUnit(amount(properties, "unit_amount"));
            case "package" ->
                PriceModel.packaged(
                        properties.decimal("package_size"),
                        amount(properties, "package_amount"),
                        properties.decimal("free_units", BigDecimal.ZERO),
                        PackageRounding.valueOf(properties.text("round", "up").toUpperCase(Locale.ROOT)));
            case "graduated" -> PriceModel.graduated(tiers(), firstFlatFee());
            case "volume" -> PriceModel.volume(tiers(), bound(), firstFlatFee());
            case "percentage" -> percentage();
            case "graduated_percentage" -> new GraduatedPercentagePrice(percentageTiers(), firstFlatFee());
            case "dynamic" -> PriceModel.dynamic(currency, properties.decimal("multiplier", BigDecimal.ONE));
            case "capacity" -> PriceModel.capacity(UNIT, capacityTiers());
            case "blocks" -> blocks();
            default -> throw new IllegalArgumentException("no such model: " + model);
        };
    }

    private FirstFlatFee firstFlatFee() {
        return Boolean.parseBoolean(input.convention("first_flat_on_zero"))
                ? FirstFlatFee.ALWAYS
                : FirstFlatFee.WHEN_ENTERED;
    }

    private TierBound bound() {
        return input.convention("tier_bound").equals("lower_inclusive")
                ? TierBound.LOWER_INCLUSIVE
                : TierBound.UPPER_INCLUSIVE;
    }

    private List<Tier> tiers() {
        List<Tier> tiers = new ArrayList<>();
        for (CaseInput tier : properties.objects("tiers")) {
            tiers.add(new Tier(
                    upTo(tier), amount(tier, "unit_amount"), amount(tier, "flat_amount"), optional(tier, "flat_cap")));
        }
        return tiers;
    }

    private List<PercentageTier> percentageTiers() {
        return properties.objects("tiers").stream()
                .map(tier -> new PercentageTier(
                        upTo(tier), tier.decimal("rate_percent", BigDecimal.ZERO), amount(tier, "flat_amount")))
                .toList();
    }

    private PriceModel percentage() {
        return PriceModel.percentage(currency, properties.decimal("rate_percent"))
                .withFixedPerEvent(amount(properties, "fixed_per_event"))
                .withFreeEvents(properties.has("free_events") ? properties.integer("free_events") : 0)
                .withFreeAmount(amount(properties, "free_amount"))
                .withBoundsPerEvent(optional(properties, "min_per_event"), optional(properties, "max_per_event"));
    }

    private List<CapacityTier> capacityTiers() {
        List<CapacityTier> tiers = new ArrayList<>();
        for (CaseInput tier : properties.objects("tiers")) {
            Map<String, BigDecimal> most = new TreeMap<>();
            CaseInput limits = tier.object("max");
            limits.json().properties().forEach(limit -> {
                if (limits.has(limit.getKey())) {
                    most.put(limit.getKey(), limits.decimal(limit.getKey()));
                }
            });
            tiers.add(new CapacityTier(most, amount(tier, "amount")));
        }
        return tiers;
    }

    private PriceModel blocks() {
        BlockPolicy policy = BlockPolicy.valueOf(properties.text("policy").toUpperCase(Locale.ROOT));
        CaseInput units = properties.object("units");
        List<MatrixCell> cells = new ArrayList<>();
        units.json()
                .properties()
                .forEach(unit -> cells.add(new MatrixCell(
                        List.of(unit.getKey()), PriceModel.blocks(policy, blockTiers(units.objects(unit.getKey()))))));
        return PriceModel.matrix(List.of(UNIT), cells, PriceModel.perUnit(BigMoney.zero(currency)));
    }

    /** The peer goes on with the last tier beyond its end, which is how an open tier is written here. */
    private List<BlockTier> blockTiers(List<CaseInput> tiers) {
        List<BlockTier> blocks = new ArrayList<>();
        for (int i = 0; i < tiers.size(); i++) {
            CaseInput tier = tiers.get(i);
            boolean last = i == tiers.size() - 1;
            blocks.add(new BlockTier(
                    tier.decimal("block_size"),
                    last ? null : (long) tier.integer("max_blocks"),
                    amount(tier, "block_amount")));
        }
        return blocks;
    }

    private static @Nullable BigDecimal upTo(CaseInput tier) {
        return tier.has("up_to") ? tier.decimal("up_to") : null;
    }

    /** An amount that is left out is nothing. */
    private BigMoney amount(CaseInput from, String field) {
        return BigMoney.of(currency, from.decimal(field, BigDecimal.ZERO));
    }

    private @Nullable BigMoney optional(CaseInput from, String field) {
        return from.has(field) ? amount(from, field) : null;
    }
}
