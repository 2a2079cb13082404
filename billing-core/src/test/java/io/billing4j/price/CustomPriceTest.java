package io.billing4j.price;

import static io.billing4j.fixture.Refusals.assertRefused;
import static io.billing4j.price.PriceTable.number;
import static io.billing4j.price.PriceTable.usd;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.error.ErrorCode;
import java.util.List;
import java.util.Map;
import org.joda.money.BigMoney;
import org.joda.money.CurrencyUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class CustomPriceTest {
    private static final PriceModel SQUARED = PriceModel.custom("squared", 2, CurrencyUnit.USD, Map.of("unit", "0.5"));
    private static final PriceFunction SQUARE = (input, parameters, currency) -> Price.of(
            currency,
            List.of(PriceStep.of(
                    input.quantity().pow(2), BigMoney.of(currency, number(parameters.getOrDefault("unit", "0"))))));

    private static Price priced(PriceFunction function) {
        return SQUARED.price(PriceInput.of(number("3")), CustomPrices.NONE.with("squared", 2, function));
    }

    @Nested
    class APriceOfTheHost {
        @Test
        void is_what_its_function_makes_of_quantity_and_parameters() {
            assertThat(priced(SQUARE).amount()).isEqualTo(usd("4.5")); // 3 x 3 x 0.5
        }

        @Test
        void is_refused_where_no_function_of_its_name_and_version_is_registered() {
            assertRefused(ErrorCode.CUSTOM_MODEL_UNKNOWN, null, () -> SQUARED.price(number("3")));
            assertRefused(
                    ErrorCode.CUSTOM_MODEL_UNKNOWN,
                    null,
                    () -> SQUARED.price(
                            PriceInput.of(number("3")),
                            CustomPrices.NONE.with("squared", 1, SQUARE).with("cubed", 2, SQUARE)));
        }

        @Test
        void has_the_currency_it_says_and_is_not_negative() {
            Price euros = Price.of(CurrencyUnit.EUR, List.of(PriceStep.of(number("3"), BigMoney.parse("EUR 1"))));
            Price less = Price.of(CurrencyUnit.USD, List.of(PriceStep.of(number("3"), usd("-1"))));
            Price hidden = new Price(
                    usd("0"), List.of(PriceStep.of(number("3"), usd("1")), PriceStep.of(number("3"), usd("-1"))));
            Price unexplained = new Price(usd("1"), List.of());

            // 10 × −1 + 20 is 10 in a whole period and below zero in a short one.
            Price split = Price.of(CurrencyUnit.USD, List.of(new PriceStep(number("10"), usd("-1"), usd("20"))));
            Price backwards = Price.of(CurrencyUnit.USD, List.of(new PriceStep(number("-1"), usd("1"), usd("20"))));
            Price mixed = new Price(
                    usd("1"), List.of(new PriceStep(number("1"), usd("1"), usd("0"), BigMoney.parse("EUR 5"))));

            for (Price wrong : List.of(euros, less, hidden, unexplained, split, backwards, mixed)) {
                assertRefused(
                        ErrorCode.CUSTOM_PRICE_INVALID, null, () -> priced((input, parameters, currency) -> wrong));
            }
        }

        @Test
        void is_the_same_however_its_function_writes_a_number() {
            Price written = priced((input, parameters, currency) ->
                    Price.of(currency, List.of(PriceStep.of(number("1E+3"), BigMoney.of(currency, number("1"))))));

            assertThat(written.steps()).containsExactly(PriceStep.of(number("1000"), usd("1")));
        }

        @Test
        void gets_the_parts_it_asks_for() {
            PriceModel grouped = new CustomPrice("squared", 2, CurrencyUnit.USD, Map.of(), PartsNeeded.GROUPS);

            assertThat(grouped.partsNeeded()).isEqualTo(PartsNeeded.GROUPS);
            assertRefused(ErrorCode.MISSING_FIELD, "parts", () -> grouped.price(number("3")));
        }

        @Test
        void is_named_by_a_key_and_a_version_from_1() {
            assertRefused(ErrorCode.INVALID_KEY, "name", () -> PriceModel.custom("a b", 1, CurrencyUnit.USD, Map.of()));
            assertRefused(
                    ErrorCode.INVALID_NUMBER, "version", () -> PriceModel.custom("a", 0, CurrencyUnit.USD, Map.of()));
        }
    }

    @Test
    void a_version_below_1_is_not_registered() {
        assertRefused(ErrorCode.INVALID_NUMBER, "version", () -> CustomPrices.NONE.with("squared", 0, SQUARE));
        assertRefused(ErrorCode.INVALID_NUMBER, "version", () -> CustomPrices.NONE.with("squared", -1, SQUARE));
    }

    @Test
    void a_registered_version_stays_what_it_is() {
        CustomPrices customs = CustomPrices.NONE.with("squared", 2, SQUARE);

        assertRefused(ErrorCode.ALREADY_EXISTS, "version", () -> customs.with("squared", 2, SQUARE));
        assertRefused(ErrorCode.CUSTOM_MODEL_UNKNOWN, null, () -> SQUARED.price(PriceInput.ZERO, CustomPrices.NONE));
    }
}
