package io.billing4j.testkit.history;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A plan version in plain numbers.
 *
 * @param key such as {@code pro/2}
 * @param months of the interval; 0 for one of days
 * @param days of the interval; 0 for one of months
 */
record PlainPlan(String key, int months, int days, List<Charge> charges) {
    /** How a fee is shared out over a part of its window. */
    enum Shared {
        BY_SECOND,
        BY_DAY,
        NOT_AT_ALL
    }

    /**
     * One price.
     *
     * @param meter that counts what is priced; null for a fee
     * @param perUnit whether a fee is asked for each of the subscription's quantity
     * @param tiers of the price, each for its own part of the quantity; a fee has one
     */
    record Charge(
            String id, @Nullable String meter, boolean perUnit, boolean inAdvance, Shared shared, List<Tier> tiers) {}

    /**
     * A part of a price.
     *
     * @param upTo its upper bound, which belongs to it; null for the last
     * @param price of one unit, in the currency's main unit
     */
    record Tier(@Nullable String upTo, String price) {}

    /** The plan's own key, without its version. */
    String id() {
        return key.substring(0, key.indexOf('/'));
    }
}
