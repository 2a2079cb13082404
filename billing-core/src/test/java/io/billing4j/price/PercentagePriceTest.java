package io.billing4j.price;

import static io.billing4j.fixture.Refusals.assertRefused;
import static io.billing4j.price.PriceTable.number;
import static io.billing4j.price.PriceTable.usd;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.error.ErrorCode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.joda.money.BigMoney;
import org.joda.money.CurrencyUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PercentagePriceTest {
    private static final PercentagePrice ONE_PERCENT = PriceModel.percentage(CurrencyUnit.USD, number("1"));

    private static void assertPrice(PriceModel model, String events, String amount) {
        List<PricedPart> parts = Arrays.stream(events.split(" "))
                .map(event -> PricedPart.event(number(event)))
                .toList();

        assertThat(model.price(PriceInput.ofEvents(parts)).amount().getAmount())
                .as("%s of %s", events, model)
                .isEqualByComparingTo(amount);
    }

    @Nested
    class ARateAlone {
        @Test
        void is_taken_of_the_total() {
            assertThat(ONE_PERCENT.partsNeeded()).isEqualTo(PartsNeeded.NONE);
            PriceTable.assertPrice(ONE_PERCENT, "250", "2.5");
            PriceTable.assertPrice(ONE_PERCENT, "0", "0");
        }

        @Test
        void is_exact_for_a_quintillion_at_sixteen_decimals() {
            PriceModel model = PriceModel.percentage(CurrencyUnit.USD, number("0.0000000000000001"));

            PriceTable.assertPrice(model, "1000000000000000000", "1"); // 10^18 x 10^-16 / 100
        }

        @Test
        void is_between_nothing_and_all() {
            for (String percent : List.of("-1", "100.01", "0.00000000000000001")) {
                assertRefused(
                        ErrorCode.INVALID_NUMBER,
                        "ratePercent",
                        () -> PriceModel.percentage(CurrencyUnit.USD, number(percent)));
            }
        }
    }

    @Nested
    class FreeEvents {
        private final PriceModel model = ONE_PERCENT.withFreeEvents(2).withFixedPerEvent(usd("5"));

        @ParameterizedTest
        @CsvSource({"100, 0", "100 100, 0", "100 100 300, 8", "100 100 0, 5"}) // the third: 3 + 5
        void are_the_first_ones(String events, String amount) {
            assertPrice(model, events, amount);
        }
    }

    @Nested
    class AFreeAmount {
        private final PriceModel model = ONE_PERCENT.withFreeAmount(usd("15")).withFixedPerEvent(usd("5"));

        @ParameterizedTest
        @CsvSource({
            "14.99,   0",
            "15,      5", // the event that reaches it is not wholly free: 0 x 1 % + 5
            "4 4 4 4, 5.01", // 12 free, then 3 of 4: 1 x 1 % + 5, as Lago has it
            "20 10,   10.15", // (5 + 10) x 1 % + 2 x 5
            "0 0 20,  5.05",
        })
        void ends_inside_the_event_that_reaches_it(String events, String amount) {
            assertPrice(model, events, amount);
        }
    }

    @Nested
    class FreeEventsAndAFreeAmount {
        private final PriceModel model =
                ONE_PERCENT.withFreeEvents(3).withFreeAmount(usd("15")).withFixedPerEvent(usd("5"));

        @ParameterizedTest
        @CsvSource({
            "1 1 1,    0",
            "1 1 1 1,  5.01", // the fourth event, though 12 of the amount are left
            "10 10 10, 10.15", // 15 of 20 reached by the second: (5 + 10) x 1 % + 2 x 5, as Lago has it
        })
        void end_with_whichever_ends_first(String events, String amount) {
            assertPrice(model, events, amount);
        }
    }

    @Nested
    class BoundsOfAnEvent {
        private final PercentagePrice model =
                ONE_PERCENT.withFixedPerEvent(usd("1")).withBoundsPerEvent(usd("1.75"), usd("12"));

        @ParameterizedTest
        @CsvSource({
            "50,             1.75", // 1.50
            "75,             1.75",
            "100 1000,       13", // 2 + 11, as Lago has it
            "1100,           12",
            "100 1000 10000, 25", // 101 is at most 12
        })
        void hold_for_its_rate_and_fixed_amount_together(String events, String amount) {
            assertPrice(model, events, amount);
        }

        @Test
        void do_not_cross() {
            assertRefused(
                    ErrorCode.INVALID_NUMBER,
                    "maximumPerEvent",
                    () -> ONE_PERCENT.withBoundsPerEvent(usd("2"), usd("1.99")));
        }
    }

    @Test
    void equal_events_in_a_row_cost_what_each_of_them_costs() {
        PriceModel model = ONE_PERCENT
                .withFreeEvents(40)
                .withFreeAmount(usd("95"))
                .withFixedPerEvent(usd("0.1"))
                .withBoundsPerEvent(usd("0.15"), usd("1"));
        PricedPart one = PricedPart.event(number("10"));
        PricedPart thousand = new PricedPart(Map.of(), number("10"), 1000);

        Price together = model.price(PriceInput.ofEvents(List.of(thousand)));

        // 9 are free; the tenth costs the rate on 5 and 0.1, which is 0.15; then 990 at 0.1 + 0.1
        assertThat(together.amount().getAmount()).isEqualByComparingTo("198.15");
        assertThat(model.price(PriceInput.ofEvents(java.util.Collections.nCopies(1000, one))))
                .isEqualTo(together);
        assertThat(together.steps()).hasSizeLessThanOrEqualTo(4);
    }

    @Test
    void asks_for_events_unless_the_total_is_enough() {
        PriceModel model = ONE_PERCENT.withFreeEvents(1);

        assertThat(model.partsNeeded()).isEqualTo(PartsNeeded.EVENTS);
        assertRefused(ErrorCode.MISSING_FIELD, "parts", () -> model.price(number("10")));
    }

    @Test
    void has_one_currency_and_no_negative_amount() {
        assertRefused(
                ErrorCode.CURRENCY_MISMATCH, "freeAmount", () -> ONE_PERCENT.withFreeAmount(BigMoney.parse("EUR 1")));
        assertRefused(ErrorCode.INVALID_NUMBER, "fixedPerEvent", () -> ONE_PERCENT.withFixedPerEvent(usd("-0.01")));
        assertRefused(ErrorCode.INVALID_NUMBER, "freeEvents", () -> ONE_PERCENT.withFreeEvents(-1));
    }
}
