package io.billing4j.price;

import io.billing4j.error.ErrorCode;
import io.billing4j.error.Inputs;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A part of a quantity that a model prices by itself: a group, a group's share of one window of time, or events.
 *
 * @param dimensions what tells it from others, such as {@code region → eu}; what an event lacks is not in the map
 * @param quantity of a group that of the whole group, below zero where more was taken back than was used; of events that of
 *     each one, zero or more
 * @param count events in the group, or equal events in a row; zero or more
 */
public record PricedPart(Map<String, String> dimensions, BigDecimal quantity, long count) {
    /** Brings the quantity into canonical form and refuses a negative count with INVALID_NUMBER. */
    public PricedPart {
        Inputs.requireValues("dimensions", dimensions);
        dimensions = Collections.unmodifiableMap(new TreeMap<>(dimensions));
        quantity = Inputs.decimal("quantity", quantity);
        if (count < 0) {
            throw ErrorCode.INVALID_NUMBER.at("count", "a count is not negative, found " + count);
        }
    }

    /** One event without dimensions. */
    public static PricedPart event(BigDecimal quantity) {
        return new PricedPart(Map.of(), quantity, 1);
    }

    /** What {@code count} events of this quantity add up to. */
    BigDecimal total() {
        return quantity.multiply(BigDecimal.valueOf(count));
    }
}
