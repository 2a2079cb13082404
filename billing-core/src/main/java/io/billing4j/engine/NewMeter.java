package io.billing4j.engine;

import io.billing4j.catalog.Aggregation;
import io.billing4j.catalog.EventFilter;
import io.billing4j.error.Inputs;
import io.billing4j.id.MeterId;
import java.util.List;

/**
 * Asks for a meter.
 *
 * @param filter which events count
 * @param groupBy properties whose values are aggregated apart; empty for one group
 * @param negativeAllowed whether an event may take back what others reported
 */
public record NewMeter(
        MeterId id, Aggregation aggregation, EventFilter filter, List<String> groupBy, boolean negativeAllowed) {
    /** Refuses what is missing with MISSING_FIELD at its name. */
    public NewMeter {
        Inputs.required("id", id);
        Inputs.required("aggregation", aggregation);
        Inputs.required("filter", filter);
        groupBy = Inputs.list("groupBy", groupBy);
    }

    /** A meter of all events in one group that takes nothing back. */
    public static NewMeter of(MeterId id, Aggregation aggregation) {
        return new NewMeter(id, aggregation, EventFilter.ALL, List.of(), false);
    }
}
