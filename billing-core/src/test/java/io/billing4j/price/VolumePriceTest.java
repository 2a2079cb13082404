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

class VolumePriceTest {
    @Nested
    class ContextTokensOfThePlanCoder {
        private final PriceModel model =
                PriceModel.volume(List.of(tier("500000", "0.00012"), tier("900000", "0.0001"), beyond("0.00009")));

        @ParameterizedTest
        @CsvSource({
            "0,           0",
            "1,           0.00012",
            "499999.999,  59.99999988", // 499,999.999 x 0.00012
            "500000,      60", // the bound still belongs to its tier: x 0.00012
            "500000.001,  50.0000001", // all of it at 0.0001: less than one unit before
            "500001,      50.0001",
            "900000,      90", // x 0.0001
            "900000.001,  81.00000009", // x 0.00009
            "921879,      82.96911", // 921,879 x 0.00009: code-00 in November 2023, billed as 82.97
            "1000000000000000000, 90000000000000", // 10^18 x 9 x 10^-5
        })
        void are_all_priced_by_the_one_tier_that_holds_them(String quantity, String amount) {
            assertPrice(model, quantity, amount);
        }

        @Test
        void show_one_step() {
            assertThat(stepQuantities(model, "921879")).containsExactly("921879");
            assertThat(stepQuantities(model, "0")).isEmpty();
        }
    }

    @Nested
    class FlatFeesOfTiers {
        private final PriceModel model =
                PriceModel.volume(List.of(tier("10", "2", "5"), tier("20.5", "1", "3"), beyond("0", "30")));

        @ParameterizedTest
        @CsvSource({
            "0,      0", // zero is in no tier
            "0.001,  5.002", // 5 + 0.001 x 2
            "10,     25", // 5 + 10 x 2
            "10.001, 13.001", // 3 + 10.001 x 1: the fee of the first tier is not due
            "20.5,   23.5", // 3 + 20.5
            "20.501, 30", // the band's own price, whatever is used
            "1000000, 30",
        })
        void are_due_for_the_one_tier_only(String quantity, String amount) {
            assertPrice(model, quantity, amount);
        }
    }
}
