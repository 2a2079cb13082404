package io.billing4j.subscription;

import static io.billing4j.fixture.DemoBooks.endedAt;
import static io.billing4j.fixture.DemoBooks.monthly;
import static io.billing4j.fixture.DemoBooks.monthlyFromNovember;
import static io.billing4j.fixture.DemoBooks.on;
import static io.billing4j.fixture.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.error.ErrorCode;
import io.billing4j.fixture.DemoBooks;
import io.billing4j.period.BillingPeriod;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SubscriptionTest {
    private static final Instant START = DemoBooks.NOVEMBER;
    private static final Instant MID_JANUARY = Instant.parse("2024-01-15T12:00:00Z");
    private static final Instant FEBRUARY = Instant.parse("2024-02-01T00:00:00Z");

    private final Subscription open = on(monthlyFromNovember());

    @Nested
    class Periods {
        @Test
        void go_on_while_no_end_is_known() {
            assertThat(open.lastIndex()).isNull();
            assertThat(open.period(100)).isEqualTo(open.schedule().period(100));
        }

        @Test
        void are_cut_at_an_end_within_a_period() {
            Subscription ended = endedAt(open, MID_JANUARY);

            assertThat(ended.lastIndex()).isEqualTo(2);
            assertThat(ended.period(1)).isEqualTo(open.period(1));
            assertThat(ended.period(2))
                    .isEqualTo(new BillingPeriod(Instant.parse("2024-01-01T00:00:00Z"), MID_JANUARY, ZoneOffset.UTC));
            assertThat(ended.period(3)).isNull();
        }

        @Test
        void end_with_the_one_that_ends_at_the_end() {
            Subscription ended = endedAt(open, FEBRUARY);

            assertThat(ended.lastIndex()).isEqualTo(2);
            assertThat(ended.period(2)).isEqualTo(open.period(2));
            assertThat(ended.period(3)).isNull();
        }

        @Test
        void of_a_subscription_that_ended_before_it_began_are_none() {
            for (Instant end : List.of(START, START.minusSeconds(1))) {
                assertThat(endedAt(open, end).lastIndex()).isNull();
                assertThat(endedAt(open, end).period(0)).isNull();
            }
        }

        @Test
        void may_be_one_alone_that_is_cut_on_both_sides() {
            Subscription ended = endedAt(on(monthly("2024-01-10", "2024-01-01", ZoneOffset.UTC)), MID_JANUARY);

            assertThat(ended.lastIndex()).isZero();
            assertThat(ended.period(0))
                    .isEqualTo(new BillingPeriod(Instant.parse("2024-01-10T00:00:00Z"), MID_JANUARY, ZoneOffset.UTC));
        }
    }

    @Nested
    class ItsStatus {
        private final Subscription ended = endedAt(open, FEBRUARY);

        @Test
        void is_pending_until_the_start_and_canceled_from_the_end_on() {
            assertThat(ended.statusAt(START.minusNanos(1))).isEqualTo(SubscriptionStatus.PENDING);
            assertThat(ended.statusAt(START)).isEqualTo(SubscriptionStatus.ACTIVE);
            assertThat(ended.statusAt(FEBRUARY.minusNanos(1))).isEqualTo(SubscriptionStatus.ACTIVE);
            assertThat(ended.statusAt(FEBRUARY)).isEqualTo(SubscriptionStatus.CANCELED);
            assertThat(open.statusAt(Instant.parse("9998-01-01T00:00:00Z"))).isEqualTo(SubscriptionStatus.ACTIVE);
        }
    }

    @Nested
    class TwoSubscriptions {
        @Test
        void overlap_where_both_hold_at_some_instant() {
            Subscription ended = endedAt(open, FEBRUARY);
            Subscription follower = on(monthly("2024-02-01", "2024-02-01", ZoneOffset.UTC));
            Subscription earlier = on(monthly("2024-01-31", "2024-01-31", ZoneOffset.UTC));

            assertThat(open.overlaps(open)).isTrue();
            assertThat(ended.overlaps(follower)).isFalse();
            assertThat(follower.overlaps(ended)).isFalse();
            assertThat(ended.overlaps(earlier)).isTrue();
            assertThat(earlier.overlaps(ended)).isTrue();
        }

        @Test
        void do_not_overlap_where_one_never_held() {
            Subscription never = endedAt(on(monthly("2024-01-10", "2024-01-10", ZoneOffset.UTC)), START);

            assertThat(open.overlaps(never)).isFalse();
            assertThat(never.overlaps(open)).isFalse();
        }
    }

    @Nested
    class Changes {
        @Test
        void begin_with_the_creation() {
            assertRefused(
                    ErrorCode.STORED_DATA_UNREADABLE,
                    null,
                    () -> new Subscription(open.id(), open.customer(), open.currency(), open.schedule(), List.of()));
            assertRefused(
                    ErrorCode.STORED_DATA_UNREADABLE,
                    null,
                    () -> new Subscription(
                            open.id(),
                            open.customer(),
                            open.currency(),
                            open.schedule(),
                            List.of(new SubscriptionChange.Canceled(START, START))));
        }

        @Test
        void are_only_added() {
            assertThat(endedAt(open, FEBRUARY).changes())
                    .startsWith(open.changes().get(0))
                    .hasSize(2);
            assertThat(open.changes()).hasSize(1);
        }

        @Test
        void take_more_than_none_of_a_plan() {
            for (BigDecimal quantity : List.of(BigDecimal.ZERO, new BigDecimal(-1))) {
                assertRefused(
                        ErrorCode.INVALID_NUMBER,
                        "quantity",
                        () -> new SubscriptionChange.Created(START, START, DemoBooks.ASSISTANT.ref(), quantity));
            }
        }
    }
}
