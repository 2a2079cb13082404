package io.billing4j.server.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.billing4j.server.openapi.OpenApi;
import io.billing4j.server.openapi.OpenApi.Operation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * What pages about an API have to show.
 *
 * @param api which they are about
 */
record DescribedPages(OpenApi api) {
    /** Where a call is shown. */
    static String call(Operation operation) {
        return "#/call/" + operation.id();
    }

    /** Where a type is shown. */
    static String type(String name) {
        return "#/schema/" + name;
    }

    /** All types by their names. */
    Map<String, JsonNode> types() {
        Map<String, JsonNode> types = new LinkedHashMap<>();
        api.document()
                .path("components")
                .path("schemas")
                .properties()
                .forEach(each -> types.put(each.getKey(), each.getValue()));
        return types;
    }

    /** Where something is shown, but for the start. */
    List<String> anchors() {
        return Stream.concat(
                        api.operations().stream().map(DescribedPages::call),
                        types().keySet().stream().map(DescribedPages::type))
                .toList();
    }

    /** The rows of a call: parameters, fields of the body, and answers with the codes of errors. */
    List<String> rows(Operation operation) {
        List<String> rows = new ArrayList<>();
        operation.node().path("parameters").forEach(parameter -> {
            String place = " (" + parameter.path("in").asText() + ")";
            boolean required = parameter.path("required").asBoolean();
            rows.add(row(parameter.path("name").asText() + place, required, description(parameter)));
        });
        rows.addAll(fields(api.resolved(api.schema(operation.node().path("requestBody")))));
        operation.node().path("responses").properties().forEach(each -> {
            JsonNode answer = api.resolved(each.getValue());
            String said =
                    answer.has("x-codes") ? String.join(", ", texts(answer.path("x-codes"))) : description(answer);
            rows.add(row(each.getKey(), false, said));
        });
        return rows;
    }

    /** The rows of a type. */
    static List<String> fields(JsonNode type) {
        List<String> required = texts(type.path("required"));
        List<String> rows = new ArrayList<>();
        type.path("properties")
                .properties()
                .forEach(each ->
                        rows.add(row(each.getKey(), required.contains(each.getKey()), description(each.getValue()))));
        return rows;
    }

    private static String row(String name, boolean required, String said) {
        return name + (required ? "required" : "") + ": " + said;
    }

    private static String description(JsonNode described) {
        return described.path("description").asText();
    }

    private static List<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
