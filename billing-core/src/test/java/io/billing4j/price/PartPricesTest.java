package io.billing4j.price;

import static io.billing4j.fixture.Refusals.assertRefused;
import static io.billing4j.price.PriceTable.number;
import static io.billing4j.price.PriceTable.usd;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.error.ErrorCode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.joda.money.BigMoney;
import org.joda.money.CurrencyUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Models that look at the parts of a quantity, or hold other models. */
class PartPricesTest {
    private static PriceModel each(String amount) {
        return PriceModel.perUnit(usd(amount));
    }

    private static PricedPart part(String dimension, String value, String quantity) {
        return new PricedPart(Map.of(dimension, value), number(quantity), 1);
    }

    private static void assertPrice(PriceModel model, PriceInput input, String amount) {
        assertThat(model.price(input).amount().getAmount()).isEqualByComparingTo(amount);
    }

    @Nested
    class AMatrix {
        private final PriceModel packages = PriceModel.packaged(number("10"), usd("7"), number("0"));
        private final PriceModel model = PriceModel.matrix(
                List.of("region"),
                List.of(
                        new MatrixCell(List.of("eu"), each("2")),
                        new MatrixCell(List.of("us"), packages),
                        new MatrixCell(List.of("cn"), PriceModel.flat(usd("100")))),
                each("5"));

        @Test
        void prices_each_combination_together_and_the_rest_by_default() {
            PriceInput input = PriceInput.ofGroups(List.of(
                    part("region", "eu", "3"),
                    part("region", "us", "6"),
                    part("region", "us", "6"),
                    part("region", "in", "1"),
                    part("size", "xl", "1")));

            // 3 x 2, 12 are 2 packages x 7, 2 others x 5; nothing for cn, where nothing was used
            assertPrice(model, input, "30");
            assertPrice(model, PriceInput.ZERO, "0");
        }

        @Test
        void has_a_flat_price_inside_as_a_fixed_amount() {
            Price price = model.price(PriceInput.ofGroups(List.of(part("region", "cn", "3"))));

            assertThat(price.fixed().getAmount()).isEqualByComparingTo("100");
        }

        @Test
        void of_rates_looks_at_events() {
            PriceModel rates = PriceModel.matrix(
                    List.of("region"),
                    List.of(new MatrixCell(
                            List.of("eu"),
                            PriceModel.percentage(usd("1").getCurrencyUnit(), number("1"))
                                    .withFixedPerEvent(usd("0.25")))),
                    each("0.5"));

            assertThat(rates.partsNeeded()).isEqualTo(PartsNeeded.EVENTS);
            // two events of 10: 0.20 + 0.50; four of 2 elsewhere: 8 x 0.5
            assertPrice(
                    rates,
                    PriceInput.ofEvents(List.of(
                            new PricedPart(Map.of("region", "eu"), number("10"), 2),
                            new PricedPart(Map.of(), number("2"), 4))),
                    "4.7");
        }

        @Test
        void has_each_combination_once_and_complete_in_one_currency() {
            MatrixCell cell = new MatrixCell(List.of("eu"), each("2"));

            assertRefused(
                    ErrorCode.INVALID_PRICE,
                    "cells[1].values",
                    () -> PriceModel.matrix(List.of("region"), List.of(cell, cell), each("5")));
            assertRefused(
                    ErrorCode.INVALID_PRICE,
                    "cells[0].values",
                    () -> PriceModel.matrix(List.of("region", "size"), List.of(cell), each("5")));
            assertRefused(
                    ErrorCode.INVALID_PRICE,
                    "dimensions",
                    () -> PriceModel.matrix(List.of("region", "region"), List.of(), each("5")));
            assertRefused(
                    ErrorCode.CURRENCY_MISMATCH,
                    "cells[0].price",
                    () -> PriceModel.matrix(
                            List.of("region"), List.of(cell), PriceModel.perUnit(BigMoney.parse("EUR 1"))));
        }
    }

    @Nested
    class AMatrixOfMatrices {
        private PriceModel matrix(int cells, PriceModel inner) {
            return PriceModel.matrix(
                    List.of("region"),
                    IntStream.range(0, cells)
                            .mapToObj(i -> new MatrixCell(List.of("r" + i), inner))
                            .toList(),
                    each("5"));
        }

        @Test
        void has_at_most_a_thousand_cells_in_all() {
            PriceModel inner = matrix(9, each("2")); // 10 with the cell that it stands in

            assertThat(matrix(100, inner).currency()).isEqualTo(CurrencyUnit.USD);
            assertRefused(ErrorCode.INVALID_PRICE, "cells", () -> matrix(101, inner));
            assertRefused(ErrorCode.INVALID_PRICE, "cells", () -> matrix(101, PriceModel.bucketed(inner)));
            assertRefused(
                    ErrorCode.INVALID_PRICE,
                    "cells",
                    () -> PriceModel.matrix(
                            List.of("size"),
                            List.of(new MatrixCell(List.of("s"), each("1"))),
                            matrix(1000, each("2"))));
        }
    }

    @Nested
    class Buckets {
        private final PriceModel model = PriceModel.bucketed(PriceModel.packaged(number("100"), usd("5"), number("0")));

        @Test
        void are_priced_alone() {
            List<PricedPart> hours = Arrays.stream("50 150 200 99 0".split(" "))
                    .map(quantity -> new PricedPart(Map.of(), number(quantity), 1))
                    .toList();

            assertPrice(model, PriceInput.ofGroups(hours), "30"); // 1 + 2 + 2 + 1 + 0 packages, as Flexprice has it
        }

        @Test
        void are_asked_for() {
            assertRefused(ErrorCode.MISSING_FIELD, "parts", () -> model.price(number("499")));
        }

