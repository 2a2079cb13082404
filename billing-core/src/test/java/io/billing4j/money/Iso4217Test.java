package io.billing4j.money;

import static io.billing4j.fixture.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.error.ErrorCode;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Iso4217Test {
    @Nested
    class TheTable {
        @Test
        void has_the_178_codes_in_use_each_once() {
            assertThat(Iso4217.all())
                    .hasSize(178)
                    .extracting(IsoCurrency::code)
                    .isSorted()
                    .doesNotHaveDuplicates();
            assertThat(Iso4217.all()).extracting(IsoCurrency::numericCode).doesNotHaveDuplicates();
            assertThat(Iso4217.all()).allMatch(currency -> currency.code().matches("[A-Z]{3}"));
        }

        @ParameterizedTest
        @CsvSource({
            "JPY, 392, 0",
            "USD, 840, 2",
            "ALL, 8, 2",
            "TND, 788, 3",
            "CLF, 990, 4",
            "UYW, 927, 4",
            "XAD, 396, 2"
        })
        void knows_numbers_and_minor_units(String code, int numeric, int minorUnit) {
            assertThat(Iso4217.find(code)).contains(new IsoCurrency(code, numeric, minorUnit));
        }

        @Test
        void has_13_codes_that_are_no_money() {
            assertThat(Iso4217.all().stream().filter(currency -> currency.minorUnit() == null))
                    .extracting(IsoCurrency::code)
                    .containsExactly(
                            "XAG", "XAU", "XBA", "XBB", "XBC", "XBD", "XDR", "XPD", "XPT", "XSU", "XTS", "XUA", "XXX");
        }

        @ParameterizedTest
        @ValueSource(strings = {"BGN", "HRK", "ANG", "CUC", "DEM", "SLL", "ZWL", "USS", "usd", "", "EURO"})
        void does_not_have_what_was_withdrawn_or_never_was(String code) {
            assertThat(Iso4217.find(code)).isEmpty();
        }
    }

    @Nested
    class ComparedWithJodaMoney {
        /** Joda-Money 1.0.7 lacks three codes; they are there once an engine was built. */
        @Test
        void it_has_the_same_decimals_and_numbers_after_the_table_is_adopted() {
            Iso4217.adopt();
            Iso4217.adopt();

            assertThat(Iso4217.all()).allSatisfy(currency -> {
                CurrencyUnit unit = CurrencyUnit.of(currency.code());
                assertThat(unit.getNumericCode()).isEqualTo(currency.numericCode());
                assertThat(unit.isPseudoCurrency()).isEqualTo(currency.minorUnit() == null);
                assertThat(unit.getDecimalPlaces())
                        .isEqualTo(Optional.ofNullable(currency.minorUnit()).orElse(0));
            });
            assertThat(Money.parse("UYW 1.2345").getAmount()).hasToString("1.2345");
        }

        @Test
        void it_lacks_these_and_still_has_those() {
            Set<String> ours = Iso4217.all().stream().map(IsoCurrency::code).collect(Collectors.toSet());
            Set<String> joda = CurrencyUnit.registeredCurrencies().stream()
                    .map(CurrencyUnit::getCode)
                    .collect(Collectors.toSet());

            assertThat(ours.stream().filter(code -> !joda.contains(code))).isSubsetOf("UYW", "VED", "XAD");
            assertThat(joda.stream().filter(code -> !ours.contains(code)).sorted())
                    .containsExactly(
                            "ADP", "ANG", "ATS", "BEF", "BGN", "BYR", "CUC", "CYP", "DEM", "EEK", "ESP", "FIM", "FRF",
                            "GRD", "HRK", "IEP", "ITL", "LTL", "LUF", "LVL", "MRO", "MTL", "NLG", "PTE", "RUR", "SIT",
                            "SKK", "SLL", "STD", "VEF", "XEU", "XFU", "ZWL");
        }

        @Test
        void what_is_missing_is_registered() {
            List<IsoCurrency> registered = new ArrayList<>();
            IsoCurrency yen = new IsoCurrency("JPY", 392, 0);
            IsoCurrency missing = new IsoCurrency("QQQ", 1, 2);

            Iso4217.reconcile(List.of(yen, missing), knowing("JPY"), registered::add);

            assertThat(registered).containsExactly(missing);
        }

        @ParameterizedTest
        @CsvSource({
            "JPY, 2, 'JPY has 2 decimals, Joda-Money says 0 decimals'",
            "USD, , 'USD has no minor unit, Joda-Money says 2 decimals'",
            "XAU, 0, 'XAU has 0 decimals, Joda-Money says no minor unit'"
        })
        void other_decimals_are_refused_and_nothing_is_registered(String code, Integer minorUnit, String difference) {
            List<IsoCurrency> registered = new ArrayList<>();
            List<IsoCurrency> table = List.of(new IsoCurrency("QQQ", 1, 2), new IsoCurrency(code, 2, minorUnit));

            assertThat(assertRefused(
                                    ErrorCode.CURRENCY_TABLE_MISMATCH,
                                    null,
                                    () -> Iso4217.reconcile(table, knowing("JPY", "USD", "XAU"), registered::add))
                            .detail())
                    .endsWith(difference);
            assertThat(registered).isEmpty();
        }
    }

    /** Java's table depends on its update level: 17.0.15 is the one that the list was made with. */
    @Nested
    class ComparedWithJava {
        @Test
        void it_has_the_same_decimals_and_numbers_where_it_has_the_code() {
            assertThat(Iso4217.all())
                    .filteredOn(currency -> java(currency).isPresent())
                    .allSatisfy(currency -> {
                        Currency java = java(currency).orElseThrow();
                        assertThat(java.getNumericCode()).isEqualTo(currency.numericCode());
                        assertThat(java.getDefaultFractionDigits())
                                .isEqualTo(Optional.ofNullable(currency.minorUnit())
                                        .orElse(-1));
                    });
        }

        @Test
        void it_lacks_at_most_these() {
            assertThat(Iso4217.all().stream()
                            .filter(currency -> java(currency).isEmpty())
                            .map(IsoCurrency::code))
                    .isSubsetOf("UYW", "XAD", "VED", "SLE", "XCG", "ZWG");
        }

        private static Optional<Currency> java(IsoCurrency currency) {
            return Currency.getAvailableCurrencies().stream()
                    .filter(java -> java.getCurrencyCode().equals(currency.code()))
                    .findFirst();
        }
    }

    @Nested
    class ForAmounts {
        @ParameterizedTest
        @ValueSource(strings = {"XXX", "XAU", "XTS", "XDR", "BGN", "DEM"})
        void no_other_currency_is_taken(String code) {
            assertRefused(ErrorCode.INVALID_CURRENCY, "currency", () -> Currencies.currency("currency", code));
            assertRefused(
                    ErrorCode.INVALID_CURRENCY,
                    "currency",
                    () -> Currencies.billable("currency", CurrencyUnit.of(code)));
        }

        @ParameterizedTest
        @CsvSource({"UYW, 4", "VED, 2", "XAD, 2", "UYI, 0", "MGA, 2", "MRU, 2"})
        void each_currency_has_its_own_decimals_even_without_an_engine(String code, int decimals) {
            CurrencyUnit currency = Currencies.currency("currency", code);

            assertThat(currency.getDecimalPlaces()).isEqualTo(decimals);
            assertThat(Currencies.billable("currency", currency)).isSameAs(currency);
        }
    }

    private static Function<String, Optional<CurrencyUnit>> knowing(String... codes) {
        return code -> Set.of(codes).contains(code) ? Optional.of(CurrencyUnit.of(code)) : Optional.empty();
    }
}
