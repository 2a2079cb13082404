package io.billing4j.jdbc.internal.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billing4j.catalog.Aggregation;
import io.billing4j.catalog.AggregationWindow;
import io.billing4j.catalog.CustomAggregation;
import io.billing4j.catalog.EventFilter;
import io.billing4j.catalog.Meter;
import io.billing4j.catalog.MeterAggregation;
import io.billing4j.catalog.PropertyValues;
import io.billing4j.catalog.QuantityRounding;
import io.billing4j.catalog.TimeMeasure;
import io.billing4j.id.MeterId;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a meter is beside its columns, without what it is not: {@code {"v":1}} for a plain sum, and for others some of {@code
 * {"property":"gb","carriesOver":true,"window":"DAY","measure":"BY_DAY","rounding":{"scale":0,"mode":"CEILING"},
 * "custom":{"name":"p95","version":1,"parameters":{}},"include":{"region":["eu",null]},"exclude":[{"city":["caen"]}],
 * "groupBy":["region"]}}. A null among the values of a property means that it is absent.
 */
public final class MeterJson {
    private static final int VERSION = 1;

    private MeterJson() {}

    /** The definition of a meter. */
    public static String write(Meter meter) {
        Aggregation aggregation = meter.aggregation();
        ObjectNode node = Json.document(VERSION);
        if (aggregation.valueProperty() != null) {
            node.put("property", aggregation.valueProperty());
        }
        if (aggregation.carriesOver()) {
            node.put("carriesOver", true);
        }
        if (aggregation.window() != null) {
            node.put("window", aggregation.window().name());
        }
        if (aggregation.measure() != null) {
            node.put("measure", aggregation.measure().name());
        }
        if (aggregation.rounding() != null) {
            node.putObject("rounding")
                    .put("scale", aggregation.rounding().scale())
                    .put("mode", aggregation.rounding().mode().name());
        }
        CustomAggregation custom = aggregation.custom();
        if (custom != null) {
            ObjectNode function =
                    node.putObject("custom").put("name", custom.name()).put("version", custom.version());
            ObjectNode parameters = function.putObject("parameters");
            new TreeMap<>(custom.parameters()).forEach(parameters::put);
        }
        if (!meter.filter().include().isEmpty()) {
            put(node.putObject("include"), meter.filter().include());
        }
        if (!meter.filter().exclude().isEmpty()) {
            ArrayNode exclude = node.putArray("exclude");
            meter.filter().exclude().forEach(part -> put(exclude.addObject(), part));
        }
        if (!meter.groupBy().isEmpty()) {
            meter.groupBy().forEach(node.putArray("groupBy")::add);
        }
        return Json.write(node);
    }

    /** The meter of a definition and its columns; IllegalArgumentException or BillingException if there is none. */
    public static Meter read(
            String text, MeterId id, MeterAggregation kind, boolean negativeAllowed, Instant createdAt) {
        ObjectNode node = Json.read(text, VERSION);
        Json.only(
                node,
                Stream.of(
                        "property",
                        "carriesOver",
                        "window",
                        "measure",
                        "rounding",
                        "custom",
                        "include",
                        "exclude",
                        "groupBy"));
        Aggregation aggregation = new Aggregation(
                kind,
                Json.optionalText(node, "property"),
                node.has("carriesOver"),
                node.has("window") ? Json.choice(AggregationWindow.class, node, "window") : null,
                node.has("measure") ? Json.choice(TimeMeasure.class, node, "measure") : null,
                node.has("rounding") ? rounding(Json.object(node, "rounding")) : null,
                node.has("custom") ? custom(Json.object(node, "custom")) : null);
        List<Map<String, PropertyValues>> exclude = new ArrayList<>();
        if (node.has("exclude")) {
            Json.array(node, "exclude").forEach(part -> exclude.add(conditions((ObjectNode) part)));
        }
        List<String> groupBy = new ArrayList<>();
        if (node.has("groupBy")) {
            Json.array(node, "groupBy").forEach(name -> groupBy.add(Json.text(name, "groupBy")));
        }
        EventFilter filter =
                new EventFilter(node.has("include") ? conditions(Json.object(node, "include")) : Map.of(), exclude);
        return new Meter(id, aggregation, filter, groupBy, negativeAllowed, createdAt);
    }

    private static void put(ObjectNode node, Map<String, PropertyValues> conditions) {
        new TreeMap<>(conditions).forEach((name, condition) -> {
            ArrayNode values = node.putArray(name);
            condition.values().stream().sorted().forEach(values::add);
            if (condition.orAbsent()) {
                values.addNull();
            }
        });
    }

    private static Map<String, PropertyValues> conditions(ObjectNode node) {
        Map<String, PropertyValues> conditions = new LinkedHashMap<>();
        for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            Set<String> values = new HashSet<>();
            boolean orAbsent = false;
            for (JsonNode value : Json.array(node, name)) {
                if (value.isNull()) {
                    orAbsent = true;
                } else {
                    values.add(Json.text(value, name));
                }
            }
            conditions.put(name, new PropertyValues(values, orAbsent));
        }
        return conditions;
    }

    private static QuantityRounding rounding(ObjectNode node) {
        return new QuantityRounding(Json.whole(node, "scale"), Json.choice(RoundingMode.class, node, "mode"));
    }

    private static CustomAggregation custom(ObjectNode node) {
        ObjectNode members = Json.object(node, "parameters");
        Map<String, String> parameters = new LinkedHashMap<>();
        members.fieldNames().forEachRemaining(name -> parameters.put(name, Json.text(members, name)));
        return new CustomAggregation(Json.text(node, "name"), Json.whole(node, "version"), parameters);
    }
}
