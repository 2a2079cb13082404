package io.billing4j.jdbc.internal.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billing4j.catalog.MeterAggregation;
import io.billing4j.id.MeterId;
import io.billing4j.invoice.LineAdjustments;
import io.billing4j.invoice.LinePiece;
import io.billing4j.money.RoundingPolicy;
import io.billing4j.period.BillingPeriod;
import io.billing4j.period.ProrationPolicy;
import io.billing4j.price.Price;
import io.billing4j.price.PriceModel;
import io.billing4j.price.PriceTerms;
import io.billing4j.price.SpendLeft;
import io.billing4j.rating.Derivation;
import io.billing4j.rating.DerivedPart;
import io.billing4j.rating.RatedQuantity;
import io.billing4j.rating.RatingBasis;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Stream;
import org.joda.money.BigMoney;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/**
 * Derivations as JSON. What was computed is stored beside what it was computed from, never computed anew on reading: a
 * derivation that does not hold must come back as one that does not hold. A period is {@code [start, end, zone]}; the window
 * is left out where it is the service, terms where there are none, and the part where it is the charge; steps and parts of a
 * quantity are arrays, see {@link StepsJson}. Version 1 knew neither terms nor parts; version 3 is written for what is
 * reversed alone, and says so; version 4 for what is adjusted alone, see {@link AdjustmentsJson}: whoever knows no adjustments
 * refuses the line and does not overlook what is taken off it. Version 5 is written for what was credited alone, for the same reason.
 * Version 6 is written for usage so far alone, with {@code until}: whoever does not know it would take it for all usage of the period.
 * Version 7 is written for what a plan's terms leave to a line alone, with {@code left}, see {@link SpendLeftJson}, and perhaps {@code until}.
 *
 * @param adjustments what changes what the line comes to
 */
public record DerivationJson(Derivation derivation, LineAdjustments adjustments) {
    private static final int OLDEST = 1;
    private static final int ASKING = 2;
    private static final int REVERSING = 3;
    private static final int ADJUSTING = 4;
    private static final int CREDITING = 5;
    private static final int SO_FAR = 6;
    private static final int VERSION = 7;
    private static final String REVERSED = "reversed";
    private static final String ADJUSTMENTS = "adjustments";
    private static final String UNTIL = "until";
    private static final String LEFT = "left";
    private static final List<String> MEMBERS = List.of(
            "model",
            "terms",
            "part",
            "quantity",
            "service",
            "window",
            "proration",
            "rounding",
            "steps",
            "price",
            "amount");

    /** The document. */
    public String write() {
        boolean adjusted = !adjustments.equals(LineAdjustments.NONE);
        ObjectNode node = Json.document(version(adjusted));
        node.set("model", PriceModelJson.put(Json.object(), derivation.model()));
        if (!derivation.terms().isNone()) {
            node.set("terms", PriceTermsJson.put(Json.object(), derivation.terms()));
        }
        if (derivation.part() != DerivedPart.CHARGE) {
            node.put("part", derivation.part().name());
        }
        if (derivation.reversed()) {
            node.put(REVERSED, true);
        }
        node.set("quantity", quantity(derivation.quantity()));
        node.set("service", period(derivation.service()));
        if (!derivation.window().equals(derivation.service())) {
            node.set("window", period(derivation.window()));
        }
        Instant until = derivation.countedUntil();
        if (until != null) {
            node.put(UNTIL, until.toString());
        }
        SpendLeft left = derivation.basis().left();
        if (left != null) {
            node.set(LEFT, SpendLeftJson.put(Json.object(), left));
        }
        node.put("proration", derivation.proration().name());
        node.put("rounding", derivation.rounding().mode().name());
        node.set("steps", StepsJson.steps(derivation.price()));
        node.put("price", derivation.price().amount().getAmount().toPlainString());
        node.put("amount", derivation.amount().getAmount().toPlainString());
        if (adjusted) {
            node.set(ADJUSTMENTS, AdjustmentsJson.put(Json.object(), adjustments));
        }
        return Json.write(node);
    }

