package io.billing4j.money;

import static io.billing4j.fixture.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.billing4j.error.ErrorCode;
import java.math.BigDecimal;
import org.joda.money.BigMoney;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CurrenciesTest {
    private static final CurrencyUnit JPY = CurrencyUnit.JPY;
    private static final CurrencyUnit USD = CurrencyUnit.USD;

    @Nested
    class ACurrency {
        @ParameterizedTest
        @CsvSource({"JPY, 0", "USD, 2", "EUR, 2", "KWD, 3", "CLF, 4"})
        void goes_by_its_iso_4217_code(String code, int decimals) {
            CurrencyUnit currency = Currencies.currency("currency", code);

            assertThat(currency.getCode()).isEqualTo(code);
            assertThat(currency.getDecimalPlaces()).isEqualTo(decimals);
        }

        @ParameterizedTest
        @ValueSource(strings = {"usd", "US", "USDD", "840", "ABC", " USD", "ＵＳＤ", "$"})
        void of_any_other_code_is_refused(String code) {
            assertRefused(ErrorCode.INVALID_CURRENCY, "currency", () -> Currencies.currency("currency", code));
        }

        @Test
        void is_required() {
            assertRefused(ErrorCode.MISSING_FIELD, "currency", () -> Currencies.currency("currency", ""));
        }

        @Test
        void has_to_be_the_same_for_amounts_that_belong_together() {
            assertThatCode(() -> Currencies.requireSame("price", USD, CurrencyUnit.of("USD")))
                    .doesNotThrowAnyException();
            assertRefused(ErrorCode.CURRENCY_MISMATCH, "price", () -> Currencies.requireSame("price", USD, JPY));
        }
    }

    @Nested
    class AnAmount {
        @ParameterizedTest
        @CsvSource({"USD, 150.74", "USD, 150.740", "USD, 1E+2", "USD, -0.01", "JPY, 100", "JPY, 100.0", "KWD, 1.234"})
        void may_have_the_decimals_of_its_currency(String code, BigDecimal amount) {
            Money money = Currencies.money("amount", CurrencyUnit.of(code), amount);

            assertThat(money.getAmount()).isEqualByComparingTo(amount);
            assertThat(money.getScale()).isEqualTo(CurrencyUnit.of(code).getDecimalPlaces());
        }

        @ParameterizedTest
        @CsvSource({"USD, 0.001", "USD, 150.745", "JPY, 0.5", "KWD, 0.0001", "CLF, 0.00001"})
        void with_more_is_refused_and_never_rounded(String code, BigDecimal amount) {
            assertRefused(
                    ErrorCode.INVALID_AMOUNT,
                    "amount",
                    () -> Currencies.money("amount", CurrencyUnit.of(code), amount));
        }

        @Test
        void with_an_exponent_that_explodes_is_refused_as_a_number() {
            assertRefused(
                    ErrorCode.INVALID_NUMBER,
                    "amount",
                    () -> Currencies.money("amount", USD, new BigDecimal("1E+1000000000")));
            assertRefused(
                    ErrorCode.INVALID_NUMBER,
                    "amount",
                    () -> Currencies.money("amount", USD, new BigDecimal("1E-1000000000")));
        }
    }

    @Nested
    class AUnitPrice {
        @Test
        void may_have_more_decimals_than_its_currency_and_is_canonical() {
            assertThat(Currencies.unitPrice("unitAmount", JPY, new BigDecimal("0.000150")))
                    .hasToString("JPY 0.00015");
            assertThat(Currencies.canonical("unitAmount", BigMoney.parse("USD 20.000")))
                    .hasToString("USD 20")
                    .isEqualTo(Currencies.canonical("unitAmount", BigMoney.parse("USD 20.00")));
        }

        @Test
        void has_at_most_18_decimals() {
            assertRefused(
                    ErrorCode.INVALID_NUMBER,
                    "unitAmount",
                    () -> Currencies.unitPrice("unitAmount", USD, new BigDecimal("1E-19")));
        }
    }
}
