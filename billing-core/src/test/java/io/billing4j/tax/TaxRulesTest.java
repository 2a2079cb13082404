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
import io.billing4j.id.TaxId;
import io.billing4j.id.TaxRuleId;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Facts, and where they are from; what was before them is left out. Canada, Excise Tax Act, sections 165 and 277.1 with Schedule VIII:
 * GST of 5 % since 2008; HST of 13 % in Ontario since 1 July 2010, of 12 % in British Columbia from then to 1 April 2013, of 15 % in
 * Nova Scotia from then to 1 April 2025 and of 14 % since. British Columbia, Provincial Sales Tax Act: PST of 7 % since 1 April 2013.
 * Québec, Act respecting the Québec sales tax: QST of 9.5 % on price and GST in 2012, of 9.975 % on the price alone since 2013. Alberta
 * has none. Germany, sections 12 and 28 (1) UStG: 19 %, but 16 % from 1 July to 31 December 2020.
 */
class TaxRulesTest {
    private static final TaxComponent GST = tax("gst", "5");
    private static final TaxRules CANADA = new TaxRules(List.of(
            due("gst", "CA", "2008-01-01", GST),
            until(due("hst-bc", "CA-BC", "2010-07-01", tax("gst", "12")), "2013-04-01"),
            due("pst-bc", "CA-BC", "2013-04-01", tax("pst-bc", "7")),
            until(quebec("qst-2012", "2012-01-01", "9.5", true), "2013-01-01"),
            quebec("qst-2013", "2013-01-01", "9.975", false),
            due("hst-on", "CA-ON", "2010-07-01", tax("gst", "13")),
            until(due("hst-ns", "CA-NS", "2010-07-01", tax("gst", "15")), "2025-04-01"),
            due("hst-ns-2025", "CA-NS", "2025-04-01", tax("gst", "14"))));

    @ParameterizedTest
    @CsvSource({
        "CA,    2023-11-01, gst 5 %",
        "CA-AB, 2023-11-01, gst 5 %",
        "CA-BC, 2023-11-01, gst 5 %; pst-bc 7 %",
        "CA-BC, 2013-03-31, gst 12 %",
        "CA-QC, 2012-12-31, gst 5 %; qst 9.5 % *",
        "CA-QC, 2013-01-01, gst 5 %; qst 9.975 %",
        "CA-ON, 2010-06-30, gst 5 %",
        "CA-ON, 2010-07-01, gst 13 %",
        "CA-NS, 2025-03-31, gst 15 %",
        "CA-NS, 2025-04-01, gst 14 %",
        "CA-NS, 2007-12-31, ''",
        "US-NY, 2023-11-01, ''",
    })
    void of_canada_add_up_or_take_the_place_of_the_countrys(String place, String day, String expected) {
        assertThat(shown(CANADA, place, day)).isEqualTo(expected);
    }

    @Test
    void of_one_set_come_to_the_same_in_any_order() {
        List<TaxRule> backwards = new ArrayList<>(CANADA.rules());
        Collections.reverse(backwards);

        assertThat(shown(new TaxRules(backwards), "CA-QC", "2012-06-01")).isEqualTo("gst 5 %; qst 9.5 % *");
    }

    @ParameterizedTest
    @CsvSource({
        "2020-06-30, vat 19 %",
        "2020-07-01, vat 16 %",
        "2020-12-31, vat 16 %",
        "2021-01-01, vat 19 %",
    })
    void of_a_time_are_due_in_that_time(String day, String expected) {
        TaxRules germany = new TaxRules(List.of(
                until(due("19-before", "DE", "2007-01-01", tax("vat", "19")), "2020-07-01"),
                until(due("16", "DE", "2020-07-01", tax("vat", "16")), "2021-01-01"),
                due("19-again", "DE", "2021-01-01", tax("vat", "19"))));

        assertThat(shown(germany, "DE", day)).isEqualTo(expected);
    }

    @Nested
    class ForEverywhere {
        private final TaxRules rules = new TaxRules(List.of(
                notDue("export", "*", "2020-01-01", EXPORT),
                due("de", "DE", "2020-01-01", tax("vat", "19")),
                due("us-ny", "US-NY", "2020-01-01", tax("ny", "4"))));

