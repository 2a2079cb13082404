package io.billing4j.price;

import static io.billing4j.price.PriceTable.assertPrice;
import static io.billing4j.price.PriceTable.beyond;
import static io.billing4j.price.PriceTable.stepQuantities;
import static io.billing4j.price.PriceTable.tier;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GraduatedPriceTest {
    @Nested
    class ContextTokensOfThePlanAssistant {
        private final PriceModel model =
                PriceModel.graduated(List.of(tier("100000", "0"), tier("500000", "0.00015"), beyond("0.0001")));

        @ParameterizedTest
        @CsvSource({
            "0,            0",
            "99999.999,    0",
            "100000,       0", // the bound still belongs to the free tier
            "100000.001,   0.00000015", // 0.001 x 0.00015
            "100001,       0.00015",
            "300000,       30", // 200,000 x 0.00015
            "499999.999,   59.99999985", // 399,999.999 x 0.00015
            "500000,       60", // 400,000 x 0.00015
            "500000.001,   60.0000001", // 60 + 0.001 x 0.0001
            "561229,       66.1229", // 60 + 61,229 x 0.0001: conv-00 in November 2023, billed as 66.12
            "1000000000000000000, 100000000000010", // 60 + (10^18 - 500,000) x 0.0001 = 60 + 10^14 - 50
        })
        void cost_what_each_tier_asks_for_its_part(String quantity, String amount) {
            assertPrice(model, quantity, amount);
        }

        @Test
        void show_a_step_for_each_tier_that_is_entered() {
            assertThat(stepQuantities(model, "561229")).containsExactly("100000", "400000", "61229");
            assertThat(stepQuantities(model, "500000")).containsExactly("100000", "400000");
            assertThat(stepQuantities(model, "0.5")).containsExactly("0.5");
            assertThat(stepQuantities(model, "0")).isEmpty();
        }
    }

    @Nested
    class FlatFeesOfTiers {
        private final PriceModel model =
                PriceModel.graduated(List.of(tier("10", "2", "5"), tier("20.5", "1", "3"), beyond("0.5", "1.25")));

        @ParameterizedTest
        @CsvSource({
            "0,     0", // no tier is entered
            "0.001, 5.002", // 5 + 0.001 x 2
            "9.999, 24.998", // 5 + 9.999 x 2
            "10,    25", // 5 + 10 x 2; the second tier is not entered
            "10.001, 28.001", // 25 + 3 + 0.001 x 1
            "11,    29", // 25 + 3 + 1 x 1
            "20.5,  38.5", // 25 + 3 + 10.5 x 1
            "20.501, 39.7505", // 38.5 + 1.25 + 0.001 x 0.5
            "30.5,  44.75", // 38.5 + 1.25 + 10 x 0.5
        })
        void are_due_once_when_their_tier_is_entered(String quantity, String amount) {
            assertPrice(model, quantity, amount);
        }
    }

    @Test
    void one_open_tier_is_a_price_for_each_unit() {
        assertPrice(PriceModel.graduated(List.of(beyond("0.0006"))), "107706", "64.6236");
    }

    @Test
    void bounds_may_lie_as_close_as_decimals_allow() {
        PriceModel model = PriceModel.graduated(
                List.of(tier("0.000000000000000001", "7"), tier("0.000000000000000002", "0"), beyond("1")));

        assertPrice(model, "0.000000000000000001", "0.000000000000000007");
        assertPrice(model, "0.0000000000000000015", "0.000000000000000007");
        assertPrice(model, "1", "1.000000000000000005"); // 7 x 10^-18 + 1 - 2 x 10^-18
    }

    @Test
    void amounts_stay_exact_beyond_what_a_double_can_hold() {
        PriceModel model =
                PriceModel.graduated(List.of(tier("999999999999999999", "0.000000000001"), beyond("0.000000000003")));

        // (10^18 - 1) x 10^-12 + 1 x 3 x 10^-12 = 10^6 + 2 x 10^-12
        assertPrice(model, "1000000000000000000", "1000000.000000000002");
    }
}
