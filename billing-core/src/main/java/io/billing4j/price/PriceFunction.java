package io.billing4j.price;

import java.util.Map;
import org.joda.money.CurrencyUnit;

/**
 * A price model of the host's own. It is found by name and version in {@link CustomPrices}, and gives the same price for the
 * same arguments for as long as documents that name it are kept: they are proved by computing it again. A function that
 * must give something else is a new version.
 */
@FunctionalInterface
public interface PriceFunction {
    /**
     * The exact price.
     *
     * @param parameters as the plan gives them
     * @param currency that the price must be in
     */
    Price price(PriceInput input, Map<String, String> parameters, CurrencyUnit currency);
}
