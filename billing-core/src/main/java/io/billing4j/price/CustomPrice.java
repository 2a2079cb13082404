package io.billing4j.price;

import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.billing4j.error.Inputs;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.joda.money.BigMoney;
import org.joda.money.CurrencyUnit;
import org.jspecify.annotations.Nullable;

/**
 * A price that the host computes with a {@link PriceFunction} of its own.
 *
 * @param name of the function, a key
 * @param version of the function, 1 or more
 * @param currency that the function must give its price in
 * @param parameters handed to the function; at most 100, names are keys, values at most 1,000 characters
 * @param partsNeeded how finely the function wants its quantity
 */
public record CustomPrice(
        String name, int version, CurrencyUnit currency, Map<String, String> parameters, PartsNeeded partsNeeded)
        implements PriceModel {
    private static final int MAX_PARAMETERS = 100;
    private static final int MAX_CHARACTERS = 1000;

    /** Refuses a version below 1 with INVALID_NUMBER and parameters that are too many or too long with INVALID_TEXT. */
    public CustomPrice {
        Inputs.required("currency", currency);
        Inputs.required("parameters", parameters);
        Inputs.required("partsNeeded", partsNeeded);
        Inputs.key("name", name);
        if (version < 1) {
            throw ErrorCode.INVALID_NUMBER.at("version", "versions start at 1, found " + version);
        }
        if (parameters.size() > MAX_PARAMETERS) {
            throw ErrorCode.INVALID_TEXT.at(
                    "parameters", "expected at most " + MAX_PARAMETERS + " but found " + parameters.size());
        }
        parameters.forEach((key, value) -> {
            Inputs.key("parameters", key);
            Inputs.text("parameters[" + key + "]", value, MAX_CHARACTERS);
        });
        parameters = Collections.unmodifiableMap(new TreeMap<>(parameters));
    }

    /** Refuses with CUSTOM_MODEL_UNKNOWN what is not registered, and with CUSTOM_PRICE_INVALID what cannot be a price. */
    @Override
    public Price price(PriceInput input, CustomPrices customs) {
        if (partsNeeded != PartsNeeded.NONE) {
            input.requiredParts();
        }
        @Nullable Price price = customs.function(name, version).price(input, parameters, currency);
        if (price == null) {
            throw invalid("it gave no price");
        }
        if (!price.amount().getCurrencyUnit().equals(currency)) {
            throw invalid("expected " + currency + " but found " + price.amount());
        }
        BigMoney sum = BigMoney.zero(currency);
        for (PriceStep step : price.steps()) {
            requireSound(step);
            sum = sum.plus(step.amount());
        }
        if (!sum.isEqual(price.amount())) {
            throw invalid("the steps add up to " + sum + " but the amount is " + price.amount());
        }
        return price;
    }

    /** Each value of a step, not only its amount: in a short period the flat amount counts for its share and the rest whole. */
    private void requireSound(PriceStep step) {
        if (step.quantity().signum() < 0) {
            throw invalid("a step prices " + step.quantity());
        }
        requireSound(step.unitAmount());
        requireSound(step.flatAmount());
        if (step.atMost() != null) {
            requireSound(step.atMost());
        }
    }

    private void requireSound(BigMoney amount) {
        if (!amount.getCurrencyUnit().equals(currency) || amount.isNegative()) {
            throw invalid("a step asks for " + amount);
        }
    }

    /** What the host computes may fall while the quantity grows. */
    @Override
    public boolean continues() {
        return false;
    }

    private BillingException invalid(String found) {
        return ErrorCode.CUSTOM_PRICE_INVALID.because("price function " + name + " " + version + ": " + found);
    }

    @Override
    public List<CustomPrice> customModels() {
        return List.of(this);
    }

    @Override
    public List<String> content() {
        List<String> content = new ArrayList<>(
                List.of("CUSTOM", name, Integer.toString(version), currency.getCode(), partsNeeded.name()));
        parameters.forEach((key, value) -> {
            content.add(key);
            content.add(value);
        });
        return content;
    }
}