        @Test
        void are_for_places_that_have_none_of_their_own() {
            assertThat(shown(rules, "JP", "2023-11-01")).isEqualTo("OUT_OF_SCOPE");
            assertThat(shown(rules, "DE", "2023-11-01")).isEqualTo("vat 19 %");
            assertThat(shown(rules, "DE-BY", "2023-11-01")).isEqualTo("vat 19 %");
            assertThat(shown(rules, "US-NY", "2023-11-01")).isEqualTo("ny 4 %");
            assertThat(shown(rules, "US-CA", "2023-11-01")).isEqualTo("OUT_OF_SCOPE");
        }

        @Test
        void are_not_added_to_those_of_a_place() {
            TaxRules levied = new TaxRules(List.of(
                    due("levy", "*", "2020-01-01", tax("levy", "1")),
                    until(due("de", "DE", "2020-01-01", tax("vat", "19")), "2024-01-01")));

            assertThat(shown(levied, "DE", "2023-12-31")).isEqualTo("vat 19 %");
            assertThat(shown(levied, "DE", "2024-01-01")).isEqualTo("levy 1 %");
        }
    }

    @Nested
    class ThatHaveNothingDue {
        /** The Canary Islands are outside the territory of VAT: Directive 2006/112/EC, article 6 (1) (b). */
        @Test
        void in_a_region_go_before_the_taxes_of_the_country() {
            TaxRules spain = new TaxRules(List.of(
                    due("es", "ES", "2012-09-01", tax("vat", "21")), notDue("canary", "ES-CN", "2012-09-01", EXPORT)));

            assertThat(shown(spain, "ES-CN", "2023-11-01")).isEqualTo("OUT_OF_SCOPE");
            assertThat(shown(spain, "ES-MD", "2023-11-01")).isEqualTo("vat 21 %");
        }

        @Test
        void in_a_country_leave_the_taxes_of_its_regions() {
            TaxRules states = new TaxRules(List.of(
                    notDue("us", "US", "2020-01-01", EXEMPT), due("ny", "US-NY", "2020-01-01", tax("ny", "4"))));

            assertThat(shown(states, "US-NY", "2023-11-01")).isEqualTo("ny 4 %");
            assertThat(shown(states, "US-OR", "2023-11-01")).isEqualTo("EXEMPT");
        }
    }

    @Test
    void of_a_category_are_for_nothing_else() {
        TaxCategory books = TaxCategory.of("books");
        TaxRules germany = new TaxRules(List.of(
                due("standard", "DE", "2021-01-01", tax("vat", "19")),
                Rules.of(books, due("reduced", "DE", "2021-01-01", tax("vat", "7")))));

        assertThat(shown(germany.treatment(books, TaxPlace.of("DE"), day("2023-11-01"), TaxBehavior.EXCLUSIVE)))
                .isEqualTo("vat 7 %");
        assertThat(germany.treatment(
                        TaxCategory.of("food"), TaxPlace.of("DE"), day("2023-11-01"), TaxBehavior.EXCLUSIVE))
                .isEmpty();
    }

    @Test
    void say_nothing_of_whether_prices_hold_them() {
        assertThat(CANADA.treatment(TaxCategory.STANDARD, TaxPlace.of("CA"), day("2023-11-01"), TaxBehavior.INCLUSIVE))
                .contains(TaxTreatment.inclusive(GST));
    }

    @Test
    void of_lower_ordinals_come_first_and_of_equal_ones_by_tax() {
        TaxRules rules = new TaxRules(List.of(
                at(1, due("1", "BR", "2020-01-01", tax("a", "1"))),
                at(0, due("2", "BR", "2020-01-01", tax("c", "2"))),
                at(0, due("3", "BR", "2020-01-01", tax("b", "3"))),
                at(0, due("4", "BR-SP", "2020-01-01", tax("d", "4")))));

        assertThat(shown(rules, "BR-SP", "2023-11-01")).isEqualTo("b 3 %; c 2 %; d 4 %; a 1 %");
    }

