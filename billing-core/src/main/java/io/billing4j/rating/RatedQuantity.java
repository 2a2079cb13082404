package io.billing4j.rating;

import io.billing4j.catalog.Meter;
import io.billing4j.catalog.MeterAggregation;
import io.billing4j.error.Inputs;
import io.billing4j.id.MeterId;
import io.billing4j.usage.UsageTotal;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A quantity and where it comes from.
 *
 * @param value as measured; it may be below zero where a meter allows that
 * @param meter that measured it, or null for the subscription's own quantity
 * @param aggregation of that meter, or null as well
 * @param events how many reports it is made of; 0 without a meter
 */
public record RatedQuantity(
        BigDecimal value, @Nullable MeterId meter, @Nullable MeterAggregation aggregation, long events) {
    /** Brings the value into canonical form. */
    public RatedQuantity {
        value = Inputs.decimal("quantity", value);
    }

    /** The subscription's own quantity, such as seats. */
    public static RatedQuantity subscribed(BigDecimal quantity) {
        return new RatedQuantity(quantity, null, null, 0);
    }

    /** What a meter makes of a window. */
    public static RatedQuantity metered(Meter meter, UsageTotal total) {
        return new RatedQuantity(
                meter.aggregation().quantity(total.sum(), total.count()),
                meter.id(),
                meter.aggregation(),
                total.count());
    }

    /** What is priced: the value, or zero where it is below: usage that was taken back beyond zero earns nothing. */
    public BigDecimal priced() {
        return value.max(BigDecimal.ZERO);
    }
}
