package io.billing4j.catalog;

import io.billing4j.error.ErrorCode;
import io.billing4j.error.Inputs;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Which events of a meter count: those whose properties are all among the values included, but for those whose properties
 * are all among the values of one exclusion. Without the city London, {@code {country: UK, city: London}} as an exclusion
 * leaves out London in the UK and counts London in Canada.
 *
 * @param include by property; empty for all events
 * @param exclude each with at least one property
 */
public record EventFilter(Map<String, PropertyValues> include, List<Map<String, PropertyValues>> exclude) {
    /** The most values that a filter names, over all properties. */
    public static final int MAX_VALUES = 1_000;

    /** Every event. */
    public static final EventFilter ALL = new EventFilter(Map.of(), List.of());

    /** Refuses with INVALID_METER, and with MISSING_FIELD a name or values that are null. */
    public EventFilter {
        exclude = Inputs.list("filter", exclude);
        requireNamed(include);
        exclude.forEach(EventFilter::requireNamed);
        int values = Stream.concat(Stream.of(include), exclude.stream())
                .flatMap(part -> part.values().stream())
                .mapToInt(part -> Math.max(1, part.values().size()))
                .sum();
        if (values > MAX_VALUES || exclude.size() > MAX_VALUES) {
            throw ErrorCode.INVALID_METER.at("filter", "expected at most " + MAX_VALUES + " values");
        }
        include = Map.copyOf(include);
        List<Map<String, PropertyValues>> copies = new ArrayList<>();
        for (Map<String, PropertyValues> part : exclude) {
            if (part.isEmpty()) {
                throw ErrorCode.INVALID_METER.at(
                        "filter", "an exclusion without a property would leave out everything");
            }
            copies.add(Map.copyOf(part));
        }
        exclude = List.copyOf(copies);
    }

    private static void requireNamed(Map<String, PropertyValues> part) {
        Inputs.required("filter", part).forEach((name, values) -> {
            Inputs.text("filter", name, 64);
            if (values == null) {
                throw ErrorCode.MISSING_FIELD.at("filter", "values of " + name + " are required");
            }
        });
    }

    /** Events whose property has one of these values. */
    public static EventFilter including(String property, String... values) {
        return ALL.and(property, PropertyValues.of(values));
    }

    /** This with one more condition; a second one on the same property is refused with INVALID_METER. */
    public EventFilter and(String property, PropertyValues values) {
        Inputs.text("filter", property, 64);
        if (include.containsKey(property)) {
            throw ErrorCode.INVALID_METER.at("filter", "there is a condition on " + property);
        }
        Map<String, PropertyValues> more = new HashMap<>(include);
        more.put(property, Inputs.required("filter", values));
        return new EventFilter(more, exclude);
    }

    /** This without the events that match all of these properties. */
    public EventFilter except(Map<String, PropertyValues> exclusion) {
        List<Map<String, PropertyValues>> more = new ArrayList<>(exclude);
        more.add(exclusion);
        return new EventFilter(include, more);
    }

    /** Whether every event counts. */
    public boolean isAll() {
        return include.isEmpty() && exclude.isEmpty();
    }

    /** Whether an event with these properties counts. */
    public boolean matches(Map<String, String> properties) {
        return matches(include, properties) && exclude.stream().noneMatch(part -> matches(part, properties));
    }

    private static boolean matches(Map<String, PropertyValues> part, Map<String, String> properties) {
        return part.entrySet().stream()
                .allMatch(condition -> condition.getValue().matches(properties.get(condition.getKey())));
    }
}
