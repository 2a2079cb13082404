package io.billing4j.jdbc.internal.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billing4j.id.CouponGrantId;
import io.billing4j.id.InvoiceId;
import io.billing4j.invoice.CreditShare;
import io.billing4j.invoice.DiscountShare;
import io.billing4j.invoice.LineAdjustments;
import io.billing4j.invoice.LinePiece;
import io.billing4j.invoice.LineTaxes;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/**
 * What changes what a line comes to. A share is {@code [grant, slot, amount]}; amounts are in the currency of the derivation
 * that they stand beside. {@code {"discounts":[["welcome",0,"-1.00"]],"piece":{"whole":"20.00","from":"10.00","to":"20.00",
 * "shares":[["welcome",0,"2.00"]]}}} gives back half of the 2.00 that a coupon took off 20.00. How a line is taxed is a member {@code
 * taxes}, see {@link LineTaxesJson}; the taxes of the line that a piece is of are one of the piece. What credit notes take off is a
 * member {@code credits} of either, of {@code [note, amount]}.
 */
final class AdjustmentsJson {
    private static final String TAXES = "taxes";
    private static final String CREDITS = "credits";

    private AdjustmentsJson() {}

    static ObjectNode put(ObjectNode node, LineAdjustments adjustments) {
        node.set("discounts", shares(adjustments.discounts()));
        LinePiece piece = adjustments.piece();
        if (piece != null) {
            ObjectNode of = node.putObject("piece")
                    .put("whole", plain(piece.whole()))
                    .put("from", plain(piece.from()))
                    .put("to", plain(piece.to()));
            of.set("shares", shares(piece.shares()));
            if (!piece.taxes().isEmpty()) {
                of.set(TAXES, LineTaxesJson.amounts(piece.taxes()));
            }
            putCredits(of, piece.credits());
        }
        LineTaxes taxes = adjustments.taxes();
        if (taxes != null) {
            node.set(TAXES, LineTaxesJson.put(Json.object(), taxes));
        }
        putCredits(node, adjustments.credits());
        return node;
    }

    static LineAdjustments get(ObjectNode node, CurrencyUnit currency) {
        Json.only(node, Stream.of("discounts", "piece", TAXES, CREDITS));
        return new LineAdjustments(
                shares(node, "discounts", currency),
                node.has("piece") ? piece(Json.object(node, "piece"), currency) : null,
                node.has(TAXES) ? LineTaxesJson.get(Json.object(node, TAXES), currency) : null,
                credits(node, currency));
    }

    private static LinePiece piece(ObjectNode node, CurrencyUnit currency) {
        Json.only(node, Stream.of("whole", "from", "to", "shares", TAXES, CREDITS));
        return new LinePiece(
                Money.of(currency, Json.decimal(node, "whole")),
                Money.of(currency, Json.decimal(node, "from")),
                Money.of(currency, Json.decimal(node, "to")),
                shares(node, "shares", currency),
                node.has(TAXES) ? LineTaxesJson.amounts(node, TAXES, currency) : List.of(),
                credits(node, currency));
    }

    private static void putCredits(ObjectNode node, List<CreditShare> credits) {
        if (!credits.isEmpty()) {
            ArrayNode array = node.putArray(CREDITS);
            credits.forEach(
                    share -> array.addArray().add(share.note().toString()).add(plain(share.amount())));
        }
    }

    private static List<CreditShare> credits(ObjectNode node, CurrencyUnit currency) {
        List<CreditShare> credits = new ArrayList<>();
        if (node.has(CREDITS)) {
            for (JsonNode element : Json.array(node, CREDITS)) {
                ArrayNode parts = StepsJson.elements(element, 2, 2, CREDITS);
                credits.add(new CreditShare(
                        InvoiceId.of(UUID.fromString(Json.text(parts.get(0), CREDITS))),
                        Money.of(currency, StepsJson.decimal(parts, 1, CREDITS))));
            }
        }
        return credits;
    }

    private static ArrayNode shares(List<DiscountShare> shares) {
        ArrayNode array = Json.object().arrayNode();
        shares.forEach(share ->
                array.addArray().add(share.grant().value()).add(share.slot()).add(plain(share.amount())));
        return array;
    }

    private static List<DiscountShare> shares(ObjectNode node, String name, CurrencyUnit currency) {
        List<DiscountShare> shares = new ArrayList<>();
        for (JsonNode element : Json.array(node, name)) {
            ArrayNode parts = StepsJson.elements(element, 3, 3, name);
            shares.add(new DiscountShare(
                    CouponGrantId.of(Json.text(parts.get(0), name)),
                    Json.whole(parts.get(1), name),
                    Money.of(currency, StepsJson.decimal(parts, 2, name))));
        }
        return shares;
    }

    private static String plain(Money amount) {
        return amount.getAmount().toPlainString();
    }
}
