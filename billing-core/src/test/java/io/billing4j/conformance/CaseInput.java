package io.billing4j.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an adapter may know of a case: what goes in. There is no way from here to the result that is expected, to a name
 * by which the case could be recognised, or to a remark that gives the result away.
 */
final class CaseInput {
    /** At any depth. The minor units stand beside the code of a currency, and are what is asked for. */
    private static final Set<String> WITHHELD =
            Set.of("expected", "id", "peer", "source", "note", "verified", "calc", "minor_unit", "java17_minor_unit");

    private final JsonNode json;

    private CaseInput(JsonNode json) {
        this.json = json;
    }

    /** A copy without what is withheld. */
    static CaseInput of(JsonNode whole) {
        return new CaseInput(stripped(whole));
    }

    private static JsonNode stripped(JsonNode node) {
        if (node instanceof ObjectNode object) {
            ObjectNode copy = object.objectNode();
            object.properties().stream()
                    .filter(field -> !WITHHELD.contains(field.getKey()))
                    .forEach(field -> copy.set(field.getKey(), stripped(field.getValue())));
            return copy;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode copy = array.arrayNode();
            array.forEach(element -> copy.add(stripped(element)));
            return copy;
        }
        return node;
    }

    /** Everything as a tree, for what the methods below do not fit. */
    JsonNode json() {
        return json;
    }

    /** Whether the field is there and is not null. */
    boolean has(String field) {
        return json.hasNonNull(field);
    }

    /** The field's text; numbers and switches are read as they are written. */
    String text(String field) {
        return required(field).asText();
    }

    /** The field's text, or this one if there is none. */
    String text(String field, String otherwise) {
        return has(field) ? text(field) : otherwise;
    }

    /** The field's number, whether it is written as a number or as a text. */
    BigDecimal decimal(String field) {
        return new BigDecimal(text(field));
    }

    /** The field's number, or this one if there is none. */
    BigDecimal decimal(String field, BigDecimal otherwise) {
        return has(field) ? decimal(field) : otherwise;
    }

    /** The field's whole number; one with a fraction is an error. */
    int integer(String field) {
        return decimal(field).intValueExact();
    }

    /** The field's switch, off if there is none. */
    boolean on(String field) {
        return has(field) && required(field).asBoolean();
    }

    /** The field's object. */
    CaseInput object(String field) {
        return new CaseInput(required(field));
    }

    /** The field's objects, none if there is no such field. */
    List<CaseInput> objects(String field) {
        List<CaseInput> objects = new ArrayList<>();
        optional(field).forEach(element -> objects.add(new CaseInput(element)));
        return objects;
    }

    /** The field's texts, none if there is no such field; null stays null. */
    List<@Nullable String> texts(String field) {
        List<@Nullable String> texts = new ArrayList<>();
        optional(field).forEach(element -> texts.add(element.isNull() ? null : element.asText()));
        return texts;
    }

    /** The rule of this name that the result depends on; empty if the case names none. */
    String convention(String rule) {
        return json.path("convention").path(rule).asText("");
    }

    private JsonNode optional(String field) {
        return has(field) ? json.get(field) : MissingNode.getInstance();
    }

    private JsonNode required(String field) {
        if (!has(field)) {
            throw new IllegalArgumentException("no field " + field + " in " + json);
        }
        return json.get(field);
    }

    @Override
    public String toString() {
        return json.toString();
    }
}
