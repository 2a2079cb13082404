package io.billing4j.price;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.joda.money.BigMoney;
import org.joda.money.CurrencyUnit;

/**
 * How a quantity becomes an amount. Amounts are exact; nothing is rounded here. Every model takes a quantity of zero or
 * more, whole or not; what to do with less is decided before, in rating.
 */
public sealed interface PriceModel
        permits FlatPrice,
                PerUnitPrice,
                GraduatedPrice,
                VolumePrice,
                PackagePrice,
                StairstepPrice,
                PercentagePrice,
                GraduatedPercentagePrice,
                DynamicPrice,
                MatrixPrice,
                BucketedPrice,
                BlockPrice,
                CapacityPrice,
                SpendPrice,
                CustomPrice {
    /** The currency of all its amounts. */
    CurrencyUnit currency();

    /**
     * The exact price, with the steps that make it up.
     *
     * @param customs the host's own models, which this one or one inside it may name
     */
    Price price(PriceInput input, CustomPrices customs);

    /** The price where no model of the host is involved. */
    default Price price(PriceInput input) {
        return price(input, CustomPrices.NONE);
    }

    /**
     * The price of a quantity that is not told apart, where no model of the host is involved.
     *
     * @param quantity zero or more
     */
    default Price price(BigDecimal quantity) {
        return price(PriceInput.of(quantity));
    }

    /** How finely it wants its quantity; by default the total is enough. */
    default PartsNeeded partsNeeded() {
        return PartsNeeded.NONE;
    }

    /** The dimensions by which it tells groups apart; none by default. Its meter has to group by all of them. */
    default Set<String> groupedBy() {
        return Set.of();
    }

    /** The custom models in it, itself included: their functions have to be registered. None by default. */
    default List<CustomPrice> customModels() {
        return List.of();
    }

    /**
     * Whether a price can be billed bit by bit while its quantity grows, each time the price so far less what was billed.
     * Where a greater quantity may cost less it cannot: such a price is billed at the end.
     */
    default boolean continues() {
        return true;
    }

    /**
     * Its kind and all its values as text in a fixed order, for a hash of content. Models that differ give different
     * lists, and a list never changes between releases.
     */
    List<String> content();

    /** Whether the amount depends on the quantity. */
    default boolean usesQuantity() {
        return true;
    }

    /** One amount, whatever the quantity. */
    static PriceModel flat(BigMoney amount) {
        return new FlatPrice(amount);
    }

    /** Each unit at the same price; part of a unit costs its part. */
    static PriceModel perUnit(BigMoney unitAmount) {
        return new PerUnitPrice(unitAmount);
    }

    /** Each tier prices the part of the quantity that falls into it. */
    static PriceModel graduated(List<Tier> tiers) {
        return new GraduatedPrice(tiers);
    }

    /** The one tier that holds the quantity prices all of it. */
    static PriceModel volume(List<Tier> tiers) {
        return new VolumePrice(tiers);
    }

    /** The same, where the first tier's flat fee may be due for a quantity of zero. */
    static PriceModel graduated(List<Tier> tiers, FirstFlatFee firstFlatFee) {
        return new GraduatedPrice(tiers, firstFlatFee);
    }

    /** The same as {@link #volume(List)} with other rules for a tier's bound and for a quantity of zero. */
    static PriceModel volume(List<Tier> tiers, TierBound bound, FirstFlatFee firstFlatFee) {
        return new VolumePrice(tiers, bound, firstFlatFee);
    }

    /** Whole packages of {@code size} units, a started one included, after {@code freeUnits} that cost nothing. */
    static PriceModel packaged(BigDecimal size, BigMoney packageAmount, BigDecimal freeUnits) {
        return new PackagePrice(size, packageAmount, freeUnits);
    }

    /** The same, where perhaps only full packages count. */
    static PriceModel packaged(
            BigDecimal size, BigMoney packageAmount, BigDecimal freeUnits, PackageRounding rounding) {
        return new PackagePrice(size, packageAmount, freeUnits, rounding);
    }

    /** One price for the whole band that the quantity is in. */
    static PriceModel stairstep(List<PriceBand> bands) {
        return new StairstepPrice(bands, TierBound.UPPER_INCLUSIVE);
    }

    /** A rate of an amount; free events, fixed amounts and bounds are added to it. */
    static PercentagePrice percentage(CurrencyUnit currency, BigDecimal ratePercent) {
        return PercentagePrice.of(currency, ratePercent);
    }

    /** Each tier takes its rate of the part of the amount that falls into it. */
    static PriceModel graduatedPercentage(List<PercentageTier> tiers) {
        return new GraduatedPercentagePrice(tiers, FirstFlatFee.WHEN_ENTERED);
    }

    /** A multiple of the amount that comes with the events. */
    static PriceModel dynamic(CurrencyUnit currency, BigDecimal multiplier) {
        return new DynamicPrice(currency, multiplier);
    }

    /** A price for each combination of dimensions, with a default. */
    static PriceModel matrix(List<String> dimensions, List<MatrixCell> cells, PriceModel otherwise) {
        return new MatrixPrice(dimensions, cells, otherwise);
    }

    /** Each group, or group and window, alone. */
    static PriceModel bucketed(PriceModel inner) {
        return new BucketedPrice(inner);
    }

    /** Whole blocks in tiers. */
    static PriceModel blocks(BlockPolicy policy, List<BlockTier> tiers) {
        return new BlockPrice(policy, tiers);
    }

    /** One price for the smallest capacity that every group fits into. */
    static PriceModel capacity(String dimension, List<CapacityTier> tiers) {
        return new CapacityPrice(dimension, tiers);
    }

    /** What the other charges of the plan come to: for the one charge whose terms are those of the whole plan. */
    static PriceModel spend(CurrencyUnit currency) {
        return new SpendPrice(currency);
    }

    /** A price that the host computes from the total, with a function registered in {@link CustomPrices}. */
    static PriceModel custom(String name, int version, CurrencyUnit currency, Map<String, String> parameters) {
        return new CustomPrice(name, version, currency, parameters, PartsNeeded.NONE);
    }
}
