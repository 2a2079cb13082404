package io.billing4j.catalog;

import java.math.BigDecimal;

/** How the events of a window become one quantity. */
public enum MeterAggregation {
    /** The sum of their quantities. */
    SUM {
        @Override
        public BigDecimal quantity(BigDecimal sum, long count) {
            return sum;
        }
    },
    /** How many there are, whatever their quantities. */
    COUNT {
        @Override
        public BigDecimal quantity(BigDecimal sum, long count) {
            return BigDecimal.valueOf(count);
        }
    };

    /** The quantity of a window whose events have this sum and number. */
    public abstract BigDecimal quantity(BigDecimal sum, long count);
}
