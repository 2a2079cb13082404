package io.billing4j.jdbc.internal.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billing4j.price.Commitment;
import io.billing4j.price.LineConversion;
import io.billing4j.price.PriceTerms;
import io.billing4j.price.QuantityConversion;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.stream.Stream;
import org.joda.money.BigMoney;
import org.joda.money.CurrencyUnit;

/**
 * What goes around a price as JSON, in the currency of the price: {@code
 * {"divisor":"1000","rounding":"CEILING","included":"5","discount":"10","commitment":"100","overage":"1.5","trueUp":true,"maximum":"500"}},
 * each left out where there is none, and {@code "lines":"EACH_LINE"} where each line converts its own quantity.
 */
final class PriceTermsJson {
    private PriceTermsJson() {}

    static ObjectNode put(ObjectNode node, PriceTerms terms) {
        QuantityConversion conversion = terms.conversion();
        if (conversion != null) {
            node.put("divisor", conversion.divisor().toPlainString())
                    .put("rounding", conversion.mode().name());
            if (conversion.lines() != LineConversion.CUMULATIVE) {
                node.put("lines", conversion.lines().name());
            }
        }
        if (terms.includedUnits().signum() != 0) {
            node.put("included", terms.includedUnits().toPlainString());
        }
        if (terms.discountPercent().signum() != 0) {
            node.put("discount", terms.discountPercent().toPlainString());
        }
        Commitment commitment = terms.commitment();
        if (commitment != null) {
            node.put("commitment", commitment.amount().getAmount().toPlainString())
                    .put("overage", commitment.overageFactor().toPlainString())
                    .put("trueUp", commitment.trueUp());
        }
        BigMoney maximum = terms.maximum();
        return maximum == null ? node : node.put("maximum", maximum.getAmount().toPlainString());
    }

    static PriceTerms get(ObjectNode node, CurrencyUnit currency) {
        Json.only(
                node,
                Stream.of(
                        "divisor",
                        "rounding",
                        "lines",
                        "included",
                        "discount",
                        "commitment",
                        "overage",
                        "trueUp",
                        "maximum"));
        return new PriceTerms(
                node.has("divisor")
                        ? new QuantityConversion(
                                Json.decimal(node, "divisor"),
                                Json.choice(RoundingMode.class, node, "rounding"),
                                node.has("lines")
                                        ? Json.choice(LineConversion.class, node, "lines")
                                        : LineConversion.CUMULATIVE)
                        : null,
                optional(node, "included"),
                optional(node, "discount"),
                node.has("commitment")
                        ? new Commitment(
                                amount(node, "commitment", currency),
                                Json.decimal(node, "overage"),
                                Json.truth(node, "trueUp"))
                        : null,
                node.has("maximum") ? amount(node, "maximum", currency) : null);
    }

    private static BigDecimal optional(ObjectNode node, String name) {
        return node.has(name) ? Json.decimal(node, name) : BigDecimal.ZERO;
    }

    private static BigMoney amount(ObjectNode node, String name, CurrencyUnit currency) {
        return BigMoney.of(currency, Json.decimal(node, name));
    }
}
