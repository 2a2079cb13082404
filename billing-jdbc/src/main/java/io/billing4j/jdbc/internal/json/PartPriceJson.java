package io.billing4j.jdbc.internal.json;

import static io.billing4j.jdbc.internal.json.PriceModelJson.kind;
import static io.billing4j.jdbc.internal.json.PriceModelJson.only;
import static io.billing4j.jdbc.internal.json.PriceTiersJson.amountOrZero;
import static io.billing4j.jdbc.internal.json.PriceTiersJson.optionalAmount;
import static io.billing4j.jdbc.internal.json.PriceTiersJson.putUnlessNull;
import static io.billing4j.jdbc.internal.json.PriceTiersJson.putUnlessZero;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billing4j.price.BlockPolicy;
import io.billing4j.price.BlockPrice;
import io.billing4j.price.BucketedPrice;
import io.billing4j.price.CapacityPrice;
import io.billing4j.price.CustomPrice;
import io.billing4j.price.DynamicPrice;
import io.billing4j.price.GraduatedPercentagePrice;
import io.billing4j.price.MatrixCell;
import io.billing4j.price.MatrixPrice;
import io.billing4j.price.PartsNeeded;
import io.billing4j.price.PercentagePrice;
import io.billing4j.price.PriceModel;
import io.billing4j.price.SpendPrice;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.joda.money.CurrencyUnit;

/** Price models as JSON that take a rate of amounts, look at parts of a quantity, or hold other models. */
final class PartPriceJson {
    private PartPriceJson() {}

    static ObjectNode put(ObjectNode node, PriceModel model) {
        if (model instanceof PercentagePrice percentage) {
            return percentage(kind(node, "PERCENTAGE", model), percentage);
        }
        if (model instanceof GraduatedPercentagePrice graduated) {
            kind(node, "GRADUATED_PERCENTAGE", model).set("tiers", PriceTiersJson.rates(graduated.tiers()));
            return PriceModelJson.firstFlatFee(node, graduated.firstFlatFee());
        }
        if (model instanceof DynamicPrice dynamic) {
            return kind(node, "DYNAMIC", model)
                    .put("multiplier", dynamic.multiplier().toPlainString());
        }
        if (model instanceof MatrixPrice matrix) {
            kind(node, "MATRIX", model).set("dimensions", texts(matrix.dimensions()));
            node.set("cells", PriceTiersJson.array(matrix.cells(), PartPriceJson::cell));
            return node.set("otherwise", inner(matrix.otherwise()));
        }
        if (model instanceof BucketedPrice bucketed) {
            return kind(node, "BUCKETED", model).set("inner", inner(bucketed.inner()));
        }
        if (model instanceof BlockPrice blocks) {
            return kind(node, "BLOCKS", model)
                    .put("policy", blocks.policy().name())
                    .set("tiers", PriceTiersJson.blocks(blocks.tiers()));
        }
        if (model instanceof CapacityPrice capacity) {
            return kind(node, "CAPACITY", model)
                    .put("dimension", capacity.dimension())
                    .set("tiers", PriceTiersJson.capacities(capacity.tiers()));
        }
        if (model instanceof SpendPrice) {
            return kind(node, "SPEND", model);
        }
        if (model instanceof CustomPrice custom) {
            return custom(kind(node, "CUSTOM", model), custom);
        }
        throw new AssertionError("no JSON for " + model.getClass());
    }

