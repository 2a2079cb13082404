package io.billing4j.jdbc.internal.json;

import static io.billing4j.jdbc.internal.json.PriceTiersJson.amount;
import static io.billing4j.jdbc.internal.json.PriceTiersJson.plain;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billing4j.price.FirstFlatFee;
import io.billing4j.price.FlatPrice;
import io.billing4j.price.GraduatedPrice;
import io.billing4j.price.PackagePrice;
import io.billing4j.price.PackageRounding;
import io.billing4j.price.PerUnitPrice;
import io.billing4j.price.PriceModel;
import io.billing4j.price.StairstepPrice;
import io.billing4j.price.TierBound;
import io.billing4j.price.VolumePrice;
import java.util.stream.Stream;
import org.joda.money.CurrencyUnit;

/**
 * Price models as JSON: {@code {"v":1,"kind":"PER_UNIT","currency":"USD","unit":"0.0006"}}. A tier is {@code
 * {"upTo":"500000","unit":"0.00015","flat":"1"}}, without {@code upTo} where it is open and without {@code flat} where no
 * fee is due. Policies are left out where they are the usual ones.
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
            kind(node, "GRADUATED", model).set("tiers", PriceTiersJson.tiers(graduated.tiers()));
            return firstFlatFee(node, graduated.firstFlatFee());
        }
        if (model instanceof VolumePrice volume) {
            kind(node, "VOLUME", model).set("tiers", PriceTiersJson.tiers(volume.tiers()));
            return firstFlatFee(bound(node, volume.bound()), volume.firstFlatFee());
        }
        if (model instanceof PackagePrice packaged) {
            kind(node, "PACKAGE", model)
                    .put("size", packaged.size().toPlainString())
                    .put("amount", plain(packaged.packageAmount()))
                    .put("free", packaged.freeUnits().toPlainString());
            return packaged.rounding() == PackageRounding.UP
                    ? node
                    : node.put("rounding", packaged.rounding().name());
        }
        if (model instanceof StairstepPrice stairstep) {
            kind(node, "STAIRSTEP", model).set("bands", PriceTiersJson.bands(stairstep.bands()));
            return bound(node, stairstep.bound());
        }
        return PartPriceJson.put(node, model);
    }

    static PriceModel get(ObjectNode node) {
        CurrencyUnit currency = CurrencyUnit.of(Json.text(node, "currency"));
        String kind = Json.text(node, "kind");
        return switch (kind) {
            case "FLAT" -> PriceModel.flat(amount(currency, only(node, "amount"), "amount"));
            case "PER_UNIT" -> PriceModel.perUnit(amount(currency, only(node, "unit"), "unit"));
            case "GRADUATED" ->
                PriceModel.graduated(
                        PriceTiersJson.tiers(currency, only(node, "tiers", "firstFlatFee")), firstFlatFee(node));
            case "VOLUME" ->
                PriceModel.volume(
                        PriceTiersJson.tiers(currency, only(node, "tiers", "bound", "firstFlatFee")),
                        bound(node),
                        firstFlatFee(node));
            case "PACKAGE" ->
                PriceModel.packaged(
                        Json.decimal(only(node, "size", "amount", "free", "rounding"), "size"),
                        amount(currency, node, "amount"),
                        Json.decimal(node, "free"),
                        node.has("rounding")
                                ? Json.choice(PackageRounding.class, node, "rounding")
                                : PackageRounding.UP);
            case "STAIRSTEP" ->
                new StairstepPrice(PriceTiersJson.bands(currency, only(node, "bands", "bound")), bound(node));
            default -> PartPriceJson.get(kind, currency, node);
        };
    }

    /** The node itself; refuses members that a model of its kind does not have. */
    static ObjectNode only(ObjectNode node, String... members) {
        return Json.only(node, Stream.concat(Stream.of("kind", "currency"), Stream.of(members)));
    }

    static ObjectNode kind(ObjectNode node, String kind, PriceModel model) {
        return node.put("kind", kind).put("currency", model.currency().getCode());
    }

    static ObjectNode firstFlatFee(ObjectNode node, FirstFlatFee fee) {
        return fee == FirstFlatFee.WHEN_ENTERED ? node : node.put("firstFlatFee", fee.name());
    }

    static FirstFlatFee firstFlatFee(ObjectNode node) {
        return node.has("firstFlatFee")
                ? Json.choice(FirstFlatFee.class, node, "firstFlatFee")
                : FirstFlatFee.WHEN_ENTERED;
    }

    private static ObjectNode bound(ObjectNode node, TierBound bound) {
        return bound == TierBound.UPPER_INCLUSIVE ? node : node.put("bound", bound.name());
    }

    private static TierBound bound(ObjectNode node) {
        return node.has("bound") ? Json.choice(TierBound.class, node, "bound") : TierBound.UPPER_INCLUSIVE;
    }
}
