package io.billing4j.error;

import static io.billing4j.fixture.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InputsTest {
    private static final String EMOJI = "\uD83D\uDCB6"; // U+1F4B6, one code point in two chars

    @Nested
    class AKey {
        @ParameterizedTest
        @ValueSource(strings = {"a", "0", "conv-00", "A.b_c:d-e", "..", "-"})
        void of_the_allowed_characters_is_itself(String key) {
            assertThat(Inputs.key("planId", key)).isEqualTo(key);
        }

        @Test
        void may_have_64_characters_and_not_65() {
            assertThat(Inputs.key("planId", "k".repeat(64))).hasSize(64);
            assertRefused(ErrorCode.INVALID_KEY, "planId", () -> Inputs.key("planId", "k".repeat(65)));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    " ",
                    "a b",
                    "a ",
                    "a\n", // a trailing line feed, which "$" would have let through
                    "a\u0000",
                    "a/b",
                    "é",
                    "１２", // full-width digits
                    "٣", // Arabic-Indic three
                    "а", // Cyrillic a
                    "a\u200B", // zero-width space
                    "a\uD83D" // half a character
                })
        void with_any_other_character_is_refused(String key) {
            assertRefused(ErrorCode.INVALID_KEY, "planId", () -> Inputs.key("planId", key));
        }

        @Test
        void that_is_missing_or_empty_is_refused_as_missing() {
            assertRefused(ErrorCode.MISSING_FIELD, "planId", () -> Inputs.key("planId", null));
            assertRefused(ErrorCode.MISSING_FIELD, "planId", () -> Inputs.key("planId", ""));
        }

        @Test
        void that_is_refused_is_shown_short_and_without_control_characters() {
            BillingException refusal = assertRefused(
                    ErrorCode.INVALID_KEY, "planId", () -> Inputs.key("planId", "\u001B[31m" + "x".repeat(5000)));

            assertThat(refusal.detail())
                    .contains("'?[31mxxx", "xxx…' (5005 characters)")
                    .hasSizeLessThan(300);
        }

        @Test
        void that_is_refused_is_shown_without_broken_characters() {
            // The 80th char that is shown is the first half of the emoji; and a half may be in the key itself.
            assertThat(refusalOf("x".repeat(79) + EMOJI).codePoints()).noneMatch(InputsTest::isSurrogate);
            for (String half : List.of("\uD800", "\uDBFF", "\uDC00", "\uDCB6", "\uDFFF")) {
                assertThat(refusalOf("x" + half).codePoints()).noneMatch(InputsTest::isSurrogate);
            }
            assertThat(refusalOf(EMOJI)).contains(EMOJI);
        }

        private String refusalOf(String key) {
            return assertRefused(ErrorCode.INVALID_KEY, "planId", () -> Inputs.key("planId", key))
                    .detail();
        }
    }

    @Nested
    class AText {
        @ParameterizedTest
        @ValueSource(strings = {"Assistant", "Überraschungs-Plan", "İstanbul", "計画", " padded ", "a\u2028b"})
        void of_any_script_is_itself(String text) {
            assertThat(Inputs.text("name", text, 200)).isEqualTo(text);
        }

        @Test
        void may_hold_characters_beyond_the_basic_plane() {
            assertThat(Inputs.text("name", EMOJI, 2)).isEqualTo(EMOJI);
        }

        @Test
        void may_be_as_long_as_allowed_and_no_longer() {
            assertThat(Inputs.text("name", "x".repeat(200), 200)).hasSize(200);
            assertRefused(ErrorCode.INVALID_TEXT, "name", () -> Inputs.text("name", "x".repeat(201), 200));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"a\u0000b", "a\nb", "a\tb", "a\u007Fb", "a\u0085b", "a\uD83D", "\uDCB6a", "\uDCB6\uD83D"})
        void with_control_characters_or_broken_unicode_is_refused(String text) {
            assertRefused(ErrorCode.INVALID_TEXT, "name", () -> Inputs.text("name", text, 200));
        }

        @ParameterizedTest
        @ValueSource(strings = {"", " ", "\t"})
        void that_is_blank_is_refused_as_missing(String text) {
            assertRefused(ErrorCode.MISSING_FIELD, "name", () -> Inputs.text("name", text, 200));
            assertRefused(ErrorCode.MISSING_FIELD, "name", () -> Inputs.text("name", null, 200));
        }
    }

    @Nested
    class ADecimal {
        @ParameterizedTest
        @CsvSource({
            "1.50, 1.5",
            "1E+2, 100",
            "100, 100",
            "-0.0, 0",
            "0E-30, 0",
            "0E+30, 0", // zero has no digits before the point, whatever its exponent
            "0E+1000000000, 0",
            "-1.230, -1.23",
            "999999999999999999999999, 999999999999999999999999", // 24 digits
            "1E+23, 100000000000000000000000",
            "0.000000000000000001, 0.000000000000000001", // 18 decimals
            "0.00000000000000000100, 0.000000000000000001", // 20 decimals, two of them zeros at the end
        })
        void is_brought_into_canonical_form(String given, String canonical) {
            BigDecimal value = Inputs.decimal("quantity", new BigDecimal(given));

            assertThat(value.toPlainString()).isEqualTo(canonical);
            assertThat(value).isEqualTo(new BigDecimal(canonical)); // the scale included
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "1E+24",
                    "-1E+24",
                    "1000000000000000000000000", // 25 digits
                    "1E+1000000000", // would need a gigabyte of digits
                    "-1E+2147483647",
                    "1E-19",
                    "0.0000000000000000001", // 19 decimals
                    "1E-1000000000",
                    "-1E-2147483647",
                })
        void with_too_many_digits_is_refused_without_expanding_it(String given) {
            assertRefused(
                    ErrorCode.INVALID_NUMBER, "quantity", () -> Inputs.decimal("quantity", new BigDecimal(given)));
        }

        @Test
        void written_with_more_than_1000_decimals_is_refused_although_they_are_zeros() {
            // Zeros are stripped one by one: a hundred thousand of them would take seconds.
            assertThat(Inputs.decimal("quantity", BigDecimal.ONE.setScale(1000)))
                    .isEqualTo(BigDecimal.ONE);
            assertRefused(
                    ErrorCode.INVALID_NUMBER,
                    "quantity",
                    () -> Inputs.decimal("quantity", BigDecimal.ONE.setScale(1001)));
        }
    }

    @Nested
    class AnInstant {
        @ParameterizedTest
        @CsvSource({
            "2023-11-16T18:15:46.680590123Z, 2023-11-16T18:15:46.680590Z",
            "2023-11-16T18:15:46.680590999Z, 2023-11-16T18:15:46.680590Z",
            "1969-12-31T23:59:59.999999999Z, 1969-12-31T23:59:59.999999Z", // before the epoch: still down, not towards
            // it
            "1900-01-01T00:00:00Z, 1900-01-01T00:00:00Z",
            "9998-12-31T23:59:59.999999999Z, 9998-12-31T23:59:59.999999Z",
        })
        void is_cut_to_microseconds(Instant given, Instant canonical) {
            assertThat(Inputs.instant("occurredAt", given)).isEqualTo(canonical);
        }

        @Test
        void outside_the_years_1900_to_9998_is_refused() {
            for (Instant instant : List.of(
                    Instant.MIN,
                    Instant.parse("1899-12-31T23:59:59.999999999Z"),
                    Instant.parse("9999-01-01T00:00:00Z"),
                    Instant.MAX)) {
                assertRefused(ErrorCode.INVALID_DATE, "occurredAt", () -> Inputs.instant("occurredAt", instant));
            }
        }
    }

    @Nested
    class ADate {
        @ParameterizedTest
        @ValueSource(strings = {"1900-01-01", "2024-02-29", "9998-12-31"})
        void of_the_years_1900_to_9998_is_itself(LocalDate date) {
            assertThat(Inputs.date("startDate", date)).isEqualTo(date);
        }

        @Test
        void outside_them_is_refused() {
            for (LocalDate date :
                    List.of(LocalDate.MIN, LocalDate.of(1899, 12, 31), LocalDate.of(9999, 1, 1), LocalDate.MAX)) {
                assertRefused(ErrorCode.INVALID_DATE, "startDate", () -> Inputs.date("startDate", date));
            }
        }
    }

    @Nested
    class AValue {
        @Test
        void that_is_there_is_itself() {
            String value = "one";

            assertThat(Inputs.required("timing", value)).isSameAs(value);
        }

        @Test
        @SuppressWarnings("NullAway") // a host in plain Java may do it
        void that_is_null_is_missing() {
            assertRefused(ErrorCode.MISSING_FIELD, "timing", () -> Inputs.required("timing", null));
            assertRefused(ErrorCode.MISSING_FIELD, "quantity", () -> Inputs.decimal("quantity", null));
            assertRefused(ErrorCode.MISSING_FIELD, "occurredAt", () -> Inputs.instant("occurredAt", null));
            assertRefused(ErrorCode.MISSING_FIELD, "startDate", () -> Inputs.date("startDate", null));
        }
    }

    @Nested
    class ACollection {
        @Test
        void is_copied() {
            List<String> list = new ArrayList<>(List.of("a", "b"));
            List<String> copy = Inputs.list("tiers", list);
            list.clear();

            assertThat(copy).containsExactly("a", "b");
            assertThat(Inputs.list("tiers", new String[] {"a", "b"})).containsExactly("a", "b");
            assertThat(Inputs.set("plans", Set.of("a"))).containsExactly("a");
            assertThat(Inputs.map("properties", Map.of("a", 1))).containsExactly(Map.entry("a", 1));
        }

        @Test
        @SuppressWarnings("NullAway") // a host in plain Java may do it
        void with_an_element_that_is_null_lacks_that() {
            assertRefused(ErrorCode.MISSING_FIELD, "tiers[1]", () -> Inputs.list("tiers", Arrays.asList("a", null)));
            assertRefused(ErrorCode.MISSING_FIELD, "plans", () -> Inputs.set("plans", Arrays.asList("a", null)));
            assertRefused(
                    ErrorCode.MISSING_FIELD,
                    "properties[a]",
                    () -> Inputs.map("properties", Collections.singletonMap("a", null)));
            assertRefused(
                    ErrorCode.MISSING_FIELD,
                    "properties",
                    () -> Inputs.map("properties", Collections.singletonMap(null, "a")));
        }
    }

    private static boolean isSurrogate(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }
}
