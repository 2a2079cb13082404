package io.billing4j.usage;

import static io.billing4j.fixture.DemoBooks.CONTEXT;
import static io.billing4j.fixture.DemoBooks.DECEMBER;
import static io.billing4j.fixture.DemoBooks.GENERATED;
import static io.billing4j.fixture.DemoBooks.NOVEMBER;
import static io.billing4j.fixture.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.error.ErrorCode;
import io.billing4j.fixture.RecordChanges;
import io.billing4j.id.CustomerId;
import io.billing4j.id.EventId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.period.BillingPeriod;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class UsageEventTest {
    private static final CustomerId ACME = CustomerId.of("acme");
    private static final SubscriptionId SUBSCRIPTION = SubscriptionId.of("sub-acme");
    private static final Instant AT = Instant.parse("2023-11-16T18:15:46.680590Z");

    private final UsageEvent event = new UsageEvent(
            EventId.of("conv-0-context"),
            ACME,
            SUBSCRIPTION,
            CONTEXT.id(),
            new BigDecimal("374"),
            AT,
            "inference",
            Map.of("model", "m1"));

    @Nested
    class TwoEventsWithOneId {
        @Test
        void are_the_same_however_quantity_and_instant_are_written() {
            UsageEvent again = new UsageEvent(
                    event.id(),
                    ACME,
                    SUBSCRIPTION,
                    CONTEXT.id(),
                    new BigDecimal("374.00"),
                    AT.plusNanos(999),
                    "inference",
                    new HashMap<>(Map.of("model", "m1")));

            assertThat(again).isEqualTo(event);
            assertThat(again.contentHash()).isEqualTo(event.contentHash());
        }

        @Test
        void are_others_where_any_value_but_the_id_differs() {
            assertThat(RecordChanges.of(withoutProperties()))
                    .hasSizeGreaterThan(5)
                    .allSatisfy(change -> assertThat(change.changed()
                                    .contentHash()
                                    .equals(withoutProperties().contentHash()))
                            .as(change.path())
                            .isEqualTo(change.path().startsWith("id")));
            assertThat(withoutProperties().contentHash()).isNotEqualTo(event.contentHash());
        }

        @Test
        void are_others_where_one_names_no_subscription_or_service() {
            UsageEvent unnamed = UsageEvent.of(event.id(), ACME, CONTEXT.id(), event.quantity(), AT);

            assertThat(unnamed.contentHash()).isNotEqualTo(withoutProperties().contentHash());
        }

        private UsageEvent withoutProperties() {
            return new UsageEvent(
                    event.id(), ACME, SUBSCRIPTION, CONTEXT.id(), event.quantity(), AT, "inference", Map.of());
        }
    }

    @Nested
    class Properties {
        @Test
        void are_at_most_20_and_their_texts_are_short() {
            assertThat(with(properties(20)).properties()).hasSize(20);
            assertRefused(ErrorCode.INVALID_BATCH, "properties", () -> with(properties(21)));
            assertRefused(ErrorCode.INVALID_TEXT, "properties", () -> with(Map.of("x".repeat(65), "v")));
            assertRefused(ErrorCode.INVALID_TEXT, "properties", () -> with(Map.of("k", "x".repeat(257))));
            assertRefused(ErrorCode.INVALID_TEXT, "properties", () -> with(Map.of("k", "a\u0000b")));
            assertRefused(ErrorCode.MISSING_FIELD, "properties", () -> with(Map.of("", "v")));
        }

        @Test
        @SuppressWarnings("NullAway") // a host in plain Java may do it
        void are_not_null() {
            Map<String, String> noValue = new HashMap<>();
            noValue.put("region", null);
            Map<String, String> noName = new HashMap<>();
            noName.put(null, "eu");

            assertRefused(ErrorCode.MISSING_FIELD, "properties", () -> with(noValue));
            assertRefused(ErrorCode.MISSING_FIELD, "properties", () -> with(noName));
        }

        @Test
        void may_be_empty_texts() {
            assertThat(with(Map.of("region", "")).properties()).containsEntry("region", "");
        }

        private Map<String, String> properties(int count) {
            return IntStream.range(0, count).boxed().collect(Collectors.toMap(i -> "p" + i, i -> "v"));
        }

        private UsageEvent with(Map<String, String> properties) {
            return new UsageEvent(event.id(), ACME, null, CONTEXT.id(), event.quantity(), AT, null, properties);
        }
    }

    @Nested
    class AnEvent {
        @Test
        void with_a_quantity_or_an_instant_out_of_range_is_refused() {
            assertRefused(
                    ErrorCode.INVALID_NUMBER,
                    "quantity",
                    () -> UsageEvent.of(event.id(), ACME, CONTEXT.id(), new BigDecimal("1E+1000000000"), AT));
            assertRefused(
                    ErrorCode.INVALID_DATE,
                    "occurredAt",
                    () -> UsageEvent.of(event.id(), ACME, CONTEXT.id(), BigDecimal.ONE, Instant.MAX));
        }
    }

    @Nested
    class AQuery {
        private final UsageQuery november = UsageQuery.of(ACME, SUBSCRIPTION, CONTEXT, period(NOVEMBER, DECEMBER));

        @Test
        void counts_events_that_name_its_subscription_or_none() {
            assertThat(november.matches(event)).isTrue();
            assertThat(november.matches(at(AT, null))).isTrue();
            assertThat(november.matches(at(AT, SubscriptionId.of("other")))).isFalse();
        }

        @Test
        void holds_its_start_and_not_its_end() {
            assertThat(november.matches(at(NOVEMBER, null))).isTrue();
            assertThat(november.matches(at(NOVEMBER.minusNanos(1000), null))).isFalse();
            assertThat(november.matches(at(DECEMBER.minusNanos(1000), null))).isTrue();
            assertThat(november.matches(at(DECEMBER, null))).isFalse();
        }

        @Test
        void looks_at_its_customer_and_its_meter_alone() {
            assertThat(UsageQuery.of(CustomerId.of("other"), SUBSCRIPTION, CONTEXT, period(NOVEMBER, DECEMBER))
                            .matches(event))
                    .isFalse();
            assertThat(UsageQuery.of(ACME, SUBSCRIPTION, GENERATED, period(NOVEMBER, DECEMBER))
                            .matches(event))
                    .isFalse();
        }

        @Test
        void starts_before_it_ends() {
            assertRefused(
                    ErrorCode.INVALID_PERIOD,
                    "periodEnd",
                    () -> UsageQuery.of(ACME, SUBSCRIPTION, CONTEXT, period(DECEMBER, DECEMBER)));
        }

        private UsageEvent at(Instant instant, @Nullable SubscriptionId subscription) {
            return new UsageEvent(
                    event.id(), ACME, subscription, CONTEXT.id(), BigDecimal.ONE, instant, null, Map.of());
        }
    }

    private static BillingPeriod period(Instant start, Instant end) {
        return new BillingPeriod(start, end, ZoneOffset.UTC);
    }
}
