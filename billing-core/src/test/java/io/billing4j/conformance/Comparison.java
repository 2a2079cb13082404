package io.billing4j.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Compares an answer with what is expected. Numbers compare by value, lists in order, but those whose elements are told by a
 * {@code key} in any order; answers may say more.
 */
final class Comparison {
    /** Without leading zeros: {@code 007} is a text, such as a part of a document's number. */
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9]\\d*)(\\.\\d+)?");

    private Comparison() {}

    /** The first difference in words; empty if there is none. */
    static Optional<String> difference(JsonNode expected, JsonNode found) {
        return difference("", expected, found);
    }

    private static Optional<String> difference(String path, JsonNode expected, JsonNode found) {
        if (found.isMissingNode()) {
            return Optional.of(path + ": expected " + expected + " but the answer has no such key");
        }
        if (expected.isObject() && found.isObject()) {
            return ofObjects(path, expected, found);
        }
        if (expected.isArray() && found.isArray()) {
            return ofLists(path, expected, found);
        }
        return same(expected, found)
                ? Optional.empty()
                : Optional.of(path + ": expected " + expected + " but found " + found);
    }

    private static Optional<String> ofObjects(String path, JsonNode expected, JsonNode found) {
        for (Map.Entry<String, JsonNode> field : expected.properties()) {
            Optional<String> difference =
                    difference(path + "/" + field.getKey(), field.getValue(), found.path(field.getKey()));
            if (difference.isPresent()) {
                return difference;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> ofLists(String path, JsonNode expected, JsonNode found) {
        if (expected.size() != found.size()) {
            return Optional.of(path + ": expected " + expected + " but found " + found);
        }
        for (int i = 0; i < expected.size(); i++) {
            JsonNode counterpart =
                    expected.get(i).has("key") ? ofKey(expected.get(i).get("key"), found) : found.get(i);
            Optional<String> difference = difference(path + "/" + i, expected.get(i), counterpart);
            if (difference.isPresent()) {
                return difference;
            }
        }
        return Optional.empty();
    }

    private static JsonNode ofKey(JsonNode key, JsonNode found) {
        for (JsonNode element : found) {
            if (element.path("key").equals(key)) {
                return element;
            }
        }
        return MissingNode.getInstance();
    }

    private static boolean same(JsonNode expected, JsonNode found) {
        if (isNumber(expected) && isNumber(found)) {
            return decimal(expected).compareTo(decimal(found)) == 0;
        }
        return expected.equals(found);
    }

    private static boolean isNumber(JsonNode node) {
        return node.isNumber()
                || (node.isTextual() && NUMBER.matcher(node.textValue()).matches());
    }

    private static BigDecimal decimal(JsonNode node) {
        return node.isNumber() ? node.decimalValue() : new BigDecimal(node.textValue());
    }
}
