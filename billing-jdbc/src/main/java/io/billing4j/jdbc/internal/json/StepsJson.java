package io.billing4j.jdbc.internal.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billing4j.price.Price;
import io.billing4j.price.PriceStep;
import io.billing4j.price.PricedPart;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.joda.money.BigMoney;
import org.joda.money.CurrencyUnit;

/**
 * Steps of a price and parts of a quantity as arrays: there can be many of them. A step is {@code [quantity, unit]}, {@code
 * [quantity, unit, flat]} or {@code [quantity, unit, flat, atMost]}; a part {@code [quantity]}, {@code [quantity, count]} or
 * {@code [quantity, count, {dimensions}]}.
 */
final class StepsJson {
    private StepsJson() {}

    static ArrayNode steps(Price price) {
        ArrayNode array = Json.object().arrayNode();
        for (PriceStep step : price.steps()) {
            ArrayNode parts =
                    array.addArray().add(step.quantity().toPlainString()).add(plain(step.unitAmount()));
            BigMoney atMost = step.atMost();
            if (atMost != null
                    || !step.flatAmount().equals(noFlat(step.unitAmount().getCurrencyUnit()))) {
                parts.add(plain(step.flatAmount()));
            }
            if (atMost != null) {
                parts.add(plain(atMost));
            }
        }
        return array;
    }

    static List<PriceStep> steps(CurrencyUnit currency, ObjectNode node) {
        List<PriceStep> steps = new ArrayList<>();
        for (JsonNode element : Json.array(node, "steps")) {
            ArrayNode parts = elements(element, 2, 4, "steps");
            steps.add(new PriceStep(
                    decimal(parts, 0, "steps"),
                    BigMoney.of(currency, decimal(parts, 1, "steps")),
                    parts.size() > 2 ? BigMoney.of(currency, decimal(parts, 2, "steps")) : noFlat(currency),
                    parts.size() > 3 ? BigMoney.of(currency, decimal(parts, 3, "steps")) : null));
        }
        return steps;
    }

    static ArrayNode parts(List<PricedPart> parts) {
        ArrayNode array = Json.object().arrayNode();
        for (PricedPart part : parts) {
            ArrayNode element = array.addArray().add(part.quantity().toPlainString());
            if (part.count() != 1 || !part.dimensions().isEmpty()) {
                element.add(part.count());
            }
            if (!part.dimensions().isEmpty()) {
                ObjectNode dimensions = element.addObject();
                new TreeMap<>(part.dimensions()).forEach(dimensions::put);
            }
        }
        return array;
    }

    static List<PricedPart> parts(ObjectNode node) {
        List<PricedPart> parts = new ArrayList<>();
        for (JsonNode element : Json.array(node, "parts")) {
            ArrayNode values = elements(element, 1, 3, "parts");
            parts.add(new PricedPart(
                    values.size() > 2 ? dimensions(values.get(2)) : Map.of(),
                    decimal(values, 0, "parts"),
                    values.size() > 1 ? Json.count(values.get(1), "parts") : 1));
        }
        return parts;
    }

    private static Map<String, String> dimensions(JsonNode node) {
        if (!(node instanceof ObjectNode object)) {
            throw new IllegalArgumentException("expected an object of dimensions in 'parts'");
        }
        Map<String, String> dimensions = new HashMap<>();
        object.fieldNames().forEachRemaining(name -> dimensions.put(name, Json.text(object, name)));
        return dimensions;
    }

    static BigDecimal decimal(ArrayNode parts, int position, String name) {
        return new BigDecimal(Json.text(parts.get(position), name));
    }

    static ArrayNode elements(JsonNode node, int least, int most, String name) {
        if (!(node instanceof ArrayNode parts)) {
            throw new IllegalArgumentException("expected arrays in '" + name + "'");
        }
        requireSize(parts, least, most, name);
        return parts;
    }

    static void requireSize(ArrayNode parts, int least, int most, String name) {
        if (parts.size() < least || parts.size() > most) {
            throw new IllegalArgumentException("found " + parts.size() + " elements in '" + name + "'");
        }
    }

    /** The fee of a step that has none, in the scale that price models give it. */
    private static BigMoney noFlat(CurrencyUnit currency) {
        return BigMoney.zero(currency);
    }

    private static String plain(BigMoney amount) {
        return amount.getAmount().toPlainString();
    }
}
