package io.billing4j.jdbc.internal.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billing4j.price.BlockTier;
import io.billing4j.price.CapacityTier;
import io.billing4j.price.PercentageTier;
import io.billing4j.price.PriceBand;
import io.billing4j.price.Tier;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.joda.money.BigMoney;
import org.joda.money.CurrencyUnit;
import org.jspecify.annotations.Nullable;

/**
 * The tiers of price models as JSON arrays of objects. {@code upTo} and {@code blocks} are left out where a tier is open,
 * {@code flat} and {@code most} where there is no such fee or bound.
 */
final class PriceTiersJson {
    private PriceTiersJson() {}

    static ArrayNode tiers(List<Tier> tiers) {
        return array(tiers, tier -> {
            ObjectNode node = bounded(tier.upTo()).put("unit", plain(tier.unitAmount()));
            putUnlessZero(node, "flat", tier.flatAmount());
            return putUnlessNull(node, "most", tier.maximum());
        });
    }

    static List<Tier> tiers(CurrencyUnit currency, ObjectNode model) {
        return list(
                model,
                "tiers",
                tier -> new Tier(
                        optionalDecimal(tier, "upTo"),
                        amount(currency, tier, "unit"),
                        amountOrZero(currency, tier, "flat"),
                        optionalAmount(currency, tier, "most")),
                "upTo",
                "unit",
                "flat",
                "most");
    }

    static ArrayNode bands(List<PriceBand> bands) {
        return array(bands, band -> bounded(band.upTo()).put("amount", plain(band.amount())));
    }

    static List<PriceBand> bands(CurrencyUnit currency, ObjectNode model) {
        return list(
                model,
                "bands",
                band -> new PriceBand(optionalDecimal(band, "upTo"), amount(currency, band, "amount")),
                "upTo",
                "amount");
    }

    static ArrayNode rates(List<PercentageTier> tiers) {
        return array(tiers, tier -> {
            ObjectNode node =
                    bounded(tier.upTo()).put("percent", tier.ratePercent().toPlainString());
            return putUnlessZero(node, "flat", tier.flatAmount());
        });
    }

    static List<PercentageTier> rates(CurrencyUnit currency, ObjectNode model) {
        return list(
                model,
                "tiers",
                tier -> new PercentageTier(
                        optionalDecimal(tier, "upTo"),
                        Json.decimal(tier, "percent"),
                        amountOrZero(currency, tier, "flat")),
                "upTo",
                "percent",
                "flat");
    }

    static ArrayNode blocks(List<BlockTier> tiers) {
        return array(tiers, tier -> {
            ObjectNode node = Json.object().put("size", tier.size().toPlainString());
            Long blocks = tier.maxBlocks();
            if (blocks != null) {
                node.put("blocks", blocks);
            }
            return node.put("amount", plain(tier.blockAmount()));
        });
    }

    static List<BlockTier> blocks(CurrencyUnit currency, ObjectNode model) {
        return list(
                model,
                "tiers",
                tier -> new BlockTier(
                        Json.decimal(tier, "size"),
                        tier.has("blocks") ? Json.count(tier, "blocks") : null,
                        amount(currency, tier, "amount")),
                "size",
                "blocks",
                "amount");
    }

    static ArrayNode capacities(List<CapacityTier> tiers) {
        return array(tiers, tier -> {
            ObjectNode node = Json.object().put("amount", plain(tier.amount()));
            ObjectNode most = node.putObject("most");
            tier.most().forEach((group, limit) -> most.put(group, limit.toPlainString()));
            return node;
        });
    }

    static List<CapacityTier> capacities(CurrencyUnit currency, ObjectNode model) {
        return list(
                model,
                "tiers",
                tier -> {
                    ObjectNode most = Json.object(tier, "most");
                    Map<String, BigDecimal> limits = new TreeMap<>();
                    most.fieldNames().forEachRemaining(group -> limits.put(group, Json.decimal(most, group)));
                    return new CapacityTier(limits, amount(currency, tier, "amount"));
                },
                "amount",
                "most");
    }

    static <T> ArrayNode array(List<T> elements, Function<T, ObjectNode> write) {
        ArrayNode array = Json.object().arrayNode();
        elements.forEach(element -> array.add(write.apply(element)));
        return array;
    }

    static <T> List<T> list(ObjectNode node, String name, Function<ObjectNode, T> read, String... members) {
        List<T> elements = new ArrayList<>();
        for (JsonNode element : Json.array(node, name)) {
            if (!(element instanceof ObjectNode object)) {
                throw new IllegalArgumentException("expected objects in '" + name + "'");
            }
            elements.add(read.apply(Json.only(object, Stream.of(members))));
        }
        return elements;
    }

    private static ObjectNode bounded(@Nullable BigDecimal upTo) {
        return upTo == null ? Json.object() : Json.object().put("upTo", upTo.toPlainString());
    }

    static @Nullable BigDecimal optionalDecimal(ObjectNode node, String name) {
        String text = Json.optionalText(node, name);
        return text == null ? null : new BigDecimal(text);
    }

    static BigMoney amount(CurrencyUnit currency, ObjectNode node, String name) {
        return BigMoney.of(currency, Json.decimal(node, name));
    }

    static @Nullable BigMoney optionalAmount(CurrencyUnit currency, ObjectNode node, String name) {
        return node.has(name) ? amount(currency, node, name) : null;
    }

    static BigMoney amountOrZero(CurrencyUnit currency, ObjectNode node, String name) {
        return node.has(name) ? amount(currency, node, name) : BigMoney.zero(currency);
    }

    static ObjectNode putUnlessNull(ObjectNode node, String name, @Nullable BigMoney amount) {
        return amount == null ? node : node.put(name, plain(amount));
    }

    static ObjectNode putUnlessZero(ObjectNode node, String name, BigMoney amount) {
        return amount.isZero() ? node : node.put(name, plain(amount));
    }

    static String plain(BigMoney amount) {
        return amount.getAmount().toPlainString();
    }
}
