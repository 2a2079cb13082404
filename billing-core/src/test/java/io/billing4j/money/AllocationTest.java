package io.billing4j.money;

import static io.billing4j.fixture.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.error.ErrorCode;
import io.billing4j.money.Allocation.Share;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.IntStream;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AllocationTest {
    @Nested
    class AnAmount {
        /** Exact parts beside; worked by hand. */
        @ParameterizedTest
        @CsvSource({
            "USD 6.00,   A=10 B=5,              4.00 2.00",
            "USD 0.05,   C=1 A=1 B=1,           0.01 0.02 0.02", // 5/3 each
            "USD 1.00,   A=1 B=1 C=1,           0.34 0.33 0.33", // 33.33 each
            "USD 1.00,   C=1 B=1 A=1,           0.33 0.33 0.34",
            "USD 10.00,  A=1 B=2 C=4,           1.43 2.86 5.71", // 142.86 285.71 571.43
            "USD 0.01,   A=1 B=3,               0.00 0.01", // 0.25 0.75
            "USD 0.10,   A=0.1 B=0.3 C=0.6,     0.01 0.03 0.06",
            "USD 0.01,   A=0.001 B=0.002,       0.00 0.01",
            "USD 0.00,   A=1 B=2,               0.00 0.00",
            "USD 5.00,   A=7,                   5.00",
            "USD 0.02,   A=0 B=1 C=1 D=1,       0.00 0.01 0.01 0.00", // 0.67 each of B, C, D
            "JPY 100,    A=1 B=1 C=1,           34 33 33",
            "KWD 1.000,  A=1 B=1 C=1,           0.334 0.333 0.333",
            "CLF 0.0001, A=1 B=1,               0.0001 0.0000",
            "USD -0.05,  C=1 A=1 B=1,           -0.01 -0.02 -0.02", // the mirror image
            "USD -10.00, A=1 B=2 C=4,           -1.43 -2.86 -5.71",
        })
        void is_shared_out_by_the_largest_remainder_and_then_to_the_lower_key(
                String total, String shares, String parts) {
            assertThat(amounts(Money.parse(total), shares)).isEqualTo(parts);
        }

        @Test
        void beyond_64_bits_of_cents_is_shared_out_to_the_last_one() {
            Money total = Money.parse("USD 100000000000000000000.01");

            assertThat(amounts(total, "A=1 B=1")).isEqualTo("50000000000000000000.01 50000000000000000000.00");
        }

        @Test
        void goes_by_the_order_of_keys_and_not_by_that_of_their_texts() {
            List<Share<Integer>> shares = IntStream.of(10, 9)
                    .mapToObj(key -> new Share<>(key, BigDecimal.ONE))
                    .toList();

            assertThat(Allocation.allocate(Money.parse("USD 0.01"), shares))
                    .containsExactly(Money.parse("USD 0.00"), Money.parse("USD 0.01"));
        }
    }

    @Nested
    class ExactAmounts {
        /** Numerators over one denominator, and what they were rounded to together; worked by hand. */
        @ParameterizedTest
        @CsvSource({
            "USD 6.75, A=8.874 B=-2.125,          1, 8.87 -2.12", // cut 8.87 −2.13: 0.4 and 0.5 of a cent lost
            "USD 0.02, A=0.005 B=0.005 C=0.005,   1, 0.01 0.01 0.00",
            "USD 0.02, C=0.005 B=0.005 A=0.005,   1, 0.00 0.01 0.01",
            "USD 0.01, A=0.005 B=0.005 C=0.005,   1, 0.01 0.00 0.00", // rounded down by its policy
            "USD 0.20, A=7 B=7 C=7,               105, 0.07 0.07 0.06", // 0.0666… each
            "USD 0.00, A=0.019 B=-0.019,          1, 0.02 -0.02",
            "USD 3.00, A=1 B=2,                   1, 1.00 2.00", // whole amounts stay what they are
            "USD 0.00, A=0 B=0,                   1, 0.00 0.00",
            "JPY 3,    A=10 B=-1,                 3, 3 0", // 3.33 and −0.33
            "USD -0.01, A=-0.005 B=-0.005,        1, 0.00 -0.01",
        })
        void addUpToWhatTheirSumWasRoundedTo(String total, String exacts, BigDecimal denominator, String parts) {
            assertThat(settled(Money.parse(total), exacts, denominator)).isEqualTo(parts);
        }

        @ParameterizedTest
        @CsvSource({"USD 0.03", "USD -0.01", "USD 1.00"})
        void areNotSettledToATotalThatIsNotTheirSumRounded(String total) {
            assertRefused(
                    ErrorCode.INVALID_NUMBER,
                    "total",
                    () -> settled(Money.parse(total), "A=0.005 B=0.005", BigDecimal.ONE));
        }

        @Test
        void areRefusedOverADenominatorThatIsNotAboveZero() {
            assertRefused(
                    ErrorCode.INVALID_NUMBER,
                    "denominator",
                    () -> new Allocation.Exact<>("A", BigDecimal.ONE, BigDecimal.ZERO));
        }

        private static String settled(Money total, String exacts, BigDecimal denominator) {
            List<Allocation.Exact<String>> parsed = List.of(exacts.split(" ", -1)).stream()
                    .map(exact -> new Allocation.Exact<>(
                            exact.substring(0, 1), new BigDecimal(exact.substring(2)), denominator))
                    .toList();
            return String.join(
                    " ",
                    Allocation.settle(total, parsed).stream()
                            .map(part -> part.getAmount().toPlainString())
                            .toList());
        }
    }

    @Nested
    class Refused {
        @Test
        void is_a_negative_weight() {
            assertRefused(ErrorCode.INVALID_NUMBER, "weight", () -> new Share<>("A", new BigDecimal("-0.01")));
        }

        @Test
        void is_a_weight_that_would_take_forever_to_write_out() {
            assertRefused(ErrorCode.INVALID_NUMBER, "weight", () -> new Share<>("A", new BigDecimal("1E+1000000000")));
        }

        @ParameterizedTest
        @CsvSource({"USD 1.00, A=0 B=0", "USD 0.00, A=0"})
        void are_weights_that_are_all_zero(String total, String shares) {
            assertRefused(ErrorCode.INVALID_NUMBER, "weights", () -> amounts(Money.parse(total), shares));
        }

        @Test
        void is_sharing_out_among_nobody() {
            assertRefused(
                    ErrorCode.INVALID_NUMBER,
                    "weights",
                    () -> Allocation.<String>allocate(Money.zero(CurrencyUnit.USD), List.of()));
        }

        @Test
        void are_two_shares_with_one_key() {
            assertRefused(ErrorCode.ALREADY_EXISTS, "weights", () -> amounts(Money.parse("USD 1.00"), "A=1 A=2"));
        }
    }

    private static String amounts(Money total, String shares) {
        List<Share<String>> parsed = List.of(shares.split(" ", -1)).stream()
                .map(share -> new Share<>(share.substring(0, 1), new BigDecimal(share.substring(2))))
                .toList();
        return String.join(
                " ",
                Allocation.allocate(total, parsed).stream()
                        .map(part -> part.getAmount().toPlainString())
                        .toList());
    }
}
