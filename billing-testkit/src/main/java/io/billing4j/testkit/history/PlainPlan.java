package io.billing4j.testkit.history;

import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A plan version in plain numbers.
 *
 * @param key such as {@code pro/2}
 * @param months of the interval; 0 for one of days
 * @param days of the interval; 0 for one of months
 * @param amounts at which usage is billed before its period ends; null for none
 * @param terms of all its charges together; null for none
 */
record PlainPlan(
        String key,
        int months,
        int days,
        List<Charge> charges,
        @Nullable Amounts amounts,
        @Nullable Terms terms) {
    /**
     * At which amounts usage is billed before its period ends; in minor units.
     *
     * @param every how far further ones are apart, from the first; zero where none follows
     */
    record Amounts(int first, int every) {
        /** How many of them are reached. */
        long level(BigInteger used) {
            BigInteger beyond = used.subtract(BigInteger.valueOf(first));
            if (beyond.signum() < 0) {
                return 0;
            }
            return every == 0 ? 1 : 1 + beyond.divide(BigInteger.valueOf(every)).longValueExact();
        }
    }

    /**
     * What all charges of a plan come to in a period, whatever of it was used; amounts are in the currency's main unit.
     *
     * @param charge what is missing is asked for as
     * @param promised what they come to at least; null where nothing is promised
     * @param factor what is beyond that counts so many times
     * @param madeUp whether what is missing to it is asked for
     * @param most what they come to at most; null for no bound
     * @param shared how both are shared out
     */
    record Terms(
            String charge,
            @Nullable String promised,
            String factor,
            boolean madeUp,
            @Nullable String most,
            Shared shared) {}

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

    /** The same under terms of all its charges together. */
    PlainPlan under(Terms all) {
        return new PlainPlan(key, months, days, charges, amounts, all);
    }

    /** The plan's own key, without its version. */
    String id() {
        return key.substring(0, key.indexOf('/'));
    }
}
