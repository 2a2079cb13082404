package io.billing4j.usage;

import io.billing4j.catalog.AggregationWindow;
import io.billing4j.catalog.Meter;
import io.billing4j.id.EventId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a meter makes of events. Pure: a store that computes otherwise has to come to the same, to the last digit. */
public final class UsageAggregator {
    private final CustomAggregations custom;

    /** An aggregator that knows these functions. */
    public UsageAggregator(CustomAggregations custom) {
        this.custom = custom;
    }

    private record Cell(
            Map<String, String> dimensions, @Nullable Instant windowStart) {}

    /**
     * The answer to the query.
     *
     * @param events in any order; those that the query does not match are left out, and of several with one id all but the
     *     last one given
     * @throws io.billing4j.error.BillingException INVALID_NUMBER at {@code quantity} beyond 24 digits; at {@code
     *     properties.NAME} MISSING_FIELD and INVALID_NUMBER for an event that {@link EventValues#require} refuses;
     *     CUSTOM_AGGREGATION_UNKNOWN, and INVALID_NUMBER at {@code aggregation.custom} for a function that gives null
     */
    public UsageSummary summary(UsageQuery query, Collection<RecordedUsage> events) {
        Map<EventId, RecordedUsage> distinct = new LinkedHashMap<>();
        for (RecordedUsage usage : events) {
            distinct.put(usage.event().id(), usage);
        }
        List<RecordedUsage> ordered = distinct.values().stream()
                .filter(usage -> query.matches(usage.event()))
                .sorted(RecordedUsage.ORDER)
                .toList();
        return query.detail() == UsageDetail.EVENTS ? singly(query, ordered) : inGroups(query, ordered);
    }

    private static UsageSummary singly(UsageQuery query, List<RecordedUsage> ordered) {
        return UsageSummary.ofEvents(ordered.stream()
                .map(usage -> new UsagePart(
                        dimensions(query.meter(), usage.event()),
                        null,
                        EventValues.value(query.meter(), usage.event()),
                        1))
                .toList());
    }

    private UsageSummary inGroups(UsageQuery query, List<RecordedUsage> ordered) {
        Map<Cell, List<RecordedUsage>> cells = new LinkedHashMap<>();
        AggregationWindow shortWindow = query.meter().aggregation().window();
        for (RecordedUsage usage : ordered) {
            Instant start = shortWindow == null
                    ? null
                    : shortWindow.startOf(
                            usage.event().occurredAt(), query.window().zone());
            cells.computeIfAbsent(new Cell(dimensions(query.meter(), usage.event()), start), cell -> new ArrayList<>())
                    .add(usage);
        }
        GroupQuantity quantity = new GroupQuantity(query, custom);
        List<UsagePart> groups = new ArrayList<>();
        cells.forEach((cell, usages) ->
                groups.add(new UsagePart(cell.dimensions(), cell.windowStart(), quantity.of(usages), usages.size())));
        return UsageSummary.ofGroups(query, groups);
    }

    private static Map<String, String> dimensions(Meter meter, UsageEvent event) {
        Map<String, String> dimensions = new HashMap<>();
        for (String name : meter.groupBy()) {
            String value = event.properties().get(name);
            if (value != null) {
                dimensions.put(name, value);
            }
        }
        return dimensions;
    }
}
