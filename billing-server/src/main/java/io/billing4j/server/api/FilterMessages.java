package io.billing4j.server.api;

import io.billing4j.catalog.EventFilter;
import io.billing4j.catalog.PropertyValues;
import java.util.HashSet;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Filters of events as messages. */
final class FilterMessages {
    private FilterMessages() {}

    static EventFilter read(io.billing4j.grpc.v1.EventFilter filter) {
        return new EventFilter(
                read(filter.getIncludeMap()),
                filter.getExcludeList().stream()
                        .map(exclusion -> read(exclusion.getPropertiesMap()))
                        .toList());
    }

    /** With properties and values in the order of their names, so that two answers are alike. */
    static io.billing4j.grpc.v1.EventFilter of(EventFilter filter) {
        io.billing4j.grpc.v1.EventFilter.Builder message =
                io.billing4j.grpc.v1.EventFilter.newBuilder().putAllInclude(written(filter.include()));
        filter.exclude().forEach(exclusion -> message.addExcludeBuilder().putAllProperties(written(exclusion)));
        return message.build();
    }

    private static Map<String, PropertyValues> read(Map<String, io.billing4j.grpc.v1.EventFilter.Values> properties) {
        return properties.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        property -> new PropertyValues(
                                new HashSet<>(property.getValue().getValuesList()),
                                property.getValue().getOrAbsent())));
    }

    private static Map<String, io.billing4j.grpc.v1.EventFilter.Values> written(
            Map<String, PropertyValues> properties) {
        Map<String, io.billing4j.grpc.v1.EventFilter.Values> written = new TreeMap<>();
        properties.forEach((property, values) -> written.put(
                property,
                io.billing4j.grpc.v1.EventFilter.Values.newBuilder()
                        .addAllValues(values.values().stream().sorted().toList())
                        .setOrAbsent(values.orAbsent())
                        .build()));
        return written;
    }
}