    static PriceModel get(String kind, CurrencyUnit currency, ObjectNode node) {
        return switch (kind) {
            case "PERCENTAGE" -> percentage(currency, node);
            case "GRADUATED_PERCENTAGE" ->
                new GraduatedPercentagePrice(
                        PriceTiersJson.rates(currency, only(node, "tiers", "firstFlatFee")),
                        PriceModelJson.firstFlatFee(node));
            case "DYNAMIC" -> PriceModel.dynamic(currency, Json.decimal(only(node, "multiplier"), "multiplier"));
            case "MATRIX" ->
                PriceModel.matrix(
                        texts(only(node, "dimensions", "cells", "otherwise"), "dimensions"),
                        PriceTiersJson.list(
                                node,
                                "cells",
                                cell -> new MatrixCell(texts(cell, "values"), inner(cell, "price")),
                                "values",
                                "price"),
                        inner(node, "otherwise"));
            case "BUCKETED" -> PriceModel.bucketed(inner(only(node, "inner"), "inner"));
            case "BLOCKS" ->
                PriceModel.blocks(
                        Json.choice(BlockPolicy.class, only(node, "policy", "tiers"), "policy"),
                        PriceTiersJson.blocks(currency, node));
            case "CAPACITY" ->
                PriceModel.capacity(
                        Json.text(only(node, "dimension", "tiers"), "dimension"),
                        PriceTiersJson.capacities(currency, node));
            case "SPEND" -> {
                only(node);
                yield PriceModel.spend(currency);
            }
            case "CUSTOM" -> custom(currency, node);
            default -> throw new IllegalArgumentException("no price model is called " + kind);
        };
    }

    private static ObjectNode percentage(ObjectNode node, PercentagePrice percentage) {
        node.put("percent", percentage.ratePercent().toPlainString());
        if (percentage.freeEvents() > 0) {
            node.put("freeEvents", percentage.freeEvents());
        }
        putUnlessZero(node, "freeAmount", percentage.freeAmount());
        putUnlessZero(node, "fixed", percentage.fixedPerEvent());
        putUnlessNull(node, "least", percentage.minimumPerEvent());
        return putUnlessNull(node, "most", percentage.maximumPerEvent());
    }

    private static PriceModel percentage(CurrencyUnit currency, ObjectNode node) {
        only(node, "percent", "freeEvents", "freeAmount", "fixed", "least", "most");
        return new PercentagePrice(
                Json.decimal(node, "percent"),
                node.has("freeEvents") ? Json.count(node, "freeEvents") : 0,
                amountOrZero(currency, node, "freeAmount"),
                amountOrZero(currency, node, "fixed"),
                optionalAmount(currency, node, "least"),
                optionalAmount(currency, node, "most"));
    }

    private static ObjectNode custom(ObjectNode node, CustomPrice custom) {
        node.put("name", custom.name()).put("version", custom.version());
        if (custom.partsNeeded() != PartsNeeded.NONE) {
            node.put("parts", custom.partsNeeded().name());
        }
        ObjectNode parameters = node.putObject("parameters");
        custom.parameters().forEach(parameters::put);
        return node;
    }

    private static PriceModel custom(CurrencyUnit currency, ObjectNode node) {
        only(node, "name", "version", "parts", "parameters");
        ObjectNode members = Json.object(node, "parameters");
        Map<String, String> parameters = new TreeMap<>();
        members.fieldNames().forEachRemaining(name -> parameters.put(name, Json.text(members, name)));
        return new CustomPrice(
                Json.text(node, "name"),
                Json.whole(node, "version"),
                currency,
                parameters,
                node.has("parts") ? Json.choice(PartsNeeded.class, node, "parts") : PartsNeeded.NONE);
    }

    private static ObjectNode cell(MatrixCell cell) {
        ObjectNode node = Json.object();
        node.set("values", texts(cell.values()));
        return node.set("price", inner(cell.price()));
    }

    private static ObjectNode inner(PriceModel model) {
        return PriceModelJson.put(Json.object(), model);
    }

    private static PriceModel inner(ObjectNode node, String name) {
        return PriceModelJson.get(Json.object(node, name));
    }

    private static ArrayNode texts(List<String> texts) {
        ArrayNode array = Json.object().arrayNode();
        texts.forEach(array::add);
        return array;
    }

    private static List<String> texts(ObjectNode node, String name) {
        List<String> texts = new ArrayList<>();
        for (JsonNode element : Json.array(node, name)) {
            texts.add(Json.text(element, name));
        }
        return texts;
    }
}
