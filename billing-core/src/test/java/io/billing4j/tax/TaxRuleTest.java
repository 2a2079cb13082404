package io.billing4j.tax;

import static io.billing4j.fixture.Refusals.assertRefused;
import static io.billing4j.tax.Rules.EXEMPT;
import static io.billing4j.tax.Rules.EXPORT;
import static io.billing4j.tax.Rules.due;
import static io.billing4j.tax.Rules.notDue;
import static io.billing4j.tax.Rules.tax;
import static io.billing4j.tax.Rules.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.error.ErrorCode;
import io.billing4j.id.TaxCategory;
import java.time.LocalDate;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TaxRuleTest {
    private static final TaxRule VAT = due("de", "DE", "2021-01-01", tax("vat", "19"));

    @Nested
    class ATime {
        @Test
        void begins_with_its_first_day_and_does_not_have_its_last() {
            TaxRule year = until(VAT, "2022-01-01");

            assertThat(year.holds(LocalDate.parse("2020-12-31"))).isFalse();
            assertThat(year.holds(LocalDate.parse("2021-01-01"))).isTrue();
            assertThat(year.holds(LocalDate.parse("2021-12-31"))).isTrue();
            assertThat(year.holds(LocalDate.parse("2022-01-01"))).isFalse();
        }

        @Test
        void goes_on_while_there_is_no_end() {
            assertThat(VAT.holds(LocalDate.parse("9998-12-31"))).isTrue();
        }

        @Test
        void has_a_day_at_least() {
            assertThat(until(VAT, "2021-01-02").until()).isEqualTo("2021-01-02");
            assertThat(until(VAT, "2021-01-01").until()).isEqualTo("2021-01-01");
            assertRefused(ErrorCode.INVALID_DATE, "until", () -> until(VAT, "2020-12-31"));
        }

        @Test
        void may_end_on_another_day_than_was_said() {
            assertThat(until(until(VAT, "2022-01-01"), "2023-01-01").until()).isEqualTo("2023-01-01");
        }

        @Test
        void lies_in_the_years_1900_to_9998() {
            assertThat(due("de", "DE", "1900-01-01", tax("vat", "19")).from()).isEqualTo("1900-01-01");
            assertRefused(ErrorCode.INVALID_DATE, "from", () -> due("de", "DE", "1899-12-31", tax("vat", "19")));
            assertThat(until(VAT, "9998-12-31").until()).isEqualTo("9998-12-31");
            assertRefused(ErrorCode.INVALID_DATE, "until", () -> until(VAT, "9999-01-01"));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 100})
    void has_an_ordinal_of_at_most_two_digits(int ordinal) {
        assertRefused(ErrorCode.INVALID_NUMBER, "ordinal", () -> new TaxRule.Due(tax("vat", "19"), ordinal));
        assertThat(new TaxRule.Due(tax("vat", "19"), 99).ordinal()).isEqualTo(99);
    }

    @Nested
    class Two {
        @Test
        void of_one_tax_for_the_same_contradict_each_other() {
            assertContradict(VAT, due("other", "DE", "2024-01-01", tax("vat", "20")));
        }

        @Test
        void contradict_each_other_where_one_has_nothing_due() {
            assertContradict(VAT, notDue("other", "DE", "2024-01-01", EXEMPT));
            assertContradict(notDue("one", "DE", "2024-01-01", EXPORT), notDue("other", "DE", "2024-01-01", EXEMPT));
        }

        @Test
        void of_two_taxes_go_together() {
            assertGoTogether(VAT, due("other", "DE", "2024-01-01", tax("levy", "1")));
        }

        @Test
        void for_two_places_go_together_even_if_one_lies_in_the_other() {
            assertGoTogether(VAT, due("other", "DE-BY", "2024-01-01", tax("vat", "20")));
            assertGoTogether(VAT, due("other", "*", "2024-01-01", tax("vat", "20")));
            assertContradict(
                    due("one", "*", "2024-01-01", tax("vat", "20")), due("other", "*", "2024-01-01", tax("vat", "21")));
        }

        @Test
        void for_two_categories_go_together() {
            assertGoTogether(VAT, Rules.of(TaxCategory.of("books"), due("other", "DE", "2024-01-01", tax("vat", "7"))));
        }

        @Test
        void follow_each_other_without_a_day_between() {
            assertGoTogether(until(VAT, "2024-01-01"), due("other", "DE", "2024-01-01", tax("vat", "20")));
            assertGoTogether(until(VAT, "2021-01-01"), due("other", "DE", "2020-12-01", tax("vat", "20")));
            assertContradict(until(VAT, "2024-01-02"), due("other", "DE", "2024-01-01", tax("vat", "20")));
        }

        private static void assertContradict(TaxRule one, TaxRule other) {
            assertThat(one.contradicts(other)).isTrue();
            assertThat(other.contradicts(one)).isTrue();
        }

        private static void assertGoTogether(TaxRule one, TaxRule other) {
            assertThat(one.contradicts(other)).isFalse();
            assertThat(other.contradicts(one)).isFalse();
        }
    }
}
