package io.billing4j.price;

import static io.billing4j.fixture.Refusals.assertRefused;
import static io.billing4j.price.PriceTable.beyond;
import static io.billing4j.price.PriceTable.number;
import static io.billing4j.price.PriceTable.tier;
import static io.billing4j.price.PriceTable.usd;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.error.ErrorCode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import org.joda.money.BigMoney;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriceTermsTest {
    private static final PriceModel EACH_10 = PriceModel.perUnit(usd("10"));

    private static SettledPrice settled(PriceTerms terms, PriceModel model, String quantity) {
        Price price = terms.price(model, PriceInput.of(number(quantity)), CustomPrices.NONE);
        return terms.settle(price, BigDecimal.ONE, BigDecimal.ONE, true);
    }

    private static void assertCharge(PriceTerms terms, String quantity, String charge) {
        assertThat(settled(terms, EACH_10, quantity).charge()).isEqualByComparingTo(charge);
    }

    @Nested
    class AConversion {
        @ParameterizedTest
        @CsvSource({
            "UP,          1400, 20", // 1.4 are 2 x 10
            "UP,          1000, 10",
            "UP,          0,    0",
            "DOWN,        1999, 10",
            "HALF_UP,     1500, 20",
            "UNNECESSARY, 1500, 15", // 1.5 x 10
        })
        void turns_what_is_metered_into_what_is_sold(RoundingMode mode, String quantity, String charge) {
            assertCharge(
                    PriceTerms.NONE.withConversion(new QuantityConversion(number("1000"), mode)), quantity, charge);
        }

        @Test
        void comes_before_included_units_are_taken_off() {
            PriceTerms terms = PriceTerms.NONE
                    .withConversion(new QuantityConversion(number("1000"), RoundingMode.UP))
                    .withIncludedUnits(number("0.5"));

            // 1,400 are 2, less 0.5: 1.5 x 10, as OpenMeter has it; not 1.4 - 0.5 rounded up
            assertCharge(terms, "1400", "15");
        }

        @Test
        void without_rounding_comes_out_even() {
            assertThat(new QuantityConversion(number("3"), RoundingMode.UP).convert(number("10")))
                    .isEqualByComparingTo("4");
            assertThat(new QuantityConversion(number("0.125"), RoundingMode.UNNECESSARY).convert(number("1")))
                    .isEqualByComparingTo("8");
            assertThat(new QuantityConversion(number("250"), RoundingMode.UNNECESSARY).convert(number("1")))
                    .isEqualByComparingTo("0.004");
            assertRefused(
                    ErrorCode.INVALID_TERMS,
                    "divisor",
                    () -> new QuantityConversion(number("3"), RoundingMode.UNNECESSARY));
            assertRefused(
                    ErrorCode.INVALID_TERMS,
                    "divisor",
                    () -> new QuantityConversion(number("0.7"), RoundingMode.UNNECESSARY));
        }

        @Test
        void divides_by_more_than_zero() {
            assertRefused(
                    ErrorCode.INVALID_NUMBER, "divisor", () -> new QuantityConversion(number("0"), RoundingMode.UP));
        }
    }

    @Nested
    class IncludedUnits {
        @ParameterizedTest
        @CsvSource({"0, 0", "9.5, 0", "10, 0", "10.5, 5", "25, 150"})
        void cost_nothing(String quantity, String charge) {
            assertCharge(PriceTerms.NONE.withIncludedUnits(number("10")), quantity, charge);
        }

        @Test
        void are_not_negative() {
            assertRefused(
                    ErrorCode.INVALID_NUMBER, "includedUnits", () -> PriceTerms.NONE.withIncludedUnits(number("-1")));
        }
    }

    @Nested
    class ADiscount {
        @ParameterizedTest
        @CsvSource({"0, 30", "10, 27", "33.333333333333333333, 20.0000000000000000001", "100, 0"})
        void is_taken_off_exactly(String percent, String charge) {
            assertCharge(PriceTerms.NONE.withDiscountPercent(number(percent)), "3", charge);
        }

        @Test
        void is_between_nothing_and_all() {
            for (String percent : List.of("-0.1", "100.000000000000000001")) {
                assertRefused(
                        ErrorCode.INVALID_NUMBER,
                        "discountPercent",
                        () -> PriceTerms.NONE.withDiscountPercent(number(percent)));
            }
        }

        @Test
        void comes_before_the_maximum_and_the_minimum() {
            PriceTerms terms = PriceTerms.NONE.withDiscountPercent(number("50"));

            assertCharge(terms.withMaximum(usd("40")), "10", "40"); // 100, half is 50, at most 40; not 100 -> 40 -> 20
            SettledPrice settled = settled(terms.withMinimum(usd("60")), EACH_10, "10");
            assertThat(settled.charge()).isEqualByComparingTo("50");
            assertThat(settled.trueUp()).isEqualByComparingTo("10"); // up to 60, of which nothing is discounted
            assertThat(settled.gross()).isEqualByComparingTo("100");
        }
    }

    @Nested
    class ACommitment {
        private final PriceTerms terms =
                PriceTerms.NONE.withCommitment(new Commitment(usd("100"), number("1.5"), true));

        @ParameterizedTest
        @CsvSource({"0, 0, 100", "8, 80, 20", "10, 100, 0", "12, 130, 0"}) // 12: 100 + 20 x 1.5
        void is_trued_up_and_what_is_beyond_is_multiplied(String quantity, String charge, String trueUp) {
            SettledPrice settled = settled(terms, EACH_10, quantity);

            assertThat(settled.charge()).isEqualByComparingTo(charge);
            assertThat(settled.trueUp()).isEqualByComparingTo(trueUp);
        }

        @Test
        void is_trued_up_by_the_last_line_only_and_only_where_it_says_so() {
            Price price = EACH_10.price(number("8"));
            PriceTerms silent = PriceTerms.NONE.withCommitment(new Commitment(usd("100"), BigDecimal.ONE, false));

            assertThat(terms.settle(price, BigDecimal.ONE, BigDecimal.ONE, false)
                            .trueUp())
                    .isEqualByComparingTo("0");
            assertThat(silent.settle(price, BigDecimal.ONE, BigDecimal.ONE, true)
                            .trueUp())
                    .isEqualByComparingTo("0");
        }

        @Test
        void has_neither_a_negative_amount_nor_a_negative_factor() {
            assertRefused(ErrorCode.INVALID_NUMBER, "amount", () -> new Commitment(usd("-1"), BigDecimal.ONE, true));
            assertRefused(
                    ErrorCode.INVALID_NUMBER, "overageFactor", () -> new Commitment(usd("1"), number("-1"), true));
        }
    }

    @Nested
    class AMaximum {
        @ParameterizedTest
        @CsvSource({"9, 90", "10, 100", "10.01, 100", "1000000, 100"})
        void is_never_exceeded(String quantity, String charge) {
            assertCharge(PriceTerms.NONE.withMaximum(usd("100")), quantity, charge);
        }

        @Test
        void is_not_below_the_commitment_and_not_negative() {
            assertRefused(ErrorCode.INVALID_NUMBER, "maximum", () -> PriceTerms.NONE.withMaximum(usd("-1")));
            assertRefused(
                    ErrorCode.INVALID_TERMS,
                    "maximum",
                    () -> PriceTerms.NONE.withMinimum(usd("10")).withMaximum(usd("9.99")));
            assertRefused(
                    ErrorCode.CURRENCY_MISMATCH,
                    "maximum",
                    () -> PriceTerms.NONE.withMinimum(usd("10")).withMaximum(BigMoney.parse("EUR 20")));
        }
    }

    @Nested
    class APartOfAWindow {
        private final PriceModel model = PriceModel.graduated(List.of(tier("10", "1", "30"), beyond("2", "6")));
        private final Price price = model.price(number("15")); // 30 + 10 and 6 + 10: 56, of which 36 is fixed

        private SettledPrice settled(PriceTerms terms) {
            return terms.settle(price, number("10"), number("30"), true);
        }

        @Test
        void counts_fixed_amounts_for_its_share_and_quantities_whole() {
            assertThat(price.fixed().getAmount()).isEqualByComparingTo("36");
            assertThat(price.variable().getAmount()).isEqualByComparingTo("20");
            assertThat(settled(PriceTerms.NONE).charge()).isEqualByComparingTo("960"); // 30 x 20 + 10 x 36: 32.00
        }

        @Test
        void counts_commitment_and_maximum_for_its_share() {
            SettledPrice trueUp = settled(PriceTerms.NONE.withMinimum(usd("120"))); // a third is 40

            assertThat(trueUp.charge()).isEqualByComparingTo("960");
            assertThat(trueUp.trueUp()).isEqualByComparingTo("240"); // 40 - 32 = 8
            assertThat(settled(PriceTerms.NONE.withMaximum(usd("60"))).charge())
                    .isEqualByComparingTo("600"); // a third is 20
        }

        @Test
        void of_a_fee_counts_everything_for_its_share() {
            SettledPrice fee = PriceTerms.NONE
                    .withDiscountPercent(number("50"))
                    .settleFee(PriceModel.flat(usd("90")).price(number("1")), number("10"), number("30"), true);

            assertThat(fee.charge()).isEqualByComparingTo("450"); // 15.00
        }

        @Test
        void counts_the_maximum_of_a_tier_for_its_share() {
            Tier capped = new Tier(null, usd("1"), usd("6"), usd("9"));
            Price price = PriceModel.graduated(List.of(capped)).price(number("5")); // 11, at most 9

            assertThat(price.amount().getAmount()).isEqualByComparingTo("9");
            assertThat(PriceTerms.NONE
                            .settle(price, BigDecimal.ONE, number("3"), true)
                            .charge())
                    .isEqualByComparingTo("9"); // 5 + 2 = 7, at most 3.00
        }
    }

    @Nested
    class ALineThatContinuesAnother {
        private ContinuedPrice line(PriceTerms terms, PriceModel model, String before, String now, boolean last) {
            return terms.continued(
                    model, PriceInput.of(number(before)), PriceInput.of(number(now)), null, last, CustomPrices.NONE);
        }

        @Test
        void asks_for_what_is_due_less_what_was_billed() {
            PriceModel packages = PriceModel.packaged(number("10"), usd("15"), BigDecimal.ZERO);

            // the third package is started: OpenMeter, package_test.go
            assertThat(line(PriceTerms.NONE, packages, "17", "5", false).charge())
                    .isEqualTo(usd("15"));
        }

        @Test
        void converts_what_all_lines_bill_unless_each_line_is_to_be_converted() {
            BigDecimal thousand = number("1000");
            PriceTerms together =
                    PriceTerms.NONE.withConversion(new QuantityConversion(thousand, RoundingMode.CEILING));
            PriceTerms each = PriceTerms.NONE.withConversion(
                    new QuantityConversion(thousand, RoundingMode.CEILING, LineConversion.EACH_LINE));

            // 1,400 are 2, 2,700 are 3: one more; but 1,300 alone are 2, as OpenMeter has it
            assertThat(line(together, EACH_10, "1400", "1300", false).amount().getAmount())
                    .isEqualByComparingTo("10");
            assertThat(line(each, EACH_10, "1400", "1300", false).amount().getAmount())
                    .isEqualByComparingTo("20");
        }

        @Test
        void takes_included_units_off_once() {
            PriceTerms terms = PriceTerms.NONE.withIncludedUnits(number("10"));

            // 5 of 10 were used before: 15 more are 10 that cost something: OpenMeter, discountusage_test.go
            assertThat(line(terms, EACH_10, "5", "15", false).amount().getAmount())
                    .isEqualByComparingTo("100");
            assertThat(line(terms, EACH_10, "20", "15", false).amount().getAmount())
                    .isEqualByComparingTo("150");
        }

        @Test
        void asks_for_the_minimum_if_it_is_the_last() {
            PriceTerms terms = PriceTerms.NONE.withMinimum(usd("100"));

            assertThat(line(terms, EACH_10, "2", "3", false).amount().getAmount())
                    .isEqualByComparingTo("30");
            ContinuedPrice last = line(terms, EACH_10, "2", "3", true);
            assertThat(last.charge().getAmount()).isEqualByComparingTo("30");
            assertThat(last.trueUp().getAmount()).isEqualByComparingTo("50"); // 20 + 30 + 50 = 100
        }

        @Test
        void keeps_the_whole_window_below_the_maximum() {
            ContinuedPrice line = PriceTerms.NONE
                    .withMaximum(usd("100"))
                    .continued(
                            EACH_10,
                            PriceInput.of(number("7")),
                            PriceInput.of(number("5")),
                            usd("70"),
                            false,
                            CustomPrices.NONE);

            assertThat(line.gross().getAmount()).isEqualByComparingTo("50");
            assertThat(line.discount().getAmount()).isEqualByComparingTo("20");
            assertThat(line.charge().getAmount()).isEqualByComparingTo("30"); // OpenMeter, unit_test.go
        }

        @Test
        void waits_for_the_end_where_more_may_cost_less() {
            PriceModel volume = PriceModel.volume(List.of(tier("10", "2"), beyond("1")));

            assertThat(line(PriceTerms.NONE, volume, "0", "9", false).amount().getAmount())
                    .isEqualByComparingTo("0");
            assertThat(line(PriceTerms.NONE, volume, "9", "2", true).amount().getAmount())
                    .isEqualByComparingTo("11");
        }
    }

    @Test
    void fit_their_model_in_currency() {
        assertRefused(
                ErrorCode.CURRENCY_MISMATCH,
                "terms.commitment.amount",
                () -> PriceTerms.NONE.withMinimum(BigMoney.parse("EUR 1")).requireFit(EACH_10));
        assertRefused(
                ErrorCode.CURRENCY_MISMATCH,
                "terms.maximum",
                () -> PriceTerms.NONE.withMaximum(BigMoney.parse("EUR 1")).requireFit(EACH_10));
    }

    @Test
    void leave_the_quantity_of_a_model_alone_that_looks_at_its_parts() {
        PriceModel parts =
                new CustomPrice("peak", 1, usd("1").getCurrencyUnit(), java.util.Map.of(), PartsNeeded.GROUPS);

        assertRefused(
                ErrorCode.INVALID_TERMS,
                "terms.includedUnits",
                () -> PriceTerms.NONE.withIncludedUnits(number("1")).requireFit(parts));
        assertRefused(
                ErrorCode.INVALID_TERMS,
                "terms.conversion",
                () -> PriceTerms.NONE
                        .withConversion(new QuantityConversion(number("2"), RoundingMode.UP))
                        .requireFit(parts));
        PriceTerms.NONE.withMinimum(usd("1")).withDiscountPercent(number("5")).requireFit(parts);
    }

    @Test
    void of_a_price_without_a_quantity_leave_the_quantity_alone() {
        PriceModel flat = PriceModel.flat(usd("5"));

        assertRefused(
                ErrorCode.INVALID_TERMS,
                "terms.includedUnits",
                () -> PriceTerms.NONE.withIncludedUnits(number("1")).requireFit(flat));
        assertRefused(
                ErrorCode.INVALID_TERMS,
                "terms.conversion",
                () -> PriceTerms.NONE
                        .withConversion(new QuantityConversion(number("10"), RoundingMode.UP))
                        .requireFit(flat));
        PriceTerms.NONE.withMaximum(usd("1")).withDiscountPercent(number("5")).requireFit(flat);
    }
}
