package io.billing4j.numbering;

import static io.billing4j.fixture.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.error.ErrorCode;
import io.billing4j.id.CustomerId;
import io.billing4j.id.EntityId;
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
            assertThat(NumberingTemplate.of(template).render(issued(JANUARY_31), sequence))
                    .isEqualTo(number);
        }

        @Test
        void has_western_digits_and_leading_zeros_on_any_machine() {
            assertThat(NumberingTemplate.of("{yyyyMMdd}-{seq:3}").render(issued(LocalDate.of(1900, 3, 4)), 5))
                    .isEqualTo("19000304-005");
        }

        @Test
        void fits_50_characters_with_the_longest_sequence() {
            // 4 + 6 + 1 + 18 = 29, and 21 more
            String template = "INV-{yyyyMM}-{seq:5}" + "x".repeat(21);

            assertThat(NumberingTemplate.of(template).render(issued(JANUARY_31), LAST_SEQUENCE))
                    .hasSize(50);
            assertRefused(ErrorCode.INVALID_TEMPLATE, "template", () -> NumberingTemplate.of(template + "x"));
        }

        @ParameterizedTest
        @ValueSource(longs = {Long.MIN_VALUE, -1, 0, LAST_SEQUENCE + 1, Long.MAX_VALUE})
        void counts_from_one_to_eighteen_nines(long sequence) {
            assertRefused(
                    ErrorCode.INVALID_NUMBER,
                    "sequence",
                    () -> NumberingTemplate.of("{seq}").render(issued(JANUARY_31), sequence));
            assertThat(NumberingTemplate.of("{seq}").render(issued(JANUARY_31), LAST_SEQUENCE))
                    .isEqualTo("999999999999999999");
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
                    "{Customer}-{seq}",
                    "{customer:5}-{seq}",
                    "{account}-{seq}",
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
                    .isEqualTo(
                            "cannot be read from character 10 on: text is of A-Z a-z 0-9 - _ . / #, and tokens stand in {}");
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
            assertThat(template.scopeKey(issued(JANUARY_31))).isEqualTo(scopeKey);
        }

        @ParameterizedTest
        @CsvSource({
            "INV-{yyyyMM}-{seq}, YEARLY, 2025",
            "INV-{yyyyMM}-{seq}, NEVER, ''",
            "INV-{yyyy}-{seq}, NEVER, ''",
        })
        void may_restart_less_often(String text, SequenceReset reset, String scopeKey) {
            assertThat(new NumberingTemplate(text, reset).scopeKey(issued(JANUARY_31)))
                    .isEqualTo(scopeKey);
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
                if (scopes.add(template.scopeKey(issued(date)))) {
                    for (long sequence = 1; sequence <= 1100; sequence++) {
                        numbers.add(template.render(issued(date), sequence));
                        rendered++;
                    }
                }
            }

            assertThat(numbers).hasSize(rendered);
        }
    }

    @Nested
    class KeysInANumber {
        @ParameterizedTest
        @CsvSource({
            "'{customer}-{seq:3}',           'ACME.1-007'",
            "'{seq:3}-{customer}',           '007-ACME.1'",
            "'{entity}/{customer}-{seq}',    'berlin/ACME.1-7'",
            "'{customer}#{entity}-{yyyy}{seq:2}', 'ACME.1#berlin-202507'",
            "'{invoice}-CN{seq:3}',          'INV-1-CN007'"
        })
        void stand_as_they_are(String template, String number) {
            NumberedDocument document =
                    new NumberedDocument(CustomerId.of("ACME.1"), EntityId.of("berlin"), JANUARY_31, "INV-1");

            assertThat(NumberingTemplate.of(template).render(document, 7)).isEqualTo(number);
        }

        @ParameterizedTest
        @CsvSource({
            "'{customer}-{seq}', CUSTOMER, /ACME",
            "'{customer}-{yyyy}-{seq}', CUSTOMER, 2025/ACME",
            "'{customer}-{yyyyMM}-{seq}', CUSTOMER, 202501/ACME",
            "'{customer}-{yyyyMM}-{seq}', ENTITY, 202501",
            "'{entity}-{seq}', ENTITY, ''",
            "'{invoice}-CN{seq}', INVOICE, /INV-1"
        })
        void are_what_a_sequence_counts_by_if_it_is_told_so(String text, SequenceCounter counter, String scopeKey) {
            NumberedDocument document =
                    new NumberedDocument(CustomerId.of("ACME"), EntityId.of("berlin"), JANUARY_31, "INV-1");

            assertThat(NumberingTemplate.of(text, counter).scopeKey(document)).isEqualTo(scopeKey);
        }

        @ParameterizedTest
        @CsvSource({
            "'INV-{seq}', CUSTOMER",
            "'{entity}-{seq}', CUSTOMER",
            "'{customer}-{seq}', INVOICE",
            "'{customer}-{customer}-{seq}', ENTITY",
            "'{entity}/{entity}-{seq}', ENTITY"
        })
        void have_to_be_there_once_if_they_count(String text, SequenceCounter counter) {
            assertRefused(ErrorCode.INVALID_TEMPLATE, "template", () -> NumberingTemplate.of(text, counter));
        }

        @Test
        void give_the_number_more_than_50_characters_only_to_be_refused() {
            NumberingTemplate template = NumberingTemplate.of("{customer}-{seq}");
            // 40 + 1 + 9 = 50
            NumberedDocument longest = document("c".repeat(40), "main", JANUARY_31);

            assertThat(template.roomForKeys()).isEqualTo(40);
            assertThat(template.render(longest, 999_999_999)).hasSize(50);
            assertRefused(ErrorCode.NUMBER_TOO_LONG, "invoiceNumber", () -> template.render(longest, 1_000_000_000));
            assertRefused(
                    ErrorCode.NUMBER_TOO_LONG,
                    "invoiceNumber",
                    () -> template.render(document("c".repeat(64), "main", JANUARY_31), 1));
        }

        @Test
        void need_room_for_at_least_one_character_each() {
            // 2 keys, 9 digits, 39 literal characters
            String full = "{entity}/{customer}-{seq}" + "x".repeat(37);

            assertThat(NumberingTemplate.of(full).roomForKeys()).isEqualTo(2);
            assertRefused(ErrorCode.INVALID_TEMPLATE, "template", () -> NumberingTemplate.of(full + "x"));
        }

        @Test
        void of_an_invoice_are_for_documents_that_credit_one() {
            NumberingTemplate template = NumberingTemplate.of("{invoice}-CN{seq:3}", SequenceCounter.INVOICE);

            assertRefused(ErrorCode.INVALID_TEMPLATE, "template", () -> template.render(issued(JANUARY_31), 1));
            assertRefused(ErrorCode.INVALID_TEMPLATE, "template", () -> template.scopeKey(issued(JANUARY_31)));
        }
    }

    @Nested
    class TokensThatRunIntoEachOther {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{customer}{seq}", // a1 and 2, a and 12
                    "{seq}{customer}",
                    "{customer}{entity}-{seq}", // ab and c, a and bc
                    "{entity}-{customer}-{seq}", // a-b and c, a and b-c
                    "{customer}:{entity}/{seq}",
                    "{customer}{yyyy}{seq}",
                    "{seq:18}{entity}",
                    "{seq}{yyyy}{customer}",
                    "{customer}-{seq}-{entity}", // a-1 and 2 and b, a and 1 and 2-b
                })
        void are_refused(String template) {
            assertRefused(ErrorCode.INVALID_TEMPLATE, "template", () -> NumberingTemplate.of(template));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{customer}-{seq}",
                    "{seq}-{customer}",
                    "{customer}X{seq}", // the last X ends the key
                    "{customer}{yyyyMM}-{seq}", // six digits before the last dash
                    "{yyyyMM}{customer}-{seq}",
                    "{entity}/{customer}-{seq}",
                    "{entity}/{customer}/{seq}",
                    "{customer}#{entity}-{yyyy}-{seq}",
                    "{customer}/{seq}/{entity}",
                    "{invoice}-CN{seq:3}",
                })
        void are_taken_where_something_keeps_them_apart(String template) {
            assertThat(NumberingTemplate.of(template).text()).isEqualTo(template);
        }
    }

    @Nested
    class AnotherTemplate {
        @ParameterizedTest
        @CsvSource({
            "'INV-{seq}',           'INV-{seq:5}'", // the same counter goes on
            "'INV-{seq:5}',         'INV-{seq}'",
            "'INV-{seq}',           'R-{seq}'",
            "'INV-{seq}',           'INV-{yyyy}-{seq}'",
            "'INV-{yyyy}-{seq}',    'INV-{yyyyMM}-{seq}'", // 2025- and 202501
            "'INV-{yyyyMM}-{seq}',  'INV-{yyyyMM}-{seq:8}'",
            "'{customer}-{seq}',    '{customer}/{seq}'",
            "'{customer}-{seq}',    'INV-{seq}'", // a customer may be called INV, but all count together
        })
        void may_follow_where_its_numbers_are_others(String previous, String next) {
            assertThat(NumberingTemplate.of(next).mayRepeat(NumberingTemplate.of(previous)))
                    .isFalse();
        }

        @ParameterizedTest
        @CsvSource({
            "'INV-{seq}',           'INV-{yyyy}{seq}'", // 20251 of old, 1 of 2025
            "'INV-{yyyyMM}-{seq}',  'INV-{MM}{yyyy}-{seq}'", // 202002 was February 2020
            "'INV-{yyyy}-{seq}',    'INV-{MM}{dd}-{seq}'",
            "'{customer}-{seq}',    '{entity}-{seq}'",
            "'{seq}-{yyyy}',        '{yyyy}-{seq}'",
        })
        void may_not_where_one_could_be_alike(String previous, String next) {
            assertThat(NumberingTemplate.of(next).mayRepeat(NumberingTemplate.of(previous)))
                    .isTrue();
        }

        @ParameterizedTest
        @CsvSource({
            "NEVER, ENTITY, NEVER, ENTITY, false",
            "NEVER, ENTITY, YEARLY, ENTITY, true",
            "MONTHLY, ENTITY, YEARLY, ENTITY, true",
            "MONTHLY, CUSTOMER, MONTHLY, CUSTOMER, false",
            "MONTHLY, ENTITY, MONTHLY, CUSTOMER, true",
        })
        void of_the_same_text_may_follow_only_with_the_same_counter(
                SequenceReset before,
                SequenceCounter counterBefore,
                SequenceReset after,
                SequenceCounter counter,
                boolean repeats) {
            String text = "{customer}-{yyyyMM}-{seq}";

            assertThat(new NumberingTemplate(text, after, counter)
                            .mayRepeat(new NumberingTemplate(text, before, counterBefore)))
                    .isEqualTo(repeats);
        }
    }

    @Nested
    class TheTemplateOfOtherDocuments {
        @ParameterizedTest
        @CsvSource({
            "'CN-{yyyyMM}-{seq:5}',  'INV-{yyyyMM}-{seq:5}'",
            "'CN-{seq}',             'CNX-{seq}'", // X is no dash
            "'CN{seq}',              '{yyyy}-{seq}'", // a year has no C
            "'CN-{seq}',             '{entity}/{seq}'", // no dash for the slash
            "'{invoice}-CN{seq:3}',  'INV-{yyyyMM}-{seq:5}'", // before the last digits an N, and there a dash
            "'{invoice}-CN{seq:3}',  '{customer}-{seq}'",
            "'{seq:4}-{yyyy}',       '{seq:4}-{dd}'", // four digits at the end, and there two
        })
        void numbers_them_side_by_side_where_no_text_is_of_both(String one, String another) {
            assertEqual(one, another, false);
        }

        @ParameterizedTest
        @CsvSource({
            "'CN-{yyyyMM}-{seq:5}',  '{customer}-{seq:5}'", // CN-202501-00001 is the first of the customer CN-202501,
            // too
            "'CN-{yyyyMM}-{seq:5}',  '{customer}-{seq}'", // CN-202501-123456, where no zeros are in front
            "'INV-{seq:3}',          'INV-{seq:5}'", // INV-12345, though one may follow the other
            "'INV-{seq}',            'INV-{seq}'",
            "'{invoice}-CN{seq:3}',  '{customer}-CN{seq:3}'", // an invoice may be called as a customer
            "'{invoice}/{seq}',      'INV/{yyyy}/{seq}'", // the note 1 on INV/2025, the invoice 1 of 2025
            "'{seq:4}-{yyyy}',       '{yyyy}-{seq:4}'", // 2025-2024
        })
        void does_not_where_a_text_may_be_of_both(String one, String another) {
            assertEqual(one, another, true);
        }

        private void assertEqual(String one, String another, boolean expected) {
            NumberingTemplate first = NumberingTemplate.of(one);
            NumberingTemplate second = NumberingTemplate.of(another);

            assertThat(first.mayEqual(second)).isEqualTo(expected);
            assertThat(second.mayEqual(first)).isEqualTo(expected);
        }
    }

    private static NumberedDocument issued(LocalDate date) {
        return document("acme", "main", date);
    }

    private static NumberedDocument document(String customer, String entity, LocalDate date) {
        return NumberedDocument.of(CustomerId.of(customer), EntityId.of(entity), date);
    }
}
