package io.billing4j.id;

import static io.billing4j.fixture.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.billing4j.error.ErrorCode;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeysTest {
    @Nested
    class AKeyOfTheHost {
        static Stream<Arguments> keys() {
            return Stream.of(
                    arguments("tenantId", (Function<String, Object>) TenantId::of),
                    arguments("customerId", (Function<String, Object>) CustomerId::of),
                    arguments("planId", (Function<String, Object>) PlanId::of),
                    arguments("meterId", (Function<String, Object>) MeterId::of),
                    arguments("chargeId", (Function<String, Object>) ChargeId::of),
                    arguments("subscriptionId", (Function<String, Object>) SubscriptionId::of),
                    arguments("eventId", (Function<String, Object>) EventId::of),
                    arguments("entityId", (Function<String, Object>) EntityId::of),
                    arguments("taxRuleId", (Function<String, Object>) TaxRuleId::of),
                    arguments("category", (Function<String, Object>) TaxCategory::of));
        }

        @ParameterizedTest(name = "{0}")
        @MethodSource("keys")
        void is_checked_under_the_name_of_its_field(String field, Function<String, Object> of) {
            assertThat(of.apply("Acme:42")).hasToString("Acme:42");
            assertRefused(ErrorCode.MISSING_FIELD, field, () -> of.apply(""));
            assertRefused(ErrorCode.INVALID_KEY, field, () -> of.apply("acme corp"));
        }

        @Test
        void is_case_sensitive_and_ordered_by_code_point() {
            assertThat(CustomerId.of("acme")).isNotEqualTo(CustomerId.of("Acme"));
            assertThat(Stream.of("b", "a", "B", "_", "-", "10", "9")
                            .map(CustomerId::of)
                            .sorted())
                    .extracting(CustomerId::value)
                    .containsExactly("-", "10", "9", "B", "_", "a", "b");
        }
    }

    @Nested
    class AnIdOfADocument {
        @Test
        void is_read_in_either_case() {
            UUID value = UUID.fromString("017f22e2-79b0-7cc3-98c4-dc0c0c07398f");

            assertThat(InvoiceId.parse("017f22e2-79b0-7cc3-98c4-dc0c0c07398f")).isEqualTo(InvoiceId.of(value));
            assertThat(InvoiceId.parse("017F22E2-79B0-7CC3-98C4-DC0C0C07398F")).isEqualTo(InvoiceId.of(value));
            assertThat(RunId.parse("017f22e2-79b0-7cc3-98c4-dc0c0c07398f")).isEqualTo(RunId.of(value));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "1-1-1-1-1", // the JDK would take it for 00000001-0001-0001-0001-000000000001
                    "017f22e279b07cc398c4dc0c0c07398f",
                    "{017f22e2-79b0-7cc3-98c4-dc0c0c07398f}",
                    "017f22e2-79b0-7cc3-98c4-dc0c0c07398f ",
                    "017f22e2-79b0-7cc3-98c4-dc0c0c07398g",
                    "1017f22e2-79b0-7cc3-98c4-dc0c0c07398f"
                })
        void in_any_other_form_is_refused(String text) {
            assertRefused(ErrorCode.INVALID_KEY, "invoiceId", () -> InvoiceId.parse(text));
            assertRefused(ErrorCode.INVALID_KEY, "runId", () -> RunId.parse(text));
        }
    }
}