        @Test
        void stand_inside_each_other_four_deep_at_most() {
            PriceModel three = PriceModel.bucketed(PriceModel.bucketed(each("1")));
            PriceModel four = PriceModel.matrix(List.of("region"), List.of(), three);

            assertRefused(ErrorCode.INVALID_PRICE, "inner", () -> PriceModel.bucketed(four));
            assertRefused(
                    ErrorCode.INVALID_PRICE, "otherwise", () -> PriceModel.matrix(List.of("region"), List.of(), four));
        }

        @Test
        void do_not_look_at_events() {
            PriceModel events = PriceModel.percentage(usd("1").getCurrencyUnit(), number("1"))
                    .withFreeEvents(1);

            assertRefused(ErrorCode.INVALID_PRICE, "inner", () -> PriceModel.bucketed(events));
            assertRefused(
                    ErrorCode.INVALID_PRICE,
                    "cells",
                    () -> PriceModel.matrix(List.of("region"), List.of(new MatrixCell(List.of("eu"), events)), model));
        }
    }

    @Nested
    class Blocks {
        private final List<BlockTier> tiers = List.of(
                new BlockTier(number("100"), 10L, usd("1")),
                new BlockTier(number("1000"), 100L, usd("1")),
                new BlockTier(number("1000"), null, usd("0.5")));

        // as Kill Bill has them, but for the first and the last of each policy
        @ParameterizedTest
        @CsvSource({
            "ALL_TIERS, 0,      0",
            "ALL_TIERS, 401,    5",
            "ALL_TIERS, 1000,   10",
            "ALL_TIERS, 1000.1, 11",
            "ALL_TIERS, 5325,   15", // 10 + 5 started blocks of 1,000
            "ALL_TIERS, 101001, 110.5", // 10 + 100 + 0.5
            "TOP_TIER,  0,      0",
            "TOP_TIER,  1000,   10",
            "TOP_TIER,  101000, 101",
            "TOP_TIER,  101001, 51", // 102 x 0.5
            "TOP_TIER,  300000, 150",
        })
        void are_whole_and_in_tiers_of_their_own_size(BlockPolicy policy, String quantity, String amount) {
            assertPrice(PriceModel.blocks(policy, tiers), PriceInput.of(number(quantity)), amount);
        }

        @Test
        void end_with_an_open_tier_and_hold_something() {
            assertRefused(
                    ErrorCode.INVALID_TIERS,
                    "tiers[0].maxBlocks",
                    () -> PriceModel.blocks(BlockPolicy.ALL_TIERS, tiers.subList(0, 1)));
            assertRefused(
                    ErrorCode.INVALID_TIERS,
                    "tiers[0].maxBlocks",
                    () -> PriceModel.blocks(BlockPolicy.ALL_TIERS, List.of(tiers.get(2), tiers.get(2))));
            assertRefused(ErrorCode.INVALID_TIERS, "size", () -> new BlockTier(number("0"), 1L, usd("1")));
            assertRefused(ErrorCode.INVALID_TIERS, "maxBlocks", () -> new BlockTier(number("1"), 0L, usd("1")));
            assertRefused(ErrorCode.INVALID_TIERS, "blockAmount", () -> new BlockTier(number("1"), 1L, usd("-1")));
        }
    }

    @Nested
    class ACapacity {
        private final PriceModel model = PriceModel.capacity(
                "unit",
                List.of(
                        new CapacityTier(Map.of("FOO", number("10"), "BAR", number("100")), usd("1")),
                        new CapacityTier(Map.of("FOO", number("50"), "BAR", number("500")), usd("10")),
                        new CapacityTier(Map.of("FOO", number("75"), "BAR", number("750")), usd("100"))));

        @ParameterizedTest
        @CsvSource({"10, 100, 1", "5, 101, 10", "11, 0, 10", "75, 101, 100", "76, 101, 100"}) // as Kill Bill has them
        void is_the_smallest_that_every_group_fits_into(String foo, String bar, String amount) {
            assertPrice(
                    model, PriceInput.ofGroups(List.of(part("unit", "FOO", foo), part("unit", "BAR", bar))), amount);
        }

        @Test
        void is_the_first_where_nothing_is_used_and_for_what_no_tier_limits() {
            assertPrice(model, PriceInput.ZERO, "1");
            assertPrice(model, PriceInput.ofGroups(List.of(part("unit", "BAZ", "1000000"))), "1");
        }

        @Test
        void adds_up_what_is_of_one_group() {
            assertPrice(model, PriceInput.ofGroups(List.of(part("unit", "FOO", "6"), part("unit", "FOO", "6"))), "10");
        }

        @Test
        void has_a_tier_without_negative_values() {
            assertRefused(ErrorCode.INVALID_TIERS, "tiers", () -> PriceModel.capacity("unit", List.of()));
            assertRefused(ErrorCode.INVALID_TIERS, "amount", () -> new CapacityTier(Map.of(), usd("-1")));
            assertRefused(
                    ErrorCode.INVALID_TIERS,
                    "most[FOO]",
                    () -> new CapacityTier(Map.of("FOO", number("-1")), usd("1")));
        }
    }

    @Test
    void events_and_totals_are_not_negative_and_groups_may_be() {
        PricedPart less = PricedPart.event(number("-1"));
        assertRefused(ErrorCode.NEGATIVE_QUANTITY, "parts", () -> PriceInput.ofEvents(List.of(less)));
        assertThat(PriceInput.ofGroups(List.of(less)).quantity()).isZero();
        assertRefused(ErrorCode.INVALID_NUMBER, "count", () -> new PricedPart(Map.of(), number("1"), -1));
        assertRefused(ErrorCode.NEGATIVE_QUANTITY, "quantity", () -> PriceInput.of(number("-0.1")));
    }
}