    /** What a document holds; IllegalArgumentException, among others, if it holds no derivation. */
    public static DerivationJson read(String text) {
        ObjectNode node = Json.read(text, OLDEST, VERSION);
        int version = Json.version(node);
        Json.only(node, Stream.concat(MEMBERS.stream(), membersSince(version)));
        boolean reversed = version >= ADJUSTING ? node.has(REVERSED) : version == REVERSING;
        PriceModel model = PriceModelJson.get(Json.object(node, "model"));
        CurrencyUnit currency = model.currency();
        BillingPeriod service = period(node, "service");
        RatingBasis basis = new RatingBasis(
                model,
                node.has("terms") ? PriceTermsJson.get(Json.object(node, "terms"), currency) : PriceTerms.NONE,
                quantity(Json.object(node, "quantity")),
                service,
                node.has("window") ? period(node, "window") : service,
                Json.choice(ProrationPolicy.class, node, "proration"),
                new RoundingPolicy(Json.choice(RoundingMode.class, node, "rounding")),
                version == SO_FAR || node.has(UNTIL) ? Instant.parse(Json.text(node, UNTIL)) : null,
                version == VERSION ? SpendLeftJson.get(Json.object(node, LEFT), currency) : null);
        Derivation derivation = new Derivation(
                basis,
                node.has("part") ? Json.choice(DerivedPart.class, node, "part") : DerivedPart.CHARGE,
                reversed && Json.truth(node, REVERSED),
                new Price(BigMoney.of(currency, Json.decimal(node, "price")), StepsJson.steps(currency, node)),
                Money.of(currency, Json.decimal(node, "amount")));
        return new DerivationJson(
                derivation,
                version >= ADJUSTING && (version < SO_FAR || node.has(ADJUSTMENTS))
                        ? AdjustmentsJson.get(Json.object(node, ADJUSTMENTS), currency)
                        : LineAdjustments.NONE);
    }

    private int version(boolean adjusted) {
        if (derivation.basis().left() != null) {
            return VERSION;
        }
        if (derivation.countedUntil() != null) {
            return SO_FAR;
        }
        if (credited()) {
            return CREDITING;
        }
        return adjusted ? ADJUSTING : derivation.reversed() ? REVERSING : ASKING;
    }

    private boolean credited() {
        LinePiece piece = adjustments.piece();
        return !adjustments.credits().isEmpty()
                || (piece != null && !piece.credits().isEmpty());
    }

    private static Stream<String> membersSince(int version) {
        return switch (version) {
            case VERSION -> Stream.of(REVERSED, ADJUSTMENTS, UNTIL, LEFT);
            case SO_FAR -> Stream.of(REVERSED, ADJUSTMENTS, UNTIL);
            case CREDITING, ADJUSTING -> Stream.of(REVERSED, ADJUSTMENTS);
            case REVERSING -> Stream.of(REVERSED);
            default -> Stream.empty();
        };
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
        if (quantity.events() != 0) {
            node.put("events", quantity.events());
        }
        if (!quantity.parts().isEmpty()) {
            node.set("parts", StepsJson.parts(quantity.parts()));
        }
        return node;
    }

    private static RatedQuantity quantity(ObjectNode node) {
        Json.only(node, Stream.of("value", "meter", "aggregation", "events", "parts"));
        String meter = Json.optionalText(node, "meter");
        String aggregation = Json.optionalText(node, "aggregation");
        return new RatedQuantity(
                Json.decimal(node, "value"),
                meter == null ? null : MeterId.of(meter),
                aggregation == null ? null : MeterAggregation.valueOf(aggregation),
                node.has("events") ? Json.count(node, "events") : 0,
                node.has("parts") ? StepsJson.parts(node) : List.of());
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
        StepsJson.requireSize(parts, 3, 3, name);
        return new BillingPeriod(
                Instant.parse(Json.text(parts.get(0), name)),
                Instant.parse(Json.text(parts.get(1), name)),
                ZoneId.of(Json.text(parts.get(2), name)));
    }
}
