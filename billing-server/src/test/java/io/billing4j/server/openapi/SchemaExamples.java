package io.billing4j.server.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

/** Makes values that a schema takes, at random, knowing nothing but the schema. */
public record SchemaExamples(OpenApi api, Random random) {
    private static final int DEEP = 5;

    /** A value of this schema. */
    public JsonNode of(JsonNode schema) {
        return value(schema, 0);
    }

    private JsonNode value(JsonNode schema, int depth) {
        JsonNode meant = schema.has("allOf") ? schema.path("allOf").path(0) : schema;
        if (meant.has("$ref")) {
            return value(api.resolved(meant), depth + 1);
        }
        JsonNodeFactory make = JsonNodeFactory.instance;
        return switch (meant.path("type").asText()) {
            case "object" -> object(meant, depth);
            case "array" -> array(meant, depth);
            case "integer" ->
                make.numberNode(between(
                        meant.path("minimum").asInt(1), meant.path("maximum").asInt(1_000)));
            case "boolean" -> make.booleanNode(random.nextBoolean());
            default -> make.textNode(text(meant));
        };
    }

    private ObjectNode object(JsonNode schema, int depth) {
        ObjectNode made = JsonNodeFactory.instance.objectNode();
        JsonNode others = schema.path("additionalProperties");
        if (others.isObject()) {
            for (int i = between(0, Math.min(2, schema.path("maxProperties").asInt(2))); i > 0; i--) {
                made.set("name" + i, value(others, depth + 1));
            }
            return made;
        }
        Set<String> wanted = new HashSet<>();
        schema.path("required").forEach(name -> wanted.add(name.asText()));
        schema.path("properties").fieldNames().forEachRemaining(name -> {
            if (depth < DEEP && random.nextBoolean()) {
                wanted.add(name);
            }
        });
        schema.path("x-choices").forEach(choice -> choose(choice, wanted, depth));
        schema.path("properties").properties().forEach(each -> {
            if (wanted.contains(each.getKey())) {
                made.set(each.getKey(), value(each.getValue(), depth + 1));
            }
        });
        return made;
    }

    private void choose(JsonNode choice, Set<String> wanted, int depth) {
        List<String> names = new ArrayList<>();
        choice.path("of").forEach(name -> names.add(name.asText()));
        boolean any = choice.path("required").asBoolean() || names.stream().anyMatch(wanted::contains);
        names.forEach(wanted::remove);
        if (any) {
            // The first of each choice holds nothing that goes on for ever.
            wanted.add(names.get(depth < DEEP ? random.nextInt(names.size()) : 0));
        }
    }

    private ArrayNode array(JsonNode schema, int depth) {
        ArrayNode made = JsonNodeFactory.instance.arrayNode();
        int least = schema.path("minItems").asInt(0);
        int most = Math.min(least + 2, schema.path("maxItems").asInt(least + 2));
        for (int i = between(least, depth < DEEP ? most : least); i > 0; i--) {
            made.add(value(schema.path("items"), depth + 1));
        }
        return made;
    }

    private String text(JsonNode schema) {
        if (schema.has("enum")) {
            List<String> values = new ArrayList<>();
            schema.path("enum").forEach(value -> values.add(value.asText()));
            values.remove(schema.path("x-nothing").asText());
            return values.get(random.nextInt(values.size()));
        }
        if (schema.has("example")) {
            return schema.path("example").asText();
        }
        return switch (schema.path("format").asText()) {
            case "date-time" -> "20" + between(10, 99) + "-03-04T05:06:07.891Z";
            case "date" -> "20" + between(10, 99) + "-02-28";
            case "uuid" -> new UUID(random.nextLong(), random.nextLong()).toString();
            case "decimal" -> decimal(schema).toPlainString();
            case "int64" -> decimal(schema).toBigInteger().toString();
            default ->
                "x".repeat(between(1, Math.min(1_000, schema.path("maxLength").asInt(100))));
        };
    }

    /** One of the bounds, or near one. */
    private BigDecimal decimal(JsonNode schema) {
        if (schema.has("x-above")) {
            return new BigDecimal(schema.path("x-above").asText()).add(BigDecimal.ONE);
        }
        if (schema.has("x-maximum") && random.nextBoolean()) {
            return new BigDecimal(schema.path("x-maximum").asText());
        }
        return new BigDecimal(schema.path("x-minimum").asText("7"));
    }

    private int between(int least, int most) {
        return random.nextInt(least, most + 1);
    }
}
