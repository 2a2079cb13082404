package io.billing4j.price;

import java.math.BigDecimal;

/** To which tier a quantity belongs that is exactly a tier's bound. Billing systems differ in it where one tier prices all. */
public enum TierBound {
    /** To the tier that ends with it: {@code (lower, upper]}. The usual one. */
    UPPER_INCLUSIVE,
    /** To the next tier, which starts with it: {@code [lower, upper)}. */
    LOWER_INCLUSIVE;

    /** Whether a quantity is not beyond this upper bound. */
    boolean within(BigDecimal quantity, BigDecimal upper) {
        int order = quantity.compareTo(upper);
        return order < 0 || (order == 0 && this == UPPER_INCLUSIVE);
    }
}
