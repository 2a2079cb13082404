package io.billing4j.jdbc.internal.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.billing4j.price.PriceTerms;
import io.billing4j.tax.ChargeTax;
import org.joda.money.CurrencyUnit;
import org.jspecify.annotations.Nullable;

/**
 * What goes around the price of a charge: the members of {@link PriceTermsJson}, and how it is taxed where that is not as usual:
 * {@code {"v":1,"discount":"10","tax":{"category":"books","behavior":"INCLUSIVE"}}}. A version that does not know of taxes refuses the
 * charge.
 *
 * @param terms of the price
 * @param tax how it is taxed
 */
public record ChargeTermsJson(PriceTerms terms, ChargeTax tax) {
    private static final int VERSION = 1;

    /** The document; null where there is nothing to say. */
    public @Nullable String write() {
        boolean usual = tax.equals(ChargeTax.DEFAULT);
        if (terms.isNone() && usual) {
            return null;
        }
        ObjectNode node = PriceTermsJson.put(Json.document(VERSION), terms);
        if (!usual) {
            TaxJson.put(node.putObject("tax"), tax);
        }
        return Json.write(node);
    }

    /** What a document says; IllegalArgumentException or BillingException if it is none. */
    public static ChargeTermsJson read(@Nullable String text, CurrencyUnit currency) {
        if (text == null) {
            return new ChargeTermsJson(PriceTerms.NONE, ChargeTax.DEFAULT);
        }
        ObjectNode node = Json.read(text, VERSION);
        ChargeTax tax = node.has("tax") ? TaxJson.charge(Json.object(node, "tax")) : ChargeTax.DEFAULT;
        node.remove("tax");
        return new ChargeTermsJson(PriceTermsJson.get(node, currency), tax);
    }
}
