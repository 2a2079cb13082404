package io.billing4j.error;

import static io.billing4j.fixture.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class BillingExceptionTest {
    @Nested
    class ItsMessage {
        @Test
        void names_code_field_and_detail() {
            assertThat(ErrorCode.INVALID_KEY.at("planId", "expected a key"))
                    .hasMessage("INVALID_KEY at planId: expected a key");
        }

        @Test
        void leaves_the_field_out_where_the_request_as_a_whole_is_to_blame() {
            assertThat(ErrorCode.NOTHING_DUE.because("no charge")).hasMessage("NOTHING_DUE: no charge");
        }
    }

    @Nested
    class ItsField {
        @Test
        void grows_outwards_with_a_dot() {
            BillingException inner = ErrorCode.INVALID_TIERS.at("tiers[0].upTo", "not above zero");

            assertThat(inner.within("price").within("charges[1]").field()).isEqualTo("charges[1].price.tiers[0].upTo");
        }

        @Test
        void grows_without_a_dot_before_an_index() {
            assertThat(ErrorCode.MISSING_FIELD
                            .at("[3]", "empty")
                            .within("events")
                            .field())
                    .isEqualTo("events[3]");
        }

        @Test
        void is_the_outer_one_where_there_was_none() {
            assertThat(ErrorCode.INTERNAL.because("x").within("price").field()).isEqualTo("price");
        }

        @Test
        void is_none_where_nothing_is_refused() {
            assertThat(Inputs.within("charges[0]", () -> Inputs.key("chargeId", "fee")))
                    .isEqualTo("fee");
        }

        @Test
        void gets_the_outer_path_from_the_code_around_a_constructor() {
            assertRefused(
                    ErrorCode.MISSING_FIELD,
                    "charges[0].chargeId",
                    () -> Inputs.within("charges[0]", () -> Inputs.key("chargeId", "")));
        }
    }

    @Test
    void keeps_cause_and_stack_when_it_is_seen_from_outside() {
        IllegalStateException cause = new IllegalStateException("connection closed");
        BillingException inner = ErrorCode.STORE_UNAVAILABLE.because("no store", cause);

        BillingException outer = inner.within("tenant");

        assertThat(outer).hasCause(cause);
        assertThat(outer.getStackTrace()).isEqualTo(inner.getStackTrace());
    }

    @Test
    void may_be_retried_exactly_where_the_code_says_so() {
        assertThat(ErrorCode.values())
                .filteredOn(ErrorCode::retryable)
                .contains(ErrorCode.NUMBERING_BUSY, ErrorCode.STORE_CONTENTION, ErrorCode.STORE_UNAVAILABLE)
                .allMatch(code -> code.category() == ErrorCategory.UNAVAILABLE);
        assertThat(ErrorCode.NUMBERING_BUSY.because("held").retryable()).isTrue();
        assertThat(ErrorCode.EVENT_CONFLICT.because("other content").retryable())
                .isFalse();
    }

    @Test
    void is_a_failure_where_no_caller_is_to_blame() {
        assertThat(ErrorCategory.values())
                .filteredOn(ErrorCategory::isFailure)
                .containsExactly(ErrorCategory.UNAVAILABLE, ErrorCategory.INTERNAL);
    }
}
