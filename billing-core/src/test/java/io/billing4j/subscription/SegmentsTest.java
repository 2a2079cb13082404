package io.billing4j.subscription;

import static io.billing4j.fixture.DemoBooks.CODER;
import static io.billing4j.fixture.DemoBooks.monthly;
import static io.billing4j.fixture.DemoBooks.on;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.period.BillingInterval;
import io.billing4j.period.BillingPeriod;
import io.billing4j.period.IntervalUnit;
import io.billing4j.subscription.SubscriptionChange.PlanChanged;
import io.billing4j.subscription.SubscriptionChange.Withdrawn;
import io.billing4j.subscription.SubscriptionChange.ZoneChanged;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The periods that changes make of a subscription. */
class SegmentsTest {
    private static final BillingInterval WEEKLY = new BillingInterval(IntervalUnit.WEEK, 1);
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
    private static final Instant RECORDED = Instant.parse("2024-01-01T00:00:00Z");

    private final Subscription open = on(monthly("2024-01-01", "2024-01-01", ZoneOffset.UTC));

    @Nested
    class AChangeOfPlan {
        @Test
        void to_another_interval_counts_periods_anew_from_its_instant_on() {
            Subscription changed = open.with(plan("2024-03-16T00:00:00Z", BillingInterval.YEARLY));

            assertThat(shown(changed, 2, 3))
                    .containsExactly("[2024-03-01, 2024-03-16) Z", "[2024-03-16, 2025-03-16) Z");
        }

        @Test
        void with_the_same_interval_leaves_periods_alone() {
            assertThat(open.with(plan("2024-03-16T00:00:00Z", null)).schedule()).isEqualTo(open.schedule());
        }

        @Test
        void that_is_withdrawn_leaves_periods_as_they_were() {
            Subscription withdrawn = open.with(plan("2024-03-16T00:00:00Z", BillingInterval.YEARLY))
                    .with(new Withdrawn(RECORDED, RECORDED, 2));

            assertThat(withdrawn.schedule()).isEqualTo(open.schedule());
        }

        @Test
        void before_the_first_paid_instant_is_left_to_the_first_schedule() {
            assertThat(open.with(plan("2024-01-01T00:00:00Z", WEEKLY)).schedule())
                    .isEqualTo(open.schedule());
        }

        @Test
        void counts_in_the_order_of_effect_whichever_was_recorded_first() {
            PlanChanged yearly = plan("2024-03-16T00:00:00Z", BillingInterval.YEARLY);
            PlanChanged weekly = plan("2024-02-10T00:00:00Z", WEEKLY);

            Subscription one = open.with(List.of(yearly, weekly));

            assertThat(one.schedule())
                    .isEqualTo(open.with(List.of(weekly, yearly)).schedule());
            // Months to 10 February, then weeks: 10, 17, 24 February, 2 and 9 March; the year begins on the 16th.
            assertThat(shown(one, 1, 2, 6, 7))
                    .containsExactly(
                            "[2024-02-01, 2024-02-10) Z",
                            "[2024-02-10, 2024-02-17) Z",
                            "[2024-03-09, 2024-03-16) Z",
                            "[2024-03-16, 2025-03-16) Z");
        }
    }

    @Nested
    class AChangeOfZone {
        private final Instant march = Instant.parse("2024-03-01T00:00:00Z");
        private final Subscription moved = open.with(new ZoneChanged(march, RECORDED, NEW_YORK));

        @Test
        void keeps_the_dates_and_has_them_in_the_other_zone() {
            // Midnight in New York is 04:00Z from 10 March on.
            assertThat(moved.period(2))
                    .isEqualTo(new BillingPeriod(march, Instant.parse("2024-04-01T04:00:00Z"), NEW_YORK));
        }

        @Test
        void has_the_same_first_window_whatever_of_the_periods_before_is_stored() {
            assertThat(moved.onWindows(Map.of(1, moved.schedule().nominal(1)))
                            .schedule()
                            .nominal(2))
                    .isEqualTo(moved.schedule().nominal(2));
            assertThat(moved.onWindows(Map.of()).schedule().nominal(2))
                    .isEqualTo(moved.schedule().nominal(2));
        }

        @Test
        void is_followed_by_a_change_of_interval_in_that_zone() {
            Subscription weekly = moved.with(plan("2024-03-12T04:00:00Z", WEEKLY));

            assertThat(shown(weekly, 2, 3))
                    .containsExactly(
                            "[2024-02-29T19:00-05:00, 2024-03-12) America/New_York",
                            "[2024-03-12, 2024-03-19) America/New_York");
        }
    }

    @Nested
    class AnHourThatComesTwice {
        // Clocks in Berlin go back on 27 October 2024 at 01:00Z: 02:30 is 00:30Z and again 01:30Z.
        private final Instant again = Instant.parse("2024-10-27T01:30:00Z");
        private final Subscription weekly =
                on(monthly("2024-10-01", "2024-10-01", BERLIN)).with(plan("2024-10-27T01:30:00Z", WEEKLY));

        @Test
        void does_not_make_a_window_begin_before_its_periods_do() {
            assertThat(weekly.schedule().period(1).startInclusive()).isEqualTo(again);
            assertThat(weekly.schedule().nominal(1).startInclusive()).isEqualTo(again);
        }

        @Test
        void moves_no_number_once_windows_are_stored() {
            Subscription stored = weekly.onWindows(Map.of(1, weekly.schedule().nominal(1)));

            assertThat(shown(stored, 0, 1, 2)).isEqualTo(shown(weekly, 0, 1, 2));
        }
    }

    private static PlanChanged plan(String at, @Nullable BillingInterval interval) {
        return new PlanChanged(Instant.parse(at), RECORDED, Instant.parse(at), CODER.ref(), interval);
    }

    private static List<String> shown(Subscription subscription, Integer... periods) {
        return List.of(periods).stream()
                .map(k -> Objects.requireNonNull(subscription.period(k)).toString())
                .toList();
    }
}
