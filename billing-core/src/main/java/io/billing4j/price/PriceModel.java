package io.billing4j.price;

import java.math.BigDecimal;
import java.util.List;
import org.joda.money.BigMoney;
import org.joda.money.CurrencyUnit;

/**
 * How a quantity becomes an amount. Amounts are exact; nothing is rounded here. Every model takes a quantity of zero or
 * more, whole or not; what to do with less is decided before, in rating.
 */
public sealed interface PriceModel permits FlatPrice, PerUnitPrice, GraduatedPrice, VolumePrice, PackagePrice {
    /** The currency of all its amounts. */
    CurrencyUnit currency();

    /**
     * The price of the quantity, with the steps that make it up.
     *
     * @param quantity zero or more
     */
    Price price(BigDecimal quantity);

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

    /** Whole packages of {@code size} units, a started one included, after {@code freeUnits} that cost nothing. */
    static PriceModel packaged(BigDecimal size, BigMoney packageAmount, BigDecimal freeUnits) {
        return new PackagePrice(size, packageAmount, freeUnits);
    }
}
