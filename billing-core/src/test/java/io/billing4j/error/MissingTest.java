package io.billing4j.error;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class MissingTest {
    @Test
    void says_what_there_is_not_at_the_field_that_names_it() {
        BillingException refusal = ErrorCode.TAX_RULE_NOT_FOUND.missing("taxRuleId", 7);

        assertThat(refusal.code()).isEqualTo(ErrorCode.TAX_RULE_NOT_FOUND);
        assertThat(refusal.field()).isEqualTo("taxRuleId");
        assertThat(refusal.detail()).isEqualTo("there is no tax rule 7");
    }

    @Test
    void is_about_the_request_as_a_whole_where_no_field_names_it() {
        assertThat(ErrorCode.TENANT_NOT_FOUND.missing("acme")).hasMessage("TENANT_NOT_FOUND: there is no tenant acme");
    }

    @Test
    void each_code_of_what_is_not_there_has_a_noun() {
        List<String> details = Arrays.stream(ErrorCode.values())
                .filter(code -> code.category() == ErrorCategory.NOT_FOUND)
                .map(code -> code.missing("x").detail())
                .toList();

        assertThat(details)
                .containsExactly(
                        "there is no tenant x",
                        "there is no customer x",
                        "there is no entity x",
                        "there is no coupon x",
                        "there is no coupon grant x",
                        "there is no tax rule x",
                        "there is no meter x",
                        "there is no plan x",
                        "there is no subscription x",
                        "there is no one-off charge x",
                        "there is no invoice x",
                        "there is no billing run x",
                        "there is no job x",
                        "there is no route x");
    }

    @Test
    void is_a_mistake_of_the_program_for_any_other_code() {
        assertThatIllegalStateException()
                .isThrownBy(() -> ErrorCode.CUSTOMER_EXISTS.missing("customerId", "ada"))
                .withMessage("CUSTOMER_EXISTS is not of something that is not there");
        assertThatIllegalStateException().isThrownBy(() -> ErrorCode.CHANGE_NOT_SCHEDULED.missing("ada"));
    }
}
