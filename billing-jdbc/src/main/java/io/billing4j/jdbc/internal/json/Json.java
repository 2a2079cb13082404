package io.billing4j.jdbc.internal.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.Iterator;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Text to tree and back. Numbers of money and quantity are strings, since a reader may turn a JSON number into a binary one.
 * Whatever is not as expected throws IllegalArgumentException that says where.
 */
final class Json {
    private static final String VERSION = "v";

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Json() {}

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** A document of this version; its version is its first member. */
    static ObjectNode document(int version) {
        return object().put(VERSION, version);
    }

    static String write(ObjectNode node) {
        try {
            return MAPPER.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new AssertionError("a tree can always be written", e);
        }
    }

    /** A document of exactly this version. */
    static ObjectNode read(String text, int version) {
        return read(text, version, version);
    }

    /** A document of one of these versions. */
    static ObjectNode read(String text, int oldest, int newest) {
        JsonNode node;
        try {
            node = MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no JSON: " + e.getOriginalMessage(), e);
        }
        if (!(node instanceof ObjectNode document)) {
            throw new IllegalArgumentException("expected a JSON object");
        }
        int found = whole(document, VERSION);
        if (found < oldest || found > newest) {
            String expected = oldest == newest ? "version " + newest : "versions " + oldest + " to " + newest;
            throw new IllegalArgumentException("expected " + expected + " but found " + found);
        }
        return document;
    }

    /** The version of a document that was read. */
    static int version(ObjectNode document) {
        return whole(document, VERSION);
    }

    static String text(ObjectNode node, String name) {
        String value = optionalText(node, name);
        if (value == null) {
            throw new IllegalArgumentException("'" + name + "' is missing");
        }
        return value;
    }

    static @Nullable String optionalText(ObjectNode node, String name) {
        JsonNode value = node.get(name);
        if (value == null) {
            return null;
        }
        return text(value, name);
    }

    static String text(JsonNode value, String name) {
        if (!value.isTextual()) {
            throw new IllegalArgumentException("expected a string in '" + name + "'");
        }
        return value.textValue();
    }

    static BigDecimal decimal(ObjectNode node, String name) {
        return new BigDecimal(text(node, name));
    }

    static int whole(ObjectNode node, String name) {
        return Math.toIntExact(count(node, name));
    }

    static int whole(JsonNode value, String name) {
        return Math.toIntExact(count(value, name));
    }

    static long count(ObjectNode node, String name) {
        return count(node.path(name), name);
    }

    static long count(JsonNode value, String name) {
        if (!value.canConvertToLong() || !value.isIntegralNumber()) {
            throw new IllegalArgumentException("expected a whole number in '" + name + "'");
        }
        return value.longValue();
    }

    static boolean truth(ObjectNode node, String name) {
        JsonNode value = node.get(name);
        if (value == null || !value.isBoolean()) {
            throw new IllegalArgumentException("expected true or false in '" + name + "'");
        }
        return value.booleanValue();
    }

    static ObjectNode object(ObjectNode node, String name) {
        if (node.get(name) instanceof ObjectNode child) {
            return child;
        }
        throw new IllegalArgumentException("expected an object in '" + name + "'");
    }

    static ArrayNode array(ObjectNode node, String name) {
        if (node.get(name) instanceof ArrayNode child) {
            return child;
        }
        throw new IllegalArgumentException("expected an array in '" + name + "'");
    }

    static <E extends Enum<E>> E choice(Class<E> type, ObjectNode node, String name) {
        return Enum.valueOf(type, text(node, name));
    }

    /** The node itself; refuses members that a document of its version does not have: dropping them would lose something. */
    static ObjectNode only(ObjectNode node, Stream<String> known) {
        Set<String> allowed = known.collect(Collectors.toSet());
        for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!name.equals(VERSION) && !allowed.contains(name)) {
                throw new IllegalArgumentException("'" + name + "' is not known");
            }
        }
        return node;
    }
}
