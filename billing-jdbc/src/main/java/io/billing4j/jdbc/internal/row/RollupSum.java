package io.billing4j.jdbc.internal.row;

import java.math.BigDecimal;

/**
 * What a stretch of time holds.
 *
 * @param sum of the events' quantities
 * @param count of the events
 */
public record RollupSum(BigDecimal sum, long count) {
    /** Nothing. */
    public static final RollupSum NONE = new RollupSum(BigDecimal.ZERO, 0);

    /** Both together. */
    public RollupSum plus(RollupSum other) {
        return new RollupSum(sum.add(other.sum), count + other.count);
    }
}
