package io.billing4j.numbering;

import static io.billing4j.fixture.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.error.ErrorCode;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumberingTemplateTest {
    private static final LocalDate JANUARY_31 = LocalDate.of(2025, 1, 31);
    private static final long LAST_SEQUENCE = 999_999_999_999_999_999L;

    @Nested
    class ANumber {
        @ParameterizedTest
        @CsvSource({
            "INV-{yyyyMM}-{seq:5},   1,      INV-202501-00001",
            "INV-{yyyyMM}-{seq:5},   99999,  INV-202501-99999",
            "INV-{yyyyMM}-{seq:5},   100000, INV-202501-100000", // the width is the least one
            "{seq},                  7,      7",
            "{seq:1},                7,      7",
            "{seq:10},               7,      0000000007",
            "{seq:18},               7,      000000000000000007",
            "R.{yyyy}/{MM}/{dd}_{seq:3}#, 12, R.2025/01/31_012#",
            "{ddMMyyyy}-{seq},       7,      31012025-7",
            "{yyyy}{seq:4},          7,      20250007",
            "{seq:4}-{yyyy},         7,      0007-2025",
            "seq-{seq},              7,      seq-7",
            "yyyy-{seq},             7,      yyyy-7", // outside braces it is only text
            "{yyyy}-{yyyy}-{seq},    7,      2025-2025-7",
        })
        void is_rendered_from_issue_date_and_sequence(String template, long sequence, String number) {
            assertThat(NumberingTemplate.of(template).render(JANUARY_31, sequence))
                    .isEqualTo(number);
        }

        @Test
        void has_western_digits_and_leading_zeros_on_any_machine() {
            assertThat(NumberingTemplate.of("{yyyyMMdd}-{seq:3}").render(LocalDate.of(1900, 3, 4), 5))
                    .isEqualTo("19000304-005");
        }

        @Test
        void fits_50_characters_with_the_longest_sequence() {
            // 4 + 6 + 1 + 18 = 29, and 21 more
            String template = "INV-{yyyyMM}-{seq:5}" + "x".repeat(21);

            assertThat(NumberingTemplate.of(template).render(JANUARY_31, LAST_SEQUENCE))
                    .hasSize(50);
            assertRefused(ErrorCode.INVALID_TEMPLATE, "template", () -> NumberingTemplate.of(template + "x"));
        }
    }

    @Nested
    class ATemplate {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "INV", // no sequence
                    "{yyyyMM}",
                    "{seq}{seq}",
                    "{seq:5}-{seq:5}",
                    "{seq:0}",
                    "{seq:19}",
                    "{seq:05}",
                    "{seq:-1}",
                    "{seq:}",
                    "{seq: 5}",
                    "{SEQ}",
                    "{seq:٥}", // Arabic-Indic five
                    "{}-{seq}",
                    "{yy}-{seq}",
                    "{mm}-{seq}",
                    "{YYYY}-{seq}",
                    "{yyyy-MM}-{seq}",
                    "{yyyyM}-{seq}",
                    "{customer}-{seq}",
                    "INV-{seq",
                    "INV-seq}",
                    "INV-{{seq}}",
                    "INV {seq}",
                    "INV\n{seq}",
                    "RE№-{seq}",
                    "İ-{seq}",
                    "INV%d-{seq}",
                    "INV\\-{seq}",
                    "INV$-{seq}",
                })
        void that_cannot_be_read_is_refused(String template) {
            assertRefused(ErrorCode.INVALID_TEMPLATE, "template", () -> NumberingTemplate.of(template));
        }

        @Test
        void that_cannot_be_read_says_where() {
            assertThat(assertRefused(
                                    ErrorCode.INVALID_TEMPLATE,
                                    "template",
                                    () -> NumberingTemplate.of("INV-{seq} paid"))
                            .detail())
                    .isEqualTo("cannot be read from character 10 on");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"INV0{seq}", "INV9{seq}", "{seq}9", "INV1{seq}", "{seq}1", "{seq:5}0-{yyyy}", "2025{seq:5}"})
        void with_a_literal_digit_beside_the_sequence_is_refused(String template) {
            assertRefused(ErrorCode.INVALID_TEMPLATE, "template", () -> NumberingTemplate.of(template));
        }

        @Test
        void is_as_it_was_written() {
            assertThat(NumberingTemplate.DEFAULT).hasToString("INV-{yyyyMM}-{seq:5}");
        }

        @Test
        void of_a_million_characters_is_refused_in_a_moment() {
            assertRefused(
                    ErrorCode.INVALID_TEMPLATE,
                    "template",
                    () -> NumberingTemplate.of("{seq}" + "x".repeat(1_000_000)));
            assertRefused(ErrorCode.INVALID_TEMPLATE, "template", () -> NumberingTemplate.of("{".repeat(1_000_000)));
        }
    }

    @Nested
    class TheSequence {
        @ParameterizedTest
        @CsvSource({
            "INV-{yyyyMM}-{seq:5}, MONTHLY, 202501",
            "INV-{MM}-{yyyy}-{seq}, MONTHLY, 202501",
            "INV-{yyyyMMdd}-{seq}, MONTHLY, 202501",
            "INV-{yyyy}-{seq}, YEARLY, 2025",
            "INV-{seq}, NEVER, ''",
            "yyyyMM-{seq}, NEVER, ''", // outside braces it is only text
            "INV-{MM}-{seq}, NEVER, ''", // the month alone comes again every year
            "INV-{dd}-{seq}, NEVER, ''",
        })
        void restarts_as_often_as_the_date_in_the_number_allows(String text, SequenceReset reset, String scopeKey) {
            NumberingTemplate template = NumberingTemplate.of(text);

            assertThat(template.reset()).isEqualTo(reset);
            assertThat(template.scopeKey(JANUARY_31)).isEqualTo(scopeKey);
        }

        @ParameterizedTest
        @CsvSource({
            "INV-{yyyyMM}-{seq}, YEARLY, 2025",
            "INV-{yyyyMM}-{seq}, NEVER, ''",
            "INV-{yyyy}-{seq}, NEVER, ''",
        })
        void may_restart_less_often(String text, SequenceReset reset, String scopeKey) {
            assertThat(new NumberingTemplate(text, reset).scopeKey(JANUARY_31)).isEqualTo(scopeKey);
        }

        @ParameterizedTest
        @CsvSource({
            "INV-{seq}, MONTHLY",
            "INV-{seq}, YEARLY",
            "INV-{yyyy}-{seq}, MONTHLY",
            "INV-{MM}-{seq}, MONTHLY",
            "INV-{MM}-{seq}, YEARLY",
            "INV-{dd}-{seq}, MONTHLY",
        })
        void may_not_restart_more_often_than_the_date_shows(String text, SequenceReset reset) {
            assertRefused(ErrorCode.INVALID_TEMPLATE, "template", () -> new NumberingTemplate(text, reset));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{yyyy}{seq}",
                    "{seq}{yyyy}",
                    "{yyyyMM}{seq}",
                    "{seq}{MM}{yyyy}",
                    "{MM}{seq}{yyyy}",
                    "INV-{yyyyMM}-{seq:5}",
                    "{seq}{dd}"
                })
        void gives_no_number_twice_within_its_scopes(String text) {
            NumberingTemplate template = NumberingTemplate.of(text);
            Set<String> scopes = new HashSet<>();
            Set<String> numbers = new HashSet<>();
            int rendered = 0;
            for (LocalDate date = LocalDate.of(2024, 11, 1); date.getYear() < 2027; date = date.plusMonths(1)) {
                if (scopes.add(template.scopeKey(date))) {
                    for (long sequence = 1; sequence <= 1100; sequence++) {
                        numbers.add(template.render(date, sequence));
                        rendered++;
                    }
                }
            }

            assertThat(numbers).hasSize(rendered);
        }
    }
}
