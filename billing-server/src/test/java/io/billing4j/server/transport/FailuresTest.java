package io.billing4j.server.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.error.ErrorCode;
import org.junit.jupiter.api.Test;

class FailuresTest {
    private static final CorrelationId ID = new CorrelationId("id");

    @Test
    void a_refusal_is_told_in_full() {
        ApiError error = Failures.describe(ErrorCode.INVALID_TIERS.at("tiers", "expected more"), ID);
        assertThat(error).isEqualTo(ApiError.of(ErrorCode.INVALID_TIERS, "expected more", "tiers", ID));
    }

    @Test
    void a_defect_is_told_without_a_word_of_the_inside() {
        ApiError error = Failures.describe(new IllegalStateException("password=secret"), ID);
        assertThat(error.code()).isEqualTo(ErrorCode.INTERNAL);
        assertThat(error.http().code()).isEqualTo(500);
        assertThat(error.message()).doesNotContain("secret", "Exception");
    }

    @Test
    void an_unavailable_store_is_told_without_its_address() {
        ApiError error = Failures.describe(ErrorCode.STORE_UNAVAILABLE.because("db.internal:5432 refused"), ID);
        assertThat(error.code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE);
        assertThat(error.message()).doesNotContain("db.internal");
    }

    @Test
    void unreadable_data_keeps_its_code_and_hides_its_content() {
        ApiError error = Failures.describe(ErrorCode.STORED_DATA_UNREADABLE.because("row 42"), ID);
        assertThat(error.code()).isEqualTo(ErrorCode.STORED_DATA_UNREADABLE);
        assertThat(error.message()).doesNotContain("row 42");
    }

    @Test
    void a_message_is_short_enough_for_a_header() {
        ApiError error = Failures.describe(ErrorCode.INVALID_TEXT.at("f".repeat(9_000), "m".repeat(9_000)), ID);
        assertThat(error.status().toByteArray()).hasSizeLessThan(2_500);
    }
}
