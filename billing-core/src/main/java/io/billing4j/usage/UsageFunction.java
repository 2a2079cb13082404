package io.billing4j.usage;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** A way of the host's to aggregate events. It must give the same for the same events, whenever it is called. */
@FunctionalInterface
public interface UsageFunction {
    /**
     * The quantity of one group in one short window, or of all.
     *
     * @param events in the total order, at least one
     * @param query that they answer
     * @param parameters of the meter
     */
    BigDecimal quantity(List<RecordedUsage> events, UsageQuery query, Map<String, String> parameters);
}
