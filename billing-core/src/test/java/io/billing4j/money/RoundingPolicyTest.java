package io.billing4j.money;

import static io.billing4j.fixture.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.error.ErrorCode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.joda.money.BigMoney;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoundingPolicyTest {
    @Nested
    class HalfUp {
        @ParameterizedTest
        @CsvSource({
            // 0 decimals
            "JPY 0.5, JPY 1",
            "JPY -0.5, JPY -1",
            "JPY 0.499999999999, JPY 0",
            "JPY 1.5, JPY 2",
            "JPY 2.5, JPY 3",
            // 2 decimals
            "USD 0.125, USD 0.13",
            "USD -0.125, USD -0.13",
            "USD 0.135, USD 0.14",
            "USD 0.1249999999999, USD 0.12",
            "USD -0.1249999999999, USD -0.12",
            "USD 0.1250000000001, USD 0.13",
            "USD 1.005, USD 1.01", // as a double 1.00499999999999989
            "USD 66.1229, USD 66.12",
            "USD 0.004, USD 0.00",
            "USD -0.004, USD 0.00", // there is no negative zero
            // 3 decimals
            "KWD 0.0005, KWD 0.001",
            "KWD -0.0005, KWD -0.001",
            "KWD 1.2344999, KWD 1.234",
            // 4 decimals
            "CLF 0.00005, CLF 0.0001",
            "CLF -0.00005, CLF -0.0001",
            "CLF 0.00004999, CLF 0.0000",
        })
        void takes_ties_away_from_zero(String exact, String payable) {
            assertThat(RoundingPolicy.HALF_UP.round(BigMoney.parse(exact))).isEqualTo(Money.parse(payable));
        }
    }

    @Nested
    class EveryMode {
        @ParameterizedTest
        @CsvSource({
            // mode,      0.125, 0.135, 0.121, -0.125, -0.135, -0.121
            "HALF_UP,     0.13,  0.14,  0.12,  -0.13,  -0.14,  -0.12",
            "HALF_DOWN,   0.12,  0.13,  0.12,  -0.12,  -0.13,  -0.12",
            "HALF_EVEN,   0.12,  0.14,  0.12,  -0.12,  -0.14,  -0.12",
            "UP,          0.13,  0.14,  0.13,  -0.13,  -0.14,  -0.13",
            "DOWN,        0.12,  0.13,  0.12,  -0.12,  -0.13,  -0.12",
            "CEILING,     0.13,  0.14,  0.13,  -0.12,  -0.13,  -0.12",
            "FLOOR,       0.12,  0.13,  0.12,  -0.13,  -0.14,  -0.13",
        })
        void is_that_of_java(
                RoundingMode mode, String a, String b, String c, String minusA, String minusB, String minusC) {
            assertThat(round(mode, "0.125")).isEqualTo(a);
            assertThat(round(mode, "0.135")).isEqualTo(b);
            assertThat(round(mode, "0.121")).isEqualTo(c);
            assertThat(round(mode, "-0.125")).isEqualTo(minusA);
            assertThat(round(mode, "-0.135")).isEqualTo(minusB);
            assertThat(round(mode, "-0.121")).isEqualTo(minusC);
        }

        private String round(RoundingMode mode, String exact) {
            return new RoundingPolicy(mode)
                    .round(BigMoney.of(CurrencyUnit.USD, new BigDecimal(exact)))
                    .getAmount()
                    .toPlainString();
        }

        @Test
        void but_unnecessary_is_allowed() {
            assertRefused(ErrorCode.INVALID_CHOICE, "rounding", () -> new RoundingPolicy(RoundingMode.UNNECESSARY));
        }
    }

    @Nested
    class AFraction {
        @ParameterizedTest
        @CsvSource({
            "USD 31.00, 9, 31, USD 9.00",
            "USD 10.00, 1, 3, USD 3.33",
            "USD 10.00, 2, 3, USD 6.67",
            "USD -10.00, 2, 3, USD -6.67",
            "USD 0.01, 1, 2, USD 0.01", // exactly half a cent: away from zero
            "USD 0.03, 1, 2, USD 0.02", // 1.5 cents
            "JPY 100, 1, 3, JPY 33",
            "KWD 10, 2, 3, KWD 6.667",
            "CLF 1, 2, 3, CLF 0.6667",
        })
        void is_rounded_once(String amount, BigDecimal numerator, BigDecimal denominator, String payable) {
            assertThat(RoundingPolicy.HALF_UP.round(BigMoney.parse(amount), numerator, denominator))
                    .isEqualTo(Money.parse(payable));
        }

        @ParameterizedTest
        @ValueSource(strings = {"0", "-1", "-0.5"})
        void has_a_denominator_above_zero(BigDecimal denominator) {
            assertRefused(
                    ErrorCode.INVALID_NUMBER,
                    "denominator",
                    () -> RoundingPolicy.HALF_UP.round(BigMoney.parse("USD 1"), BigDecimal.ONE, denominator));
        }

        @Test
        void is_never_cut_before_it_is_rounded() {
            // 0.044999999999999999 / 3 = 0.014999999999999999666…: rounded to 17 decimals first it would be 0.015 and
            // go up.
            BigMoney amount = BigMoney.parse("USD 0.044999999999999999");

            assertThat(RoundingPolicy.HALF_UP.round(amount, BigDecimal.ONE, new BigDecimal(3)))
                    .isEqualTo(Money.parse("USD 0.01"));
        }
    }
}
