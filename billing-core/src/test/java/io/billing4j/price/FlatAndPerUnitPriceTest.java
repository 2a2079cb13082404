package io.billing4j.price;

import static io.billing4j.fixture.Refusals.assertRefused;
import static io.billing4j.price.PriceTable.assertPrice;
import static io.billing4j.price.PriceTable.stepQuantities;
import static io.billing4j.price.PriceTable.usd;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.error.ErrorCode;
import org.joda.money.BigMoney;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlatAndPerUnitPriceTest {
    @Nested
    class AFlatPrice {
        private final PriceModel assistantFee = PriceModel.flat(usd("20.00"));

        @ParameterizedTest
        @CsvSource({"0", "1", "0.5", "1000000000000000000"})
        void is_the_same_whatever_the_quantity(String quantity) {
            assertPrice(assistantFee, quantity, "20.00");
            assertThat(stepQuantities(assistantFee, quantity)).containsExactly("1");
        }

        @Test
        void has_no_use_for_a_quantity() {
            assertThat(assistantFee.usesQuantity()).isFalse();
        }

        @Test
        void may_be_zero_and_not_below() {
            assertPrice(PriceModel.flat(usd("0.00")), "1", "0");
            assertRefused(ErrorCode.INVALID_NUMBER, "amount", () -> PriceModel.flat(usd("-0.01")));
        }

        @Test
        void is_canonical() {
            assertThat(PriceModel.flat(usd("20.000"))).isEqualTo(assistantFee);
            assertThat(assistantFee.content()).containsExactly("FLAT", "USD 20");
        }
    }

    @Nested
    class APriceForEachUnit {
        private final PriceModel generatedTokens = PriceModel.perUnit(usd("0.0006"));

        @ParameterizedTest
        @CsvSource({
            "0,          0", // no step at all
            "1,          0.0006",
            "107706,     64.6236", // 107,706 x 6 = 646,236 ten-thousandths: conv-00 in November 2023
            "0.5,        0.0003",
            "0.000000001, 0.0000000000006",
            "1000000000000000000, 600000000000000", // 10^18 x 6 x 10^-4
        })
        void multiplies(String quantity, String amount) {
            assertPrice(generatedTokens, quantity, amount);
        }

        @Test
        void is_exact_with_a_quantity_of_19_digits_and_a_price_of_12_decimals() {
            // 10^18 x 0.000000000001 = 10^6; and 999,999,999,999,999,999 of them one price less
            PriceModel smallest = PriceModel.perUnit(usd("0.000000000001"));

            assertPrice(smallest, "1000000000000000000", "1000000");
            assertPrice(smallest, "999999999999999999", "999999.999999999999");
        }

        @Test
        void keeps_decimals_beyond_those_of_the_currency() {
            BigMoney third = BigMoney.parse("JPY 0.333333333333");

            assertPrice(PriceModel.perUnit(third), "3", "0.999999999999");
        }

        @Test
        void has_no_step_for_nothing_and_one_for_anything() {
            assertThat(stepQuantities(generatedTokens, "0")).isEmpty();
            assertThat(stepQuantities(generatedTokens, "0.25")).containsExactly("0.25");
        }

        @Test
        void may_be_zero_and_not_below() {
            assertPrice(PriceModel.perUnit(usd("0")), "5", "0");
            assertRefused(ErrorCode.INVALID_NUMBER, "unitAmount", () -> PriceModel.perUnit(usd("-0.000001")));
        }

        @Test
        void is_canonical() {
            assertThat(PriceModel.perUnit(usd("0.00060"))).isEqualTo(generatedTokens);
            assertThat(generatedTokens.content()).containsExactly("PER_UNIT", "USD 0.0006");
            assertThat(generatedTokens.usesQuantity()).isTrue();
        }
    }
}
