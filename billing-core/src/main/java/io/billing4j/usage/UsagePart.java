package io.billing4j.usage;

import io.billing4j.error.Inputs;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A group of events in a short window, or events that are alike and follow each other.
 *
 * @param dimensions values of the properties that the meter groups by; one that the events lack is not in the map
 * @param windowStart of the short window; null without one
 * @param quantity of the group, or of each of the events
 * @param events how many reports it is made of
 */
public record UsagePart(
        Map<String, String> dimensions, @Nullable Instant windowStart, BigDecimal quantity, long events) {
    /** Brings the quantity into canonical form; INVALID_NUMBER at {@code quantity} if it is too large. */
    public UsagePart {
        dimensions = Map.copyOf(dimensions);
        quantity = Inputs.decimal("quantity", quantity);
    }

    /** The order of groups: by the values of these properties, absent ones first, then by time. */
    public static Comparator<UsagePart> order(List<String> groupBy) {
        Comparator<@Nullable String> byValue = Comparator.nullsFirst(Comparator.naturalOrder());
        Comparator<@Nullable Instant> byTime = Comparator.nullsFirst(Comparator.naturalOrder());
        return (one, other) -> {
            for (String name : groupBy) {
                int order = byValue.compare(
                        one.dimensions().get(name), other.dimensions().get(name));
                if (order != 0) {
                    return order;
                }
            }
            return byTime.compare(one.windowStart(), other.windowStart());
        };
    }
}
