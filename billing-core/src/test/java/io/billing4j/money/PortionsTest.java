package io.billing4j.money;

import static io.billing4j.fixture.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.error.ErrorCode;
import java.util.Arrays;
import java.util.List;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PortionsTest {
    /** The position, the amount, its shares; what of them belongs to the first part. Worked by hand. */
    @Nested
    class TheFirstPartOfAnAmount {
        @ParameterizedTest
        @CsvSource({
            "0.33, 1.00, 0.50,           0.17", // 0.165
            "0.33, 1.00, 0.50 0.25,      0.17 0.08", // then 0.16 of 0.50: 0.08
            "1.00, 1.00, 0.50 0.25,      0.50 0.25",
            "0.00, 1.00, 0.50 0.25,      0.00 0.00",
            "0.37, 0.67, 0.67,           0.37", // all of it is share, whatever the piece
            "0.02, 0.10, 0.05 0.05,      0.01 0.01",
            "0.03, 0.10, 0.05 0.05,      0.02 0.01", // 0.015; then the cent that is left
            "13.33, 20.00, 20.00,        13.33",
            "20.00, 30.00, 10.00,        6.67", // 6.666…
            "0.00, 0.00, 0.00,           0.00",
        })
        void hasThisOfTheShares(String position, String whole, String shares, String parts) {
            List<Money> found = Portions.upTo(eur(position), eur(whole), all(shares), RoundingPolicy.HALF_UP);

            assertThat(found).isEqualTo(all(parts));
        }

        @Test
        void hasItsPartOfATaxThatIsMoreThanTheAmount() {
            // 150 % of 0.67
            assertThat(Portions.upTo(eur("0.67"), eur("1.00"), eur("1.50"), RoundingPolicy.HALF_UP))
                    .isEqualTo(eur("1.01"));
        }
    }

    @Nested
    class Refused {
        @ParameterizedTest
        @CsvSource({"-0.01, 1.00", "1.01, 1.00", "0.01, 0.00"})
        void isAPositionOutsideTheAmount(String position, String whole) {
            assertRefused(
                    ErrorCode.INVALID_AMOUNT,
                    "position",
                    () -> Portions.upTo(eur(position), eur(whole), List.of(), RoundingPolicy.HALF_UP));
        }

        @ParameterizedTest
        @CsvSource({"0.60 0.41", "-0.01", "1.01"})
        void areSharesThatAreMoreThanTheAmountOrBelowZero(String shares) {
            assertRefused(
                    ErrorCode.INVALID_AMOUNT,
                    "shares",
                    () -> Portions.upTo(eur("0.50"), eur("1.00"), all(shares), RoundingPolicy.HALF_UP));
        }
    }

    private static List<Money> all(String amounts) {
        return Arrays.stream(amounts.split(" ", -1)).map(PortionsTest::eur).toList();
    }

    private static Money eur(String amount) {
        return Money.of(CurrencyUnit.EUR, new java.math.BigDecimal(amount));
    }
}
