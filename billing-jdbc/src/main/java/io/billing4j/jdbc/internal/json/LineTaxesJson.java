package io.billing4j.jdbc.internal.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billing4j.id.TaxCategory;
import io.billing4j.id.TaxId;
import io.billing4j.invoice.LineTaxes;
import io.billing4j.tax.NoTax;
import io.billing4j.tax.TaxBasis;
import io.billing4j.tax.TaxBehavior;
import io.billing4j.tax.TaxComponent;
import io.billing4j.tax.TaxPlace;
import io.billing4j.tax.TaxTreatment;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/**
 * How a line is taxed. {@code {"category":"standard","country":"DE","day":"2026-01-01","behavior":"EXCLUSIVE",
 * "components":[["vat-de","VAT","19",false]],"shares":["3.80"]}}, with {@code region} where there is one; a component is {@code [tax,
 * name, percent, compound]}. What is not taxed has {@code "why":"REVERSE_CHARGE","reason":"…"} in the place of behavior, components and shares.
 */
final class LineTaxesJson {
    private LineTaxesJson() {}

    static ObjectNode put(ObjectNode node, LineTaxes taxes) {
        TaxBasis basis = taxes.basis();
        node.put("category", basis.category().value())
                .put("country", basis.place().country());
        if (basis.place().region() != null) {
            node.put("region", basis.place().region());
        }
        node.put("day", basis.day().toString());
        return putTreatment(node, taxes.treatment(), taxes.shares());
    }

    static ObjectNode putTreatment(ObjectNode node, TaxTreatment treatment, List<Money> shares) {
        if (treatment instanceof TaxTreatment.Taxed taxed) {
            node.put("behavior", taxed.behavior().name());
            ArrayNode components = node.putArray("components");
            taxed.components()
                    .forEach(component -> components
                            .addArray()
                            .add(component.tax().value())
                            .add(component.name())
                            .add(component.percent().toPlainString())
                            .add(component.compound()));
            node.set("shares", amounts(shares));
        } else if (treatment instanceof TaxTreatment.Untaxed untaxed) {
            node.put("why", untaxed.why().name()).put("reason", untaxed.reason());
        }
        return node;
    }

    static LineTaxes get(ObjectNode node, CurrencyUnit currency) {
        Json.only(
                node,
                Stream.of("category", "country", "region", "day", "behavior", "components", "shares", "why", "reason"));
        TaxBasis basis = new TaxBasis(
                TaxCategory.of(Json.text(node, "category")),
                new TaxPlace(Json.text(node, "country"), Json.optionalText(node, "region")),
                LocalDate.parse(Json.text(node, "day")));
        return new LineTaxes(treatment(node), basis, shares(node, currency));
    }

    static TaxTreatment treatment(ObjectNode node) {
        if (node.has("why") == node.has("behavior")) {
            throw new IllegalArgumentException("expected either 'why' or 'behavior'");
        }
        return node.has("why")
                ? TaxTreatment.untaxed(Json.choice(NoTax.class, node, "why"), Json.text(node, "reason"))
                : new TaxTreatment.Taxed(Json.choice(TaxBehavior.class, node, "behavior"), components(node));
    }

    /** None of what is not taxed. */
    static List<Money> shares(ObjectNode node, CurrencyUnit currency) {
        return node.has("why") ? List.of() : amounts(node, "shares", currency);
    }

    static ArrayNode amounts(List<Money> amounts) {
        ArrayNode array = Json.object().arrayNode();
        amounts.forEach(amount -> array.add(amount.getAmount().toPlainString()));
        return array;
    }

    static List<Money> amounts(ObjectNode node, String name, CurrencyUnit currency) {
        ArrayNode array = Json.array(node, name);
        List<Money> amounts = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            amounts.add(Money.of(currency, StepsJson.decimal(array, i, name)));
        }
        return amounts;
    }

    private static boolean truth(JsonNode value) {
        if (!value.isBoolean()) {
            throw new IllegalArgumentException("expected true or false in 'components' but found " + value);
        }
        return value.booleanValue();
    }

    private static List<TaxComponent> components(ObjectNode node) {
        List<TaxComponent> components = new ArrayList<>();
        for (JsonNode element : Json.array(node, "components")) {
            ArrayNode parts = StepsJson.elements(element, 4, 4, "components");
            components.add(new TaxComponent(
                    TaxId.of(Json.text(parts.get(0), "components")),
                    Json.text(parts.get(1), "components"),
                    StepsJson.decimal(parts, 2, "components"),
                    truth(parts.get(3))));
        }
        return components;
    }
}
