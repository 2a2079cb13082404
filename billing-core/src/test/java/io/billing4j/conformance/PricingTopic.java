package io.billing4j.conformance;

import io.billing4j.money.Currencies;
import io.billing4j.money.RoundingPolicy;
import io.billing4j.price.Commitment;
import io.billing4j.price.ContinuedPrice;
import io.billing4j.price.CustomPrices;
import io.billing4j.price.LineConversion;
import io.billing4j.price.PriceInput;
import io.billing4j.price.PriceModel;
import io.billing4j.price.PriceTerms;
import io.billing4j.price.PricedPart;
import io.billing4j.price.QuantityConversion;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.joda.money.BigMoney;
import org.joda.money.CurrencyUnit;
import org.jspecify.annotations.Nullable;

/** Quantities and amounts of usage priced by a model and its terms. */
final class PricingTopic implements Topic {
    @Override
    public String name() {
        return "pricing";
    }

    @Override
    public List<ConventionRule> exclusions() {
        return List.of(new ConventionRule(
                "usage is prorated by weighing it over time before it is priced, not event by event in the price",
                convention -> convention.hasNonNull("proration")));
    }

    @Override
    public Answer answer(CaseInput input) {
        CurrencyUnit currency = Currencies.currency("currency", input.text("currency"));
        CaseInput usage = input.object("usage");
        CaseInput properties = input.object("properties");
        PriceModel model = new PricingModels(currency, input).model();
        PriceTerms terms = terms(currency, properties, usage.has("prior_quantity"));
        terms.requireFit(model);
        ContinuedPrice price = terms.continued(
                model,
                usage.has("prior_quantity") ? PriceInput.of(usage.decimal("prior_quantity")) : null,
                quantity(usage),
                billed(currency, usage),
                !usage.has("last_in_period") || usage.on("last_in_period"),
                CustomPrices.NONE);
        CaseInput rounding = input.object("rounding");
        return Answer.of("amount", rounded(price.amount(), rounding))
                .and("gross", rounded(price.gross(), rounding))
                .and("discount", rounded(price.discount(), rounding));
    }

    private static @Nullable BigMoney billed(CurrencyUnit currency, CaseInput usage) {
        for (String field : List.of("already_billed", "prior_billed")) {
            if (usage.has(field)) {
                return BigMoney.of(currency, usage.decimal(field));
            }
        }
        return null;
    }

    private static PriceInput quantity(CaseInput usage) {
        for (String events : List.of("events", "event_amounts")) {
            if (usage.has(events)) {
                return PriceInput.ofEvents(usage.texts(events).stream()
                        .map(amount -> PricedPart.event(new BigDecimal(String.valueOf(amount))))
                        .toList());
            }
        }
        if (usage.has("buckets")) {
            return PriceInput.ofGroups(usage.texts("buckets").stream()
                    .map(bucket -> new PricedPart(Map.of(), new BigDecimal(String.valueOf(bucket)), 1))
                    .toList());
        }
        if (usage.has("units")) {
            return PriceInput.ofGroups(usage.object("units").json().properties().stream()
                    .map(unit -> new PricedPart(
                            Map.of(PricingModels.UNIT, unit.getKey()),
                            new BigDecimal(unit.getValue().asText()),
                            1))
                    .toList());
        }
        return PriceInput.of(usage.decimal("quantity"));
    }

    private static PriceTerms terms(CurrencyUnit currency, CaseInput properties, boolean continues) {
        PriceTerms terms = PriceTerms.NONE;
        if (properties.has("quantity_conversion")) {
            CaseInput conversion = properties.object("quantity_conversion");
            String round = conversion.text("round", "none");
            terms = terms.withConversion(new QuantityConversion(
                    conversion.decimal("divide_by"),
                    round.equals("none") ? RoundingMode.UNNECESSARY : mode(round),
                    // The only peer that converts does so for each line alone.
                    continues ? LineConversion.EACH_LINE : LineConversion.CUMULATIVE));
        }
        if (properties.has("usage_discount")) {
            boolean object = properties.json().get("usage_discount").isObject();
            terms = terms.withIncludedUnits(
                    object
                            ? properties.object("usage_discount").decimal("quantity")
                            : properties.decimal("usage_discount"));
        }
        if (properties.has("discount_percent")) {
            terms = terms.withDiscountPercent(properties.decimal("discount_percent"));
        }
        if (properties.has("minimum")) {
            terms = terms.withCommitment(Commitment.minimum(BigMoney.of(currency, properties.decimal("minimum"))));
        }
        if (properties.has("maximum")) {
            terms = terms.withMaximum(BigMoney.of(currency, properties.decimal("maximum")));
        }
        return terms;
    }

    private static BigDecimal rounded(BigMoney exact, CaseInput rounding) {
        String mode = rounding.text("mode");
        if (mode.equals("none")) {
            return exact.getAmount();
        }
        CurrencyUnit currency = exact.getCurrencyUnit();
        if (rounding.has("scale") && rounding.integer("scale") != currency.getDecimalPlaces()) {
            throw new IllegalArgumentException(currency + " has no amounts of scale " + rounding.integer("scale"));
        }
        return new RoundingPolicy(mode(mode)).round(exact).getAmount();
    }

    private static RoundingMode mode(String name) {
        return RoundingMode.valueOf(name.toUpperCase(Locale.ROOT));
    }
}
