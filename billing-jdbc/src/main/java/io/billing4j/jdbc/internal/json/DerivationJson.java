package io.billing4j.jdbc.internal.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billing4j.catalog.MeterAggregation;
import io.billing4j.id.MeterId;
import io.billing4j.money.RoundingPolicy;
import io.billing4j.period.BillingPeriod;
import io.billing4j.period.ProrationPolicy;
import io.billing4j.price.Price;
import io.billing4j.price.PriceModel;
import io.billing4j.price.PriceStep;
import io.billing4j.rating.Derivation;
import io.billing4j.rating.RatedQuantity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.joda.money.BigMoney;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * Derivations as JSON. What was computed is stored beside what it was computed from, never computed anew on reading: a
 * derivation that does not hold must come back as one that does not hold. A period is {@code [start, end, zone]}; the window
 * is left out where it is the service, a step is {@code [quantity, unit]}, {@code [quantity, unit, flat]} or {@code [quantity,
 * unit, flat, atMost]}.
 */
public final class DerivationJson {
    private static final int VERSION = 1;
    private static final List<String> MEMBERS =
            List.of("model", "quantity", "service", "window", "proration", "rounding", "steps", "price", "amount");

    private DerivationJson() {}

    /** The derivation as a document. */
    public static String write(Derivation derivation) {
        ObjectNode node = Json.document(VERSION);
        node.set("model", PriceModelJson.put(Json.object(), derivation.model()));
        node.set("quantity", quantity(derivation.quantity()));
        node.set("service", period(derivation.service()));
        if (!derivation.window().equals(derivation.service())) {
            node.set("window", period(derivation.window()));
        }
        node.put("proration", derivation.proration().name());
        node.put("rounding", derivation.rounding().mode().name());
        node.set("steps", steps(derivation.price()));
        node.put("price", plain(derivation.price().amount()));
        node.put("amount", derivation.amount().getAmount().toPlainString());
        return Json.write(node);
    }

    /** The derivation that a document holds; IllegalArgumentException, among others, if it holds none. */
    public static Derivation read(String text) {
        ObjectNode node = Json.read(text, VERSION);
        Json.only(node, MEMBERS.stream());
        PriceModel model = PriceModelJson.get(Json.object(node, "model"));
        CurrencyUnit currency = model.currency();
        BillingPeriod service = period(node, "service");
        return new Derivation(
                model,
                quantity(Json.object(node, "quantity")),
                service,
                node.has("window") ? period(node, "window") : service,
                Json.choice(ProrationPolicy.class, node, "proration"),
                new RoundingPolicy(Json.choice(RoundingMode.class, node, "rounding")),
                new Price(BigMoney.of(currency, Json.decimal(node, "price")), steps(currency, node)),
                Money.of(currency, Json.decimal(node, "amount")));
    }

    private static ObjectNode quantity(RatedQuantity quantity) {
        ObjectNode node = Json.object().put("value", quantity.value().toPlainString());
        MeterId meter = quantity.meter();
        if (meter != null) {
            node.put("meter", meter.value());
        }
        MeterAggregation aggregation = quantity.aggregation();
        if (aggregation != null) {
            node.put("aggregation", aggregation.name());
        }
        return quantity.events() == 0 ? node : node.put("events", quantity.events());
    }

    private static RatedQuantity quantity(ObjectNode node) {
        Json.only(node, Stream.of("value", "meter", "aggregation", "events"));
        String meter = Json.optionalText(node, "meter");
        String aggregation = Json.optionalText(node, "aggregation");
        return new RatedQuantity(
                Json.decimal(node, "value"),
                meter == null ? null : MeterId.of(meter),
                aggregation == null ? null : MeterAggregation.valueOf(aggregation),
                node.has("events") ? Json.count(node, "events") : 0);
    }

    private static ArrayNode period(BillingPeriod period) {
        return Json.object()
                .arrayNode()
                .add(period.startInclusive().toString())
                .add(period.endExclusive().toString())
                .add(period.zone().getId());
    }

    private static BillingPeriod period(ObjectNode node, String name) {
        ArrayNode parts = Json.array(node, name);
        requireSize(parts, 3, 3, name);
        return new BillingPeriod(
                Instant.parse(Json.text(parts.get(0), name)),
                Instant.parse(Json.text(parts.get(1), name)),
                ZoneId.of(Json.text(parts.get(2), name)));
    }

    private static ArrayNode steps(Price price) {
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

    private static List<PriceStep> steps(CurrencyUnit currency, ObjectNode node) {
        List<PriceStep> steps = new ArrayList<>();
        for (JsonNode element : Json.array(node, "steps")) {
            if (!(element instanceof ArrayNode parts)) {
                throw new IllegalArgumentException("expected arrays in 'steps'");
            }
            requireSize(parts, 2, 4, "steps");
            steps.add(new PriceStep(
                    new BigDecimal(Json.text(parts.get(0), "steps")),
                    BigMoney.of(currency, new BigDecimal(Json.text(parts.get(1), "steps"))),
                    flat(currency, parts.get(2)),
                    parts.get(3) == null ? null : flat(currency, parts.get(3))));
        }
        return steps;
    }

    private static BigMoney flat(CurrencyUnit currency, @Nullable JsonNode part) {
        return part == null ? noFlat(currency) : BigMoney.of(currency, new BigDecimal(Json.text(part, "steps")));
    }

    /** The fee of a step that has none, in the scale that price models give it. */
    private static BigMoney noFlat(CurrencyUnit currency) {
        return BigMoney.zero(currency);
    }

    private static void requireSize(ArrayNode parts, int least, int most, String name) {
        if (parts.size() < least || parts.size() > most) {
            throw new IllegalArgumentException("found " + parts.size() + " elements in '" + name + "'");
        }
    }

    private static String plain(BigMoney amount) {
        return amount.getAmount().toPlainString();
    }
}
