package io.billing4j.usage;

import io.billing4j.error.Inputs;
import java.math.BigDecimal;

/**
 * What a window holds; a meter's aggregation makes the quantity of it.
 *
 * @param sum of the events' quantities, canonical
 * @param count of the events
 */
public record UsageTotal(BigDecimal sum, long count) {
    /** A window without events. */
    public static final UsageTotal NONE = new UsageTotal(BigDecimal.ZERO, 0);

    /** Brings the sum into canonical form. */
    public UsageTotal {
        sum = Inputs.decimal("sum", sum);
    }

    /** This and one more event. */
    public UsageTotal plus(BigDecimal quantity) {
        return new UsageTotal(sum.add(quantity), count + 1);
    }
}
