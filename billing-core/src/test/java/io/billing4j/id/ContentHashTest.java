package io.billing4j.id;

import static io.billing4j.fixture.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.error.ErrorCode;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContentHashTest {
    @Nested
    class AHash {
        @Test
        void is_the_sha_256_of_the_version_and_the_fields_with_their_lengths() throws NoSuchAlgorithmException {
            // By hand: the version; each field 01 and its length in four bytes and its UTF-8; null 00.
            String bytes = "07" // version 7
                    + "01" + "00000001" + "6b" // the kind "k"
                    + "01" + "00000002" + "c3bc" // "ü"
                    + "00" // null
                    + "01" + "00000000" // ""
                    + "01" + "00000002" + "3432"; // 42
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(HexFormat.of().parseHex(bytes));

            ContentHash hash = ContentHash.builder("k", 7)
                    .field("ü")
                    .field(null)
                    .field("")
                    .field(42)
                    .build();

            assertThat(hash).hasToString("07" + HexFormat.of().formatHex(digest));
        }

        @Test
        void of_no_fields_is_that_of_kind_and_version_alone() throws NoSuchAlgorithmException {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(HexFormat.of().parseHex("01" + "01" + "00000001" + "6b"));

            assertThat(ContentHash.builder("k", 1).build())
                    .hasToString("01" + HexFormat.of().formatHex(digest));
        }

        @Test
        void of_bytes_is_that_of_the_text_whose_utf_8_they_are() {
            byte[] bytes = HexFormat.of().parseHex("c3bc");

            assertThat(ContentHash.builder("k", 7).bytes(bytes).field(null).build())
                    .isEqualTo(
                            ContentHash.builder("k", 7).field("ü").field(null).build());
        }

        @Test
        void shows_its_first_digits_without_its_version() {
            ContentHash hash = new ContentHash("07" + "0123456789abcdef".repeat(4));

            assertThat(hash.digits(1)).isEqualTo("0");
            assertThat(hash.digits(16)).isEqualTo("0123456789abcdef");
            assertThat(hash.digits(64)).isEqualTo("0123456789abcdef".repeat(4));
        }

        @Test
        void survives_its_bytes_and_its_text() {
            ContentHash hash = ContentHash.builder("k", 1).build();

            assertThat(ContentHash.ofBytes(hash.bytes())).isEqualTo(hash);
            assertThat(new ContentHash(hash.toString())).isEqualTo(hash);
        }

        @Test
        void tells_which_list_of_fields_it_was_made_of() {
            assertThat(ContentHash.builder("k", 1).build().version()).isEqualTo(1);
            assertThat(ContentHash.builder("k", 255).build().version()).isEqualTo(255);
        }

        @ParameterizedTest
        @ValueSource(ints = {0, 32, 34})
        void of_another_length_than_33_bytes_cannot_be_read(int length) {
            assertRefused(ErrorCode.STORED_DATA_UNREADABLE, null, () -> ContentHash.ofBytes(new byte[length]));
        }

        @Test
        void in_upper_case_is_no_second_form_of_the_same() {
            String upper = "AB".repeat(33);

            assertRefused(ErrorCode.STORED_DATA_UNREADABLE, null, () -> new ContentHash(upper));
        }
    }

    @Nested
    class TwoHashes {
        @Test
        void differ_where_text_only_moved_from_one_field_to_the_next() {
            assertThat(ContentHash.builder("k", 1).field("ab").field("c").build())
                    .isNotEqualTo(
                            ContentHash.builder("k", 1).field("a").field("bc").build());
        }

        @Test
        void differ_between_nothing_and_the_empty_text() {
            assertThat(ContentHash.builder("k", 1).field(null).build())
                    .isNotEqualTo(ContentHash.builder("k", 1).field("").build())
                    .isNotEqualTo(ContentHash.builder("k", 1).build());
        }

        @Test
        void differ_by_kind_and_by_version() {
            assertThat(ContentHash.builder("k", 1).build())
                    .isNotEqualTo(ContentHash.builder("l", 1).build())
                    .isNotEqualTo(ContentHash.builder("k", 2).build());
        }

        @Test
        void of_entries_do_not_depend_on_their_order() {
            Map<String, String> forwards = new LinkedHashMap<>();
            forwards.put("model", "m1");
            forwards.put("region", "eu");
            Map<String, String> backwards = new LinkedHashMap<>();
            backwards.put("region", "eu");
            backwards.put("model", "m1");

            assertThat(ContentHash.builder("k", 1).fields(forwards).build())
                    .isEqualTo(ContentHash.builder("k", 1).fields(backwards).build());
        }

        @Test
        void of_entries_differ_where_a_key_changes_place_with_its_value() {
            assertThat(ContentHash.builder("k", 1).fields(Map.of("a", "b")).build())
                    .isNotEqualTo(
                            ContentHash.builder("k", 1).fields(Map.of("b", "a")).build());
        }
    }
}
