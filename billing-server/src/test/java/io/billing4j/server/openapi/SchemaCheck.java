package io.billing4j.server.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/** Whether a value is as a schema says: closed, so that a property that no schema has is a fault. */
public record SchemaCheck(OpenApi api) {
    /** What is wrong with the value; nothing if it is as the schema says. */
    public List<String> faults(JsonNode value, JsonNode schema) {
        List<String> faults = new ArrayList<>();
        check("$", value, schema, faults);
        return faults;
    }

    private void check(String at, JsonNode value, JsonNode schema, List<String> faults) {
        JsonNode meant = schema.has("allOf") ? schema.path("allOf").path(0) : schema;
        if (meant.has("$ref")) {
            check(at, value, api.resolved(meant), faults);
            return;
        }
        switch (meant.path("type").asText()) {
            case "object" -> object(at, value, meant, faults);
            case "array" -> array(at, value, meant, faults);
            case "string" -> text(at, value, meant, faults);
            case "integer" -> number(at, value, meant, faults);
            case "boolean" -> require(value.isBoolean(), at + " is no boolean: " + value, faults);
            default -> faults.add(at + " has a schema without a type: " + meant);
        }
    }

    private void object(String at, JsonNode value, JsonNode schema, List<String> faults) {
        if (!value.isObject()) {
            faults.add(at + " is no object: " + value);
            return;
        }
        schema.path("required")
                .forEach(name -> require(value.has(name.asText()), at + " has no " + name.asText(), faults));
        JsonNode others = schema.path("additionalProperties");
        value.properties().forEach(each -> {
            JsonNode own = schema.path("properties").path(each.getKey());
            String inner = at + "." + each.getKey();
            if (!own.isMissingNode()) {
                check(inner, each.getValue(), own, faults);
            } else if (others.isObject()) {
                check(inner, each.getValue(), others, faults);
            } else {
                faults.add(inner + " is not described");
            }
        });
        bounds(at, value.size(), schema, "minProperties", "maxProperties", faults);
        for (JsonNode choice : schema.path("x-choices")) {
            long chosen = StreamSupport.stream(choice.path("of").spliterator(), false)
                    .filter(name -> value.has(name.asText()))
                    .count();
            require(
                    chosen == 1 || (chosen == 0 && !choice.path("required").asBoolean()),
                    at + " has " + chosen + " of " + choice,
                    faults);
        }
    }

    private void array(String at, JsonNode value, JsonNode schema, List<String> faults) {
        if (!value.isArray()) {
            faults.add(at + " is no list: " + value);
            return;
        }
        bounds(at, value.size(), schema, "minItems", "maxItems", faults);
        for (int i = 0; i < value.size(); i++) {
            check(at + "[" + i + "]", value.path(i), schema.path("items"), faults);
        }
    }

    private static void text(String at, JsonNode value, JsonNode schema, List<String> faults) {
        String text = value.asText();
        require(value.isTextual(), at + " is no text: " + value, faults);
        bounds(at, text.codePointCount(0, text.length()), schema, "minLength", "maxLength", faults);
        if (schema.has("enum")) {
            require(
                    StreamSupport.stream(schema.path("enum").spliterator(), false)
                            .anyMatch(value::equals),
                    at + " is not one of " + schema.path("enum") + ": " + text,
                    faults);
        }
        if (schema.has("pattern")) {
            require(
                    Pattern.compile(schema.path("pattern").asText())
                            .matcher(text)
                            .find(),
                    at + " does not match: " + text,
                    faults);
        }
        switch (schema.path("format").asText()) {
            case "date-time" -> form(at, text, Instant::parse, faults);
            case "date" -> form(at, text, LocalDate::parse, faults);
            case "uuid" -> form(at, text, UUID::fromString, faults);
            default -> {
                // Its pattern says all.
            }
        }
    }

    private static void number(String at, JsonNode value, JsonNode schema, List<String> faults) {
        require(value.isInt(), at + " is no whole number: " + value, faults);
        bounds(at, value.asInt(), schema, "minimum", "maximum", faults);
    }

    private static void form(String at, String text, Consumer<String> reader, List<String> faults) {
        try {
            reader.accept(text);
        } catch (DateTimeException | IllegalArgumentException e) {
            faults.add(at + " has another form: " + text);
        }
    }

    private static void bounds(String at, int size, JsonNode schema, String least, String most, List<String> faults) {
        require(!schema.has(least) || size >= schema.path(least).asInt(), at + " is below its " + least, faults);
        require(!schema.has(most) || size <= schema.path(most).asInt(), at + " is above its " + most, faults);
    }

    private static void require(boolean holds, String fault, List<String> faults) {
        if (!holds) {
            faults.add(fault);
        }
    }
}
