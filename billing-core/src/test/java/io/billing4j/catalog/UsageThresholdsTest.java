package io.billing4j.catalog;

import static io.billing4j.fixture.DemoBooks.usd;
import static io.billing4j.fixture.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.error.ErrorCode;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import org.joda.money.BigMoney;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UsageThresholdsTest {
    @ParameterizedTest
    @CsvSource({
        // 50, 100, and then 200, 300, …
        "-1,     0",
        "0,      0",
        "49.99,  0",
        "50,     1",
        "99.99,  1",
        "100.00, 2",
        "199.99, 2",
        "200,    3",
        "1000,   11",
    })
    void are_reached_one_after_the_other(BigDecimal usage, long level) {
        assertThat(new UsageThresholds(List.of(usd("50"), usd("100")), usd("100")).level(usage))
                .isEqualTo(level);
    }

    @ParameterizedTest
    @CsvSource({"-150, 0", "99.99, 0", "100, 1", "250, 2"})
    void may_be_the_same_distance_apart_from_zero_on(BigDecimal usage, long level) {
        assertThat(new UsageThresholds(List.of(), usd("100")).level(usage)).isEqualTo(level);
    }

    @ParameterizedTest
    @CsvSource({"59.99, 0", "60, 1", "1000000, 1"})
    void may_end_with_the_last(BigDecimal usage, long level) {
        assertThat(new UsageThresholds(List.of(usd("60")), null).level(usage)).isEqualTo(level);
    }

    @Test
    void are_reached_however_far_usage_goes_beyond_them() {
        assertThat(new UsageThresholds(List.of(usd("1")), usd("1")).level(new BigDecimal("1E+24")))
                .isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void rise_and_are_above_zero_in_one_currency() {
        assertRefused(ErrorCode.INVALID_TERMS, "thresholds.amounts", () -> new UsageThresholds(List.of(), null));
        assertRefused(
                ErrorCode.INVALID_TERMS, "thresholds.amounts[0]", () -> new UsageThresholds(List.of(usd("0")), null));
        assertRefused(
                ErrorCode.INVALID_TERMS,
                "thresholds.amounts[1]",
                () -> new UsageThresholds(List.of(usd("60"), usd("60.00")), null));
        assertRefused(
                ErrorCode.INVALID_TERMS, "thresholds.every", () -> new UsageThresholds(List.of(usd("60")), usd("0")));
        assertRefused(
                ErrorCode.INVALID_TERMS,
                "thresholds.every",
                () -> new UsageThresholds(List.of(usd("60")), usd("0.99")));
        assertRefused(
                ErrorCode.CURRENCY_MISMATCH,
                "thresholds.every",
                () -> new UsageThresholds(List.of(usd("60")), BigMoney.parse("EUR 1")));
        assertRefused(
                ErrorCode.INVALID_TERMS,
                "thresholds.amounts",
                () -> new UsageThresholds(Collections.nCopies(101, usd("1")), null));
    }
}
