package io.billing4j.server.api;

import io.billing4j.price.PriceStep;
import io.billing4j.rating.Derivation;
import io.billing4j.rating.RatedQuantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A derivation for a person, sentence by sentence:
 *
 * <pre>
 * 561200 context-tokens: the sum of 705 events in [2023-11-01, 2023-12-01) UTC
 * 100000 × 0 = 0
 * 400000 × 0.00015 = 60
 * 61200 × 0.0001 = 6.12
 * 66.12 USD, rounded half up: 66.12 USD
 * </pre>
 */
final class Explanation {
    private Explanation() {}

    static List<String> of(Derivation derivation) {
        List<String> sentences = new ArrayList<>();
        sentences.add(quantity(derivation));
        derivation.price().steps().forEach(step -> sentences.add(step(step)));
        if (!derivation.service().equals(derivation.window())) {
            sentences.add("of " + derivation.window() + " the part " + derivation.service() + ", "
                    + name(derivation.proration().name()));
        }
        sentences.add(Writing.decimal(derivation.price().amount()) + " "
                + derivation.model().currency() + ", rounded "
                + name(derivation.rounding().mode().name()) + ": "
                + derivation.amount().getAmount().toPlainString() + " "
                + derivation.amount().getCurrencyUnit());
        return sentences;
    }

    private static String quantity(Derivation derivation) {
        RatedQuantity quantity = derivation.quantity();
        String value = Writing.decimal(quantity.value());
        if (quantity.meter() == null || quantity.aggregation() == null) {
            return value + " subscribed in " + derivation.service();
        }
        return value + " " + quantity.meter() + ": the "
                + name(quantity.aggregation().name()) + " of " + quantity.events() + " events in "
                + derivation.service();
    }

    private static String step(PriceStep step) {
        String units = Writing.decimal(step.quantity()) + " × " + Writing.decimal(step.unitAmount());
        String fee = step.flatAmount().isZero() ? "" : " + " + Writing.decimal(step.flatAmount());
        return units + fee + " = " + Writing.decimal(step.amount());
    }

    private static String name(String constant) {
        return constant.toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