    @Nested
    class HaveRoom {
        @Test
        void for_what_contradicts_none_of_them() {
            CANADA.requireRoomFor(due("pst-mb", "CA-MB", "2019-07-01", tax("pst-mb", "7")), "from");
            TaxRules.NONE.requireRoomFor(due("gst", "CA", "2008-01-01", GST), "from");
        }

        @Test
        void for_none_that_contradicts_one_which_is_named() {
            assertThat(assertRefused(
                            ErrorCode.TAX_RULES_CONTRADICT,
                            "from",
                            () -> CANADA.requireRoomFor(due("hst", "CA-NS", "2025-03-31", tax("gst", "15")), "from")))
                    .hasMessageContaining("rule hst-ns is for the same, from 2010-07-01 on until 2025-04-01");
        }

        @Test
        void for_one_of_them_that_ends_otherwise() {
            TaxRule scotia = Objects.requireNonNull(CANADA.rules().get(6));

            CANADA.requireRoomFor(until(scotia, "2024-04-01"), "until");
            assertThat(assertRefused(
                            ErrorCode.TAX_RULES_CONTRADICT,
                            "until",
                            () -> CANADA.requireRoomFor(until(scotia, "2025-04-02"), "until")))
                    .hasMessageContaining("rule hst-ns-2025 is for the same, from 2025-04-01 on");
        }

        /** Five of the region and five of its country are ten, as many as a line may have. */
        @Test
        void for_five_taxes_on_a_day() {
            List<TaxRule> five = IntStream.range(0, 5)
                    .mapToObj(i -> until(
                            due("r" + i, "BR-SP", "2020-01-0" + (i + 1), tax("t" + i, "1")), "2020-02-0" + (i + 1)))
                    .toList();
            TaxRule sixth = due("sixth", "BR-SP", "2020-02-01", tax("sixth", "1"));

            new TaxRules(five.subList(0, 4)).requireRoomFor(five.get(4), "from");
            // r0 has gone when it begins
            new TaxRules(five).requireRoomFor(sixth, "from");
            new TaxRules(five)
                    .requireRoomFor(
                            until(due("sixth", "BR-SP", "2019-01-01", tax("sixth", "1")), "2020-01-05"), "from");
            assertRefused(
                    ErrorCode.INVALID_BATCH,
                    "from",
                    () -> new TaxRules(five)
                            .requireRoomFor(due("sixth", "BR-SP", "2019-01-01", tax("sixth", "1")), "from"));
            assertRefused(
                    ErrorCode.INVALID_BATCH,
                    "from",
                    () -> new TaxRules(five)
                            .requireRoomFor(due("sixth", "BR-SP", "2020-01-31", tax("sixth", "1")), "from"));
        }
    }

    private static TaxRule quebec(String id, String from, String percent, boolean compound) {
        TaxComponent qst = new TaxComponent(TaxId.of("qst"), "qst", new BigDecimal(percent), compound);
        return at(1, due(id, "CA-QC", from, qst));
    }

    private static TaxRule at(int ordinal, TaxRule rule) {
        TaxComponent component = ((TaxRule.Due) rule.effect()).component();
        return new TaxRule(
                TaxRuleId.of(rule.id().value()),
                rule.category(),
                rule.place(),
                rule.from(),
                rule.until(),
                new TaxRule.Due(component, ordinal));
    }

    private static LocalDate day(String text) {
        return LocalDate.parse(text);
    }

    private static String shown(TaxRules rules, String place, String day) {
        return shown(rules.treatment(
                TaxCategory.STANDARD,
                Objects.requireNonNull(Rules.place(place)),
                LocalDate.parse(day),
                TaxBehavior.EXCLUSIVE));
    }

    /** Taxes in their order, a compound one with a star; why there is none. */
    private static String shown(Optional<TaxTreatment> treatment) {
        return treatment
                .map(found -> found instanceof TaxTreatment.Untaxed none
                        ? none.why().name()
                        : found.components().stream()
                                .map(component -> component + (component.compound() ? " *" : ""))
                                .collect(Collectors.joining("; ")))
                .orElse("");
    }
}
