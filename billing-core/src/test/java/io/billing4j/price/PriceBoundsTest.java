package io.billing4j.price;

import static io.billing4j.fixture.Refusals.assertRefused;
import static io.billing4j.price.PriceTable.number;
import static io.billing4j.price.PriceTable.usd;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.error.ErrorCode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.joda.money.CurrencyUnit;
import org.junit.jupiter.api.Test;

/** What is still allowed, and the first value that is not. */
class PriceBoundsTest {
    private static final PriceModel FREE = PriceModel.perUnit(usd("0"));

    @Test
    void rates_are_from_0_to_100_percent() {
        for (String rate : List.of("0", "100")) {
            assertThat(new PercentageTier(null, number(rate), usd("0")).ratePercent())
                    .isEqualByComparingTo(rate);
        }
        for (String rate : List.of("-0.01", "100.01")) {
            assertRefused(
                    ErrorCode.INVALID_NUMBER, "ratePercent", () -> new PercentageTier(null, number(rate), usd("0")));
        }
    }

    @Test
    void factors_limits_multipliers_and_counts_are_from_0() {
        assertThat(new Commitment(usd("1"), BigDecimal.ZERO, true).overageFactor())
                .isZero();
        assertRefused(ErrorCode.INVALID_NUMBER, "overageFactor", () -> new Commitment(usd("1"), number("-0.1"), true));
        assertThat(new CapacityTier(Map.of("FOO", number("0")), usd("1")).most())
                .hasSize(1);
        assertThat(PriceModel.dynamic(CurrencyUnit.USD, BigDecimal.ZERO)
                        .price(number("7"))
                        .amount())
                .isEqualByComparingTo(usd("0"));
        assertThat(new PricedPart(Map.of(), number("1"), 0).count()).isZero();
    }

    @Test
    void a_tier_of_percentages_ends_above_0() {
        assertRefused(ErrorCode.INVALID_TIERS, "upTo", () -> new PercentageTier(number("0"), number("1"), usd("0")));
    }

    @Test
    void a_matrix_has_up_to_10_dimensions_and_1000_cells() {
        assertThat(PriceModel.matrix(dimensions(10), List.of(), FREE).partsNeeded())
                .isEqualTo(PartsNeeded.GROUPS);
        assertRefused(ErrorCode.INVALID_PRICE, "dimensions", () -> PriceModel.matrix(dimensions(11), List.of(), FREE));
        assertThat(PriceModel.matrix(dimensions(1), cells(1000), FREE).currency())
                .isEqualTo(CurrencyUnit.USD);
        assertRefused(ErrorCode.INVALID_PRICE, "cells", () -> PriceModel.matrix(dimensions(1), cells(1001), FREE));
    }

    @Test
    void a_custom_price_has_up_to_100_parameters() {
        assertThat(PriceModel.custom("f", 1, CurrencyUnit.USD, parameters(100)).content())
                .hasSize(205);
        assertRefused(
                ErrorCode.INVALID_TEXT,
                "parameters",
                () -> PriceModel.custom("f", 1, CurrencyUnit.USD, parameters(101)));
    }

    private static List<String> dimensions(int count) {
        return IntStream.range(0, count).mapToObj(i -> "d" + i).toList();
    }

    private static List<MatrixCell> cells(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new MatrixCell(List.of("v" + i), FREE))
                .toList();
    }

    private static Map<String, String> parameters(int count) {
        return IntStream.range(0, count).boxed().collect(Collectors.toMap(i -> "p" + i, i -> "v"));
    }
}
