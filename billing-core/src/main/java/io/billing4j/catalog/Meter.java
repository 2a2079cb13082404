package io.billing4j.catalog;

import io.billing4j.error.ErrorCode;
import io.billing4j.error.Inputs;
import io.billing4j.id.MeterId;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;

/**
 * What is counted and how. A meter never changes; a new definition is a meter with a new key.
 *
 * @param filter which events count
 * @param groupBy properties, up to {@value #MAX_GROUP_BY}: events that agree in all of them are aggregated together, and the
 *     quantity is the sum over the groups; an event without the property is in a group of its own kind. Empty for one group
 * @param negativeAllowed whether an event may take back what others reported; a window's total below zero is priced as
 *     zero
 * @param createdAt business time
 */
public record Meter(
        MeterId id,
        Aggregation aggregation,
        EventFilter filter,
        List<String> groupBy,
        boolean negativeAllowed,
        Instant createdAt) {
    /** The most properties that a meter groups by. */
    public static final int MAX_GROUP_BY = 10;

    /** Cuts the instant to microseconds; refuses grouping by too much or twice with INVALID_METER at {@code groupBy}. */
    public Meter {
        Inputs.required("id", id);
        Inputs.required("aggregation", aggregation);
        Inputs.required("filter", filter);
        groupBy = Inputs.list("groupBy", groupBy);
        if (groupBy.size() > MAX_GROUP_BY || new HashSet<>(groupBy).size() < groupBy.size()) {
            throw ErrorCode.INVALID_METER.at(
                    "groupBy",
                    "expected at most " + MAX_GROUP_BY + " different properties but found " + groupBy.size());
        }
        groupBy.forEach(name -> Inputs.text("groupBy", name, 64));
        createdAt = Inputs.instant("createdAt", createdAt);
    }

    /** A meter of all its events, in one group. */
    public static Meter of(MeterId id, Aggregation aggregation, boolean negativeAllowed, Instant createdAt) {
        return new Meter(id, aggregation, EventFilter.ALL, List.of(), negativeAllowed, createdAt);
    }

    /** The same of the events that pass. */
    public Meter filtered(EventFilter eventFilter) {
        return new Meter(id, aggregation, eventFilter, groupBy, negativeAllowed, createdAt);
    }

    /** The same by groups. */
    public Meter groupedBy(List<String> properties) {
        return new Meter(id, aggregation, filter, properties, negativeAllowed, createdAt);
    }
}
