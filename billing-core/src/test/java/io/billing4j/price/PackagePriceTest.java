package io.billing4j.price;

import static io.billing4j.fixture.Refusals.assertRefused;
import static io.billing4j.price.PriceTable.assertPrice;
import static io.billing4j.price.PriceTable.number;
import static io.billing4j.price.PriceTable.stepQuantities;
import static io.billing4j.price.PriceTable.usd;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.error.ErrorCode;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PackagePriceTest {
    @Nested
    class GeneratedTokensOfThePlanCoder {
        private final PriceModel model = packages("1000", "0.50", "0");

        @ParameterizedTest
        @CsvSource({
            "0,         0",
            "0.000001,  0.50", // a started package is billed
            "999.999,   0.50",
            "1000,      0.50",
            "1000.001,  1.00",
            "11000,     5.50",
            "11744,     6.00", // 12 packages: code-00 in November 2023
            "12000,     6.00",
            "1000000000000000000, 500000000000000", // 10^15 packages x 0.50
            "1000000000000000001, 500000000000000.50", // one unit more starts another
        })
        void come_in_whole_packages(String quantity, String amount) {
            assertPrice(model, quantity, amount);
        }

        @Test
        void show_the_number_of_packages() {
            assertThat(stepQuantities(model, "11744")).containsExactly("12");
            assertThat(stepQuantities(model, "0")).isEmpty();
        }
    }

    @Nested
    class FreeUnits {
        private final PriceModel model = packages("100", "3", "250.5");

        @ParameterizedTest
        @CsvSource({
            "0,       0",
            "250.499, 0",
            "250.5,   0",
            "250.501, 3", // 0.001 beyond what is free starts a package
            "350.5,   3",
            "350.501, 6",
            "650.5,   12", // (650.5 - 250.5) / 100 = 4 packages
        })
        void are_taken_off_before_packages_are_counted(String quantity, String amount) {
            assertPrice(model, quantity, amount);
        }

        @Test
        void leave_no_step_as_long_as_they_last() {
            assertThat(stepQuantities(model, "250.5")).isEmpty();
        }
    }

    @Nested
    class ItsParts {
        @Test
        void may_be_fractions() {
            // 0.3 units: 1 / 0.3 = 3.33 -> 4 packages; 0.9 / 0.3 = 3 exactly
            assertPrice(packages("0.3", "0.000000000001", "0"), "1", "0.000000000004");
            assertPrice(packages("0.3", "0.000000000001", "0"), "0.9", "0.000000000003");
        }

        @Test
        void have_to_be_in_range() {
            assertRefused(ErrorCode.INVALID_NUMBER, "size", () -> packages("0", "1", "0"));
            assertRefused(ErrorCode.INVALID_NUMBER, "size", () -> packages("-1", "1", "0"));
            assertRefused(ErrorCode.INVALID_NUMBER, "size", () -> packages("1E-19", "1", "0"));
            assertRefused(ErrorCode.INVALID_NUMBER, "packageAmount", () -> packages("1", "-0.01", "0"));
            assertRefused(ErrorCode.INVALID_NUMBER, "freeUnits", () -> packages("1", "1", "-1"));
        }

        @Test
        void are_canonical() {
            assertThat(packages("1E+3", "0.50", "0.0")).isEqualTo(packages("1000", "0.5", "0"));
            assertThat(packages("1E+3", "0.50", "0.0").content()).containsExactly("PACKAGE", "1000", "USD 0.5", "0");
        }
    }

    private static PriceModel packages(String size, String amount, String freeUnits) {
        return PriceModel.packaged(number(size), usd(amount), number(freeUnits));
    }
}
