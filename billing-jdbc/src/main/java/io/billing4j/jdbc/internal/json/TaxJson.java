package io.billing4j.jdbc.internal.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billing4j.id.TaxCalculatorId;
import io.billing4j.id.TaxCategory;
import io.billing4j.tax.ChargeTax;
import io.billing4j.tax.TaxBehavior;
import io.billing4j.tax.TaxPlace;
import io.billing4j.tax.TaxPolicy;
import io.billing4j.tax.TaxRounding;
import java.util.stream.Stream;

/**
 * What settings and charges say of taxes, as objects of their documents: {@code {"rounding":"PER_RATE","behavior":"EXCLUSIVE",
 * "country":"CA","region":"QC","calculator":"outside"}} and {@code {"category":"books","behavior":"INCLUSIVE"}}. What is not said is left out,
 * but for {@code "calculator":null} of a tenant that had a service once.
 */
final class TaxJson {
    private TaxJson() {}

    static void put(ObjectNode node, TaxPolicy policy) {
        node.put("rounding", policy.rounding().name());
        node.put("behavior", policy.behavior().name());
        TaxPlace place = policy.place();
        if (place != null) {
            node.put("country", place.country());
            if (place.region() != null) {
                node.put("region", place.region());
            }
        }
        if (policy.served()) {
            node.put(
                    "calculator",
                    policy.calculator() == null ? null : policy.calculator().value());
        }
    }

    static TaxPolicy policy(ObjectNode node) {
        Json.only(node, Stream.of("rounding", "behavior", "country", "region", "calculator"));
        JsonNode service = node.get("calculator");
        String calculator = service == null || service.isNull() ? null : Json.text(service, "calculator");
        String region = Json.optionalText(node, "region");
        return new TaxPolicy(
                Json.choice(TaxRounding.class, node, "rounding"),
                Json.choice(TaxBehavior.class, node, "behavior"),
                node.has("country") || region != null ? new TaxPlace(Json.text(node, "country"), region) : null,
                calculator == null ? null : TaxCalculatorId.of(calculator),
                service != null);
    }

    static void put(ObjectNode node, ChargeTax tax) {
        node.put("category", tax.category().value());
        if (tax.behavior() != null) {
            node.put("behavior", tax.behavior().name());
        }
    }

    static ChargeTax charge(ObjectNode node) {
        Json.only(node, Stream.of("category", "behavior"));
        return new ChargeTax(
                TaxCategory.of(Json.text(node, "category")),
                node.has("behavior") ? Json.choice(TaxBehavior.class, node, "behavior") : null);
    }
}
