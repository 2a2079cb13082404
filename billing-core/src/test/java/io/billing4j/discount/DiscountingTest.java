package io.billing4j.discount;

import static io.billing4j.fixture.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.discount.DiscountClaim.Level;
import io.billing4j.error.ErrorCode;
import io.billing4j.money.RoundingPolicy;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiscountingTest {
    /**
     * Lines A, B, C … with these amounts; discounts as {@code 10%} or {@code 5.00}, of a line where {@code A:} or {@code AB:} is
     * before it; what each discount takes off, then what is left of the lines. Worked by hand.
     */
    @Nested
    class Discounts {
        @ParameterizedTest
        @CsvSource({
            "EUR, 100,            10%,             10.00,       90.00",
            "EUR, 100,            100%,            100.00,      0.00",
            "EUR, 0,              10% 5.00,        0.00 0.00,   0.00",
            // 0.333 0.333 0.334: cut 0.33 each, the cent to C, which lost 0.4
            "EUR, 3.33 3.33 3.34, 1.00,            1.00,        3.00 3.00 3.00",
            // 33.333 of 100 are 33.33: 19.998 and 13.332; cut 19.99 13.33, the cent to A
            "EUR, 60 40,          33.333%,         33.33,       40.00 26.67",
            // 3.5 cents are 4: 1.71 and 2.29 cents; cut 1 and 2, the cent to A
            "EUR, 0.03 0.04,      50%,             0.04,        0.01 0.02",
            // ten lines of half a cent each: 5 cents, to the first five
            "EUR, 0.05 0.05 0.05 0.05 0.05 0.05 0.05 0.05 0.05 0.05, 10%, 0.05,"
                    + " 0.04 0.04 0.04 0.04 0.04 0.05 0.05 0.05 0.05 0.05",
            "EUR, 7.00 3.00,      25.00,           10.00,       0.00 0.00",
            "EUR, 10 20,          15.00 20.00,     15.00 15.00, 0.00 0.00",
            "JPY, 100 100 100,    100,             100,         66 67 67",
            "KWD, 1.000 1.000,    0.001,           0.001,       0.999 1.000",
        })
        void areRoundedOnceAndSharedOutToTheLastMinorUnit(
                String currency, String amounts, String discounts, String taken, String left) {
            assertThat(applied(currency, amounts, discounts, DiscountOrder.AS_GIVEN))
                    .isEqualTo(taken + " | " + left);
        }

        @ParameterizedTest
        @CsvSource({
            "AS_GIVEN,          100,      10% 5.00,     10.00 5.00,   85.00",
            "AS_GIVEN,          100,      5.00 10%,     5.00 9.50,    85.50",
            "PERCENTAGES_FIRST, 100,      5.00 10%,     5.00 10.00,   85.00",
            "PERCENTAGES_FIRST, 100,      10% 10% 5.00, 10.00 9.00 5.00, 76.00",
            "PROPORTIONAL,      100,      5.00 10%,     5.00 10.00,   85.00",
            "PROPORTIONAL,      100,      10% 10% 5.00, 10.00 10.00 5.00, 75.00",
            "PROPORTIONAL,      100,      80% 60.00,    80.00 20.00,  0.00",
            "PROPORTIONAL,      100,      60.00 80%,    60.00 40.00,  0.00",
            // 2 cents each of 3: the second gets the one that is left
            "PROPORTIONAL,      0.01 0.01 0.01, 50% 50%, 0.02 0.01,   0.00 0.00 0.00",
        })
        void ofADocumentFollowTheTenantsOrder(
                DiscountOrder order, String amounts, String discounts, String taken, String left) {
            assertThat(applied("EUR", amounts, discounts, order)).isEqualTo(taken + " | " + left);
        }

        @ParameterizedTest
        @CsvSource({
            // B first: 50 of 50 become 25; then 10.00 of 50 and 25 in proportion: 6.67 and 3.33
            "AS_GIVEN,          50 50,    10.00 B:50%,  10.00 25.00,  43.33 21.67",
            "PERCENTAGES_FIRST, 50 50,    10% B:5.00,   9.50 5.00,    45.00 40.50",
            // 10.00 of 50.00 and 45.00 that are left: 5.263… and 4.736…
            "PROPORTIONAL,      50 50,    10% B:5.00,   10.00 5.00,   44.74 40.26",
            // nothing is left of B: all 10.00 come from A
            "PROPORTIONAL,      80 20,    B:20.00 10%,  20.00 10.00,  70.00 0.00",
        })
        void ofLinesComeBeforeThoseOfTheDocument(
                DiscountOrder order, String amounts, String discounts, String taken, String left) {
            assertThat(applied("EUR", amounts, discounts, order)).isEqualTo(taken + " | " + left);
        }

        @Test
        void roundByTheTenantsPolicy() {
            // 12.5 cents
            Money base = Money.parse("EUR 1.25");

            assertThat(Discount.percentage(BigDecimal.TEN).of(base, RoundingPolicy.HALF_UP))
                    .isEqualTo(Money.parse("EUR 0.13"));
            assertThat(Discount.percentage(BigDecimal.TEN)
                            .of(base, new RoundingPolicy(java.math.RoundingMode.HALF_EVEN)))
                    .isEqualTo(Money.parse("EUR 0.12"));
        }
    }

    @Nested
    class Refused {
        @ParameterizedTest
        @CsvSource({"0", "-1", "100.01"})
        void isAPercentageOutsideItsRange(BigDecimal percent) {
            assertRefused(ErrorCode.INVALID_NUMBER, "percent", () -> Discount.percentage(percent));
        }

        @Test
        void isAPercentageOfTooManyDecimals() {
            assertRefused(
                    ErrorCode.INVALID_NUMBER,
                    "percent",
                    () -> Discount.percentage(new BigDecimal("0.00000000000000001")));
        }

        @ParameterizedTest
        @CsvSource({"EUR 0.00", "EUR -1.00"})
        void isAFixedAmountThatIsNotAboveZero(String amount) {
            assertRefused(ErrorCode.INVALID_AMOUNT, "amount", () -> Discount.fixed(Money.parse(amount)));
        }

        @Test
        void isAFixedAmountThatWouldTakeForeverToWriteOut() {
            assertRefused(
                    ErrorCode.INVALID_NUMBER,
                    "amount",
                    () -> Discount.fixed(Money.of(CurrencyUnit.EUR, BigDecimal.TEN.pow(30))));
        }

        @Test
        void isAFixedAmountInAnotherCurrency() {
            assertRefused(
                    ErrorCode.CURRENCY_MISMATCH,
                    "amount",
                    () -> apply("USD", Map.of("A", Money.parse("USD 1.00")), List.of(claim("1", "EUR 1.00", "A"))));
        }

        @Test
        void isALineBelowZero() {
            assertRefused(
                    ErrorCode.INVALID_AMOUNT,
                    "amounts",
                    () -> apply("EUR", Map.of("A", Money.parse("EUR -0.01")), List.of(claim("1", "EUR 1.00", "A"))));
        }

        @Test
        void areTwoClaimsWithOneKey() {
            assertRefused(
                    ErrorCode.ALREADY_EXISTS,
                    "claims",
                    () -> apply(
                            "EUR",
                            Map.of("A", Money.parse("EUR 1.00")),
                            List.of(claim("1", "EUR 1.00", "A"), claim("1", "EUR 1.00", "A"))));
        }

        private static DiscountClaim<String, String> claim(String key, String amount, String line) {
            return new DiscountClaim<>(key, Discount.fixed(Money.parse(amount)), Level.DOCUMENT, Set.of(line));
        }

        private static void apply(
                String currency, Map<String, Money> amounts, List<DiscountClaim<String, String>> claims) {
            Discounting.apply(
                    CurrencyUnit.of(currency), amounts, claims, DiscountOrder.AS_GIVEN, RoundingPolicy.HALF_UP);
        }
    }

    private static String applied(String code, String amounts, String discounts, DiscountOrder order) {
        CurrencyUnit currency = CurrencyUnit.of(code);
        Map<String, Money> lines = new TreeMap<>();
        for (String amount : amounts.split(" ", -1)) {
            lines.put(Character.toString('A' + lines.size()), Money.of(currency, new BigDecimal(amount)));
        }
        List<DiscountClaim<Integer, String>> claims = new ArrayList<>();
        for (String one : discounts.split(" ", -1)) {
            claims.add(claim(claims.size(), one, lines.keySet(), currency));
        }
        Map<Integer, DiscountShares<String>> shares =
                Discounting.apply(currency, lines, claims, order, RoundingPolicy.HALF_UP);
        List<Money> taken = new ArrayList<>();
        for (int i = 0; i < claims.size(); i++) {
            DiscountShares<String> one =
                    shares.getOrDefault(i, new DiscountShares<>(Money.zero(currency), new TreeMap<String, Money>()));
            taken.add(one.amount());
            one.shares().forEach((line, share) -> lines.merge(line, share, Money::minus));
        }
        return plain(taken) + " | " + plain(lines.values());
    }

    private static DiscountClaim<Integer, String> claim(int key, String text, Set<String> all, CurrencyUnit currency) {
        int colon = text.indexOf(':');
        String amount = text.substring(colon + 1);
        Discount discount = amount.endsWith("%")
                ? Discount.percentage(new BigDecimal(amount.substring(0, amount.length() - 1)))
                : Discount.fixed(Money.of(currency, new BigDecimal(amount)));
        Set<String> lines = colon < 0
                ? all
                : text.substring(0, colon).chars().mapToObj(Character::toString).collect(Collectors.toSet());
        return new DiscountClaim<>(key, discount, colon < 0 ? Level.DOCUMENT : Level.LINE, lines);
    }

    private static String plain(Iterable<Money> amounts) {
        List<String> texts = new ArrayList<>();
        amounts.forEach(amount -> texts.add(amount.getAmount().toPlainString()));
        return String.join(" ", texts);
    }
}
