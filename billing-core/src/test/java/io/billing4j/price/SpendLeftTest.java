package io.billing4j.price;

import static io.billing4j.fixture.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.error.ErrorCode;
import java.math.BigDecimal;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SpendLeftTest {
    private static final BigDecimal HALF_MORE = new BigDecimal("1.5");

    @Nested
    class WhatIsLeft {
        @Test
        void of_a_commitment_costs_what_it_costs_and_what_is_beyond_it_more() {
            // 10 + 20 × 1.5
            assertThat(left("10.00", HALF_MORE, null).of(price("30")).charge()).isEqualByComparingTo("40");
        }

        @Test
        void of_a_maximum_is_the_most_that_is_asked_for() {
            assertThat(left(null, BigDecimal.ONE, "5.00").of(price("30")).charge())
                    .isEqualByComparingTo("5");
        }

        @Test
        void is_not_shared_out_again() {
            // 30 in a half, as 900/30: 10 + 20 × 1.5 = 40, times 30
            SettledPrice half =
                    new SettledPrice(new BigDecimal(900), new BigDecimal(900), BigDecimal.ZERO, new BigDecimal(30));

            assertThat(left("10.00", HALF_MORE, null).of(half).charge()).isEqualByComparingTo("1200");
        }

        @Test
        void leaves_alone_what_the_line_asks_for_beside_it() {
            SettledPrice own =
                    new SettledPrice(new BigDecimal(40), new BigDecimal(30), new BigDecimal(7), BigDecimal.ONE);

            SettledPrice left = left(null, BigDecimal.ONE, "5.00").of(own);

            assertThat(left.gross()).isEqualByComparingTo("40");
            assertThat(left.trueUp()).isEqualByComparingTo("7");
        }
    }

    @Nested
    class ALine {
        @Test
        void below_both_is_not_changed_at_all() {
            assertThat(where("30", "30.00", HALF_MORE, "30.00")).isNull();
            assertThat(where("30", null, BigDecimal.ONE, null)).isNull();
        }

        @Test
        void beyond_a_commitment_without_a_factor_is_not_either() {
            assertThat(where("30", "10.00", BigDecimal.ONE, null)).isNull();
        }

        @Test
        void is_changed_by_less_than_a_cent_beyond() {
            assertThat(where("10.004", "10.00", HALF_MORE, null)).isEqualTo(left("10.00", HALF_MORE, null));
            assertThat(where("10.004", null, BigDecimal.ONE, "10.00")).isEqualTo(left(null, BigDecimal.ONE, "10.00"));
        }

        @Test
        void beyond_the_commitment_alone_does_not_depend_on_the_maximum() {
            // 10 + 20 × 1.5 = 40
            assertThat(where("30", "10.00", HALF_MORE, "40.00")).isEqualTo(left("10.00", HALF_MORE, null));
        }

        @Test
        void beyond_the_maximum_does_not_depend_on_the_commitment() {
            assertThat(where("30", "10.00", HALF_MORE, "29.99")).isEqualTo(left(null, BigDecimal.ONE, "29.99"));
        }

        @Test
        void that_only_its_overage_raises_above_the_maximum_depends_on_both() {
            assertThat(where("30", "10.00", HALF_MORE, "39.99")).isEqualTo(left("10.00", HALF_MORE, "39.99"));
        }

        @Test
        void that_a_factor_below_one_keeps_under_the_maximum_is_not_cut() {
            // 10 + 20 × 0.5 = 20; by itself it were above 25
            BigDecimal half = new BigDecimal("0.5");

            SpendLeft left = where("30", "10.00", half, "25.00");

            assertThat(left).isEqualTo(left("10.00", half, null));
        }
    }

    @Nested
    class IsRefused {
        @Test
        void what_is_nothing_or_below_zero() {
            assertRefused(ErrorCode.INVALID_TERMS, "left", () -> left(null, BigDecimal.ONE, null));
            assertRefused(ErrorCode.INVALID_NUMBER, "commitment", () -> left("-0.01", HALF_MORE, null));
            assertRefused(ErrorCode.INVALID_NUMBER, "maximum", () -> left(null, BigDecimal.ONE, "-0.01"));
            assertRefused(ErrorCode.INVALID_NUMBER, "overageFactor", () -> left("1.00", new BigDecimal("-1"), null));
        }

        @Test
        void a_factor_of_nothing() {
            assertRefused(ErrorCode.INVALID_NUMBER, "overageFactor", () -> left(null, HALF_MORE, "1.00"));
        }

        @Test
        void another_currency() {
            Money euros = Money.parse("EUR 1.00");

            assertRefused(
                    ErrorCode.CURRENCY_MISMATCH,
                    "maximum",
                    () -> new SpendLeft(Money.parse("USD 1.00"), HALF_MORE, euros));
            assertRefused(
                    ErrorCode.CURRENCY_MISMATCH,
                    "left",
                    () -> new SpendLeft(euros, HALF_MORE, null).requireCurrency(CurrencyUnit.USD));
        }
    }

    private static SettledPrice price(String charge) {
        BigDecimal exact = new BigDecimal(charge);
        return new SettledPrice(exact, exact, BigDecimal.ZERO, BigDecimal.ONE);
    }

    private static @Nullable SpendLeft where(
            String charge, @Nullable String commitment, BigDecimal factor, @Nullable String maximum) {
        return SpendLeft.where(price(charge), usd(commitment), factor, usd(maximum));
    }

    private static SpendLeft left(@Nullable String commitment, BigDecimal factor, @Nullable String maximum) {
        return new SpendLeft(usd(commitment), factor, usd(maximum));
    }

    private static @Nullable Money usd(@Nullable String amount) {
        return amount == null ? null : Money.parse("USD " + amount);
    }
}
