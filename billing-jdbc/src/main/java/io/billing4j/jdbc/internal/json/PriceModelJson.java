package io.billing4j.jdbc.internal.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billing4j.price.FlatPrice;
import io.billing4j.price.GraduatedPrice;
import io.billing4j.price.PackagePrice;
import io.billing4j.price.PerUnitPrice;
import io.billing4j.price.PriceModel;
import io.billing4j.price.Tier;
import io.billing4j.price.VolumePrice;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.joda.money.BigMoney;
import org.joda.money.CurrencyUnit;

/**
 * Price models as JSON: {@code {"v":1,"kind":"PER_UNIT","currency":"USD","unit":"0.0006"}}. A tier is {@code
 * {"upTo":"500000","unit":"0.00015","flat":"1"}}, without {@code upTo} where it is open and without {@code flat} where no
 * fee is due.
 */
public final class PriceModelJson {
    private static final int VERSION = 1;

    private PriceModelJson() {}

    /** The model as a document of its own. */
    public static String write(PriceModel model) {
        return Json.write(put(Json.document(VERSION), model));
    }

    /** The model that a document holds; IllegalArgumentException or BillingException if it holds none. */
    public static PriceModel read(String text) {
        return get(Json.read(text, VERSION));
    }

    static ObjectNode put(ObjectNode node, PriceModel model) {
        if (model instanceof FlatPrice flat) {
            return kind(node, "FLAT", model).put("amount", plain(flat.amount()));
        }
        if (model instanceof PerUnitPrice perUnit) {
            return kind(node, "PER_UNIT", model).put("unit", plain(perUnit.unitAmount()));
        }
        if (model instanceof GraduatedPrice graduated) {
            return kind(node, "GRADUATED", model).set("tiers", tiers(graduated.tiers()));
        }
        if (model instanceof VolumePrice volume) {
            return kind(node, "VOLUME", model).set("tiers", tiers(volume.tiers()));
        }
        if (model instanceof PackagePrice packaged) {
            return kind(node, "PACKAGE", model)
                    .put("size", packaged.size().toPlainString())
                    .put("amount", plain(packaged.packageAmount()))
                    .put("free", packaged.freeUnits().toPlainString());
        }
        throw new AssertionError("no JSON for " + model.getClass());
    }

    static PriceModel get(ObjectNode node) {
        CurrencyUnit currency = CurrencyUnit.of(Json.text(node, "currency"));
        String kind = Json.text(node, "kind");
        return switch (kind) {
            case "FLAT" -> PriceModel.flat(amount(currency, only(node, "amount"), "amount"));
            case "PER_UNIT" -> PriceModel.perUnit(amount(currency, only(node, "unit"), "unit"));
            case "GRADUATED" -> PriceModel.graduated(tiers(currency, only(node, "tiers")));
            case "VOLUME" -> PriceModel.volume(tiers(currency, only(node, "tiers")));
            case "PACKAGE" ->
                PriceModel.packaged(
                        Json.decimal(only(node, "size", "amount", "free"), "size"),
                        amount(currency, node, "amount"),
                        Json.decimal(node, "free"));
            default -> throw new IllegalArgumentException("no price model is called " + kind);
        };
    }

    private static ObjectNode only(ObjectNode node, String... members) {
        return Json.only(node, Stream.concat(Stream.of("kind", "currency"), Stream.of(members)));
    }

    private static ObjectNode kind(ObjectNode node, String kind, PriceModel model) {
        return node.put("kind", kind).put("currency", model.currency().getCode());
    }

    private static ArrayNode tiers(List<Tier> tiers) {
        ArrayNode array = Json.object().arrayNode();
        for (Tier tier : tiers) {
            ObjectNode node = array.addObject();
            BigDecimal upTo = tier.upTo();
            if (upTo != null) {
                node.put("upTo", upTo.toPlainString());
            }
            node.put("unit", plain(tier.unitAmount()));
            if (!tier.flatAmount().isZero()) {
                node.put("flat", plain(tier.flatAmount()));
            }
        }
        return array;
    }

    private static List<Tier> tiers(CurrencyUnit currency, ObjectNode node) {
        List<Tier> tiers = new ArrayList<>();
        for (JsonNode element : Json.array(node, "tiers")) {
            if (!(element instanceof ObjectNode tier)) {
                throw new IllegalArgumentException("expected objects in 'tiers'");
            }
            Json.only(tier, Stream.of("upTo", "unit", "flat"));
            String upTo = Json.optionalText(tier, "upTo");
            String flat = Json.optionalText(tier, "flat");
            tiers.add(new Tier(
                    upTo == null ? null : new BigDecimal(upTo),
                    amount(currency, tier, "unit"),
                    flat == null ? BigMoney.zero(currency) : BigMoney.of(currency, new BigDecimal(flat))));
        }
        return tiers;
    }

    private static BigMoney amount(CurrencyUnit currency, ObjectNode node, String name) {
        return BigMoney.of(currency, Json.decimal(node, name));
    }

    private static String plain(BigMoney amount) {
        return amount.getAmount().toPlainString();
    }
}
