package io.billing4j.subscription;

import static io.billing4j.fixture.Changes.RECORDED;
import static io.billing4j.fixture.Changes.at;
import static io.billing4j.fixture.Changes.basic;
import static io.billing4j.fixture.Changes.before;
import static io.billing4j.fixture.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.error.ErrorCode;
import io.billing4j.fixture.Changes;
import io.billing4j.period.BillingInterval;
import io.billing4j.subscription.SubscriptionChange.PlanChanged;
import java.time.Instant;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ChangeTimingTest {
    private final Subscription open = basic();

    @Nested
    class Now {
        @Test
        void is_the_business_time_wherever_that_is() {
            for (String now : new String[] {"2023-12-01", "2024-01-01", "2024-01-17", "2030-01-01"}) {
                assertThat(ChangeTiming.now().resolve(open, at(now))).isEqualTo(at(now));
            }
        }
    }

    @Nested
    class AtThePeriodsEnd {
        private final ChangeTiming timing = ChangeTiming.periodEnd();

        @Test
        void is_the_end_of_the_period_that_runs() {
            assertThat(timing.resolve(open, at("2024-02-10"))).isEqualTo(at("2024-03-01"));
            assertThat(timing.resolve(open, before("2024-03-01"))).isEqualTo(at("2024-03-01"));
        }

        @Test
        void is_a_whole_period_away_on_the_boundary_itself() {
            assertThat(timing.resolve(open, at("2024-03-01"))).isEqualTo(at("2024-04-01"));
        }

        @Test
        void is_the_end_of_a_trial_while_that_lasts() {
            Subscription trial = basic("2024-01-15", null);

            assertThat(timing.resolve(trial, at("2024-01-01"))).isEqualTo(at("2024-01-15"));
            assertThat(timing.resolve(trial, before("2024-01-15"))).isEqualTo(at("2024-01-15"));
            assertThat(timing.resolve(trial, at("2024-01-15"))).isEqualTo(at("2024-02-15"));
        }

        @Test
        void is_the_start_before_it_begins() {
            assertThat(timing.resolve(open, at("2023-12-01"))).isEqualTo(at("2024-01-01"));
            assertThat(timing.resolve(basic("2024-01-15", null), at("2023-12-01")))
                    .isEqualTo(at("2024-01-01"));
        }

        @Test
        void is_where_periods_are_counted_anew_if_that_comes_first() {
            Subscription turning = open.with(
                    new PlanChanged(at("2024-02-20"), RECORDED, at("2024-02-20"), Changes.PRO, BillingInterval.YEARLY));

            assertThat(timing.resolve(turning, at("2024-02-10"))).isEqualTo(at("2024-02-20"));
            assertThat(timing.resolve(turning, at("2024-02-20"))).isEqualTo(at("2025-02-20"));
        }
    }

    @Nested
    class AtAnInstant {
        @Test
        void is_that_instant_past_or_future() {
            assertThat(ChangeTiming.at(at("2024-01-05")).resolve(open, at("2024-02-10")))
                    .isEqualTo(at("2024-01-05"));
            assertThat(ChangeTiming.at(at("2025-01-05")).resolve(open, at("2024-02-10")))
                    .isEqualTo(at("2025-01-05"));
        }

        @Test
        void is_cut_to_microseconds() {
            assertThat(ChangeTiming.at(Instant.parse("2024-01-05T00:00:00.123456789Z")))
                    .isEqualTo(ChangeTiming.at(Instant.parse("2024-01-05T00:00:00.123456Z")));
        }

        @Test
        void does_not_lie_before_the_start() {
            assertThat(ChangeTiming.at(at("2024-01-01")).resolve(open, at("2024-02-10")))
                    .isEqualTo(at("2024-01-01"));
            assertRefused(
                    ErrorCode.INVALID_DATE,
                    "effectiveAt",
                    () -> ChangeTiming.at(before("2024-01-01")).resolve(open, at("2024-02-10")));
        }
    }
}
