package io.billing4j.jdbc.internal.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billing4j.discount.Discount;
import io.billing4j.discount.DiscountClaim.Level;
import io.billing4j.discount.DiscountOrder;
import io.billing4j.id.CouponGrantId;
import io.billing4j.id.CouponId;
import io.billing4j.invoice.DocumentDiscount;
import io.billing4j.invoice.DocumentDiscounts;
import io.billing4j.money.RoundingPolicy;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * Discounts of a document as JSON, null where there are none. Amounts are in the currency of the document. {@code
 * {"v":1,"order":"AS_GIVEN","rounding":"HALF_UP","list":[{"grant":"welcome","coupon":"TEN","name":"Ten percent",
 * "level":"DOCUMENT","percent":"10","slot":0,"lines":[1,2],"amount":"5.00"}]}}, or {@code "fixed":"5.00"} in the place of {@code
 * percent}.
 *
 * <p>Finalising compares this text with the one that is stored: a later version writes what this one can say as this one does.
 */
public final class DocumentDiscountsJson {
    private static final int VERSION = 1;

    private DocumentDiscountsJson() {}

    /** The discounts as a document. */
    public static @Nullable String write(DocumentDiscounts discounts) {
        if (!discounts.any()) {
            return null;
        }
        ObjectNode node = Json.document(VERSION)
                .put("order", discounts.order().name())
                .put("rounding", discounts.rounding().mode().name());
        ArrayNode list = node.putArray("list");
        discounts.list().forEach(discount -> put(list.addObject(), discount));
        return Json.write(node);
    }

    /** The discounts that a document holds, none for null; IllegalArgumentException, among others, if it holds none. */
    public static DocumentDiscounts read(@Nullable String text, CurrencyUnit currency) {
        if (text == null) {
            return DocumentDiscounts.NONE;
        }
        ObjectNode node = Json.read(text, VERSION);
        Json.only(node, Stream.of("order", "rounding", "list"));
        List<DocumentDiscount> list = new ArrayList<>();
        for (JsonNode element : Json.array(node, "list")) {
            list.add(get(element, currency));
        }
        if (list.isEmpty()) {
            throw new IllegalArgumentException("expected discounts in 'list'");
        }
        return new DocumentDiscounts(
                Json.choice(DiscountOrder.class, node, "order"),
                new RoundingPolicy(Json.choice(RoundingMode.class, node, "rounding")),
                list);
    }

    private static void put(ObjectNode node, DocumentDiscount discount) {
        node.put("grant", discount.grant().value())
                .put("coupon", discount.coupon().value())
                .put("name", discount.name())
                .put("level", discount.level().name());
        if (discount.discount() instanceof Discount.Percentage percentage) {
            node.put("percent", percentage.percent().toPlainString());
        } else if (discount.discount() instanceof Discount.Fixed fixed) {
            node.put("fixed", fixed.amount().getAmount().toPlainString());
        }
        node.put("slot", discount.slot());
        ArrayNode lines = node.putArray("lines");
        discount.lines().forEach(lines::add);
        node.put("amount", discount.amount().getAmount().toPlainString());
    }

    private static DocumentDiscount get(JsonNode element, CurrencyUnit currency) {
        if (!(element instanceof ObjectNode node)) {
            throw new IllegalArgumentException("expected objects in 'list'");
        }
        Json.only(node, Stream.of("grant", "coupon", "name", "level", "percent", "fixed", "slot", "lines", "amount"));
        List<Integer> lines = new ArrayList<>();
        Json.array(node, "lines").forEach(line -> lines.add(Json.whole(line, "lines")));
        return new DocumentDiscount(
                CouponGrantId.of(Json.text(node, "grant")),
                CouponId.of(Json.text(node, "coupon")),
                Json.text(node, "name"),
                Json.choice(Level.class, node, "level"),
                discount(node, currency),
                Json.whole(node, "slot"),
                lines,
                Money.of(currency, Json.decimal(node, "amount")));
    }

    private static Discount discount(ObjectNode node, CurrencyUnit currency) {
        if (node.has("percent") == node.has("fixed")) {
            throw new IllegalArgumentException("expected either 'percent' or 'fixed'");
        }
        return node.has("percent")
                ? Discount.percentage(Json.decimal(node, "percent"))
                : Discount.fixed(Money.of(currency, Json.decimal(node, "fixed")));
    }
}
