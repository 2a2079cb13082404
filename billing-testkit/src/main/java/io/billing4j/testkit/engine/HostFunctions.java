package io.billing4j.testkit.engine;

import io.billing4j.price.CustomPrices;
import io.billing4j.price.Price;
import io.billing4j.price.PriceStep;
import io.billing4j.usage.CustomAggregations;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.joda.money.BigMoney;

/** The functions that the engine is built with in these tests, as a host would write them. */
final class HostFunctions {
    /** {@code square}, version 1: the square of the quantity at a rate. */
    static final CustomPrices PRICES = CustomPrices.NONE.with(
            "square",
            1,
            (input, parameters, currency) -> Price.of(
                    currency,
                    List.of(PriceStep.of(
                            input.quantity().multiply(input.quantity()),
                            BigMoney.of(currency, new BigDecimal(Objects.requireNonNull(parameters.get("rate"))))))));

    /** {@code ranked}, version 1: the n-th largest quantity, or zero. */
    static final CustomAggregations AGGREGATIONS = CustomAggregations.NONE.with(
            "ranked",
            1,
            (events, query, parameters) -> events.stream()
                    .map(usage -> usage.event().quantity())
                    .sorted(Comparator.reverseOrder())
                    .skip(Long.parseLong(Objects.requireNonNull(parameters.get("rank"))) - 1)
                    .findFirst()
                    .orElse(BigDecimal.ZERO));

    private HostFunctions() {}
}
