package io.billing4j.subscription;

import static io.billing4j.fixture.Changes.RECORDED;
import static io.billing4j.fixture.Changes.at;
import static io.billing4j.fixture.Changes.basic;
import static io.billing4j.fixture.Changes.before;
import static io.billing4j.fixture.Changes.canceled;
import static io.billing4j.fixture.Changes.paused;
import static io.billing4j.fixture.Changes.resumed;
import static io.billing4j.subscription.SubscriptionStatus.ACTIVE;
import static io.billing4j.subscription.SubscriptionStatus.CANCELED;
import static io.billing4j.subscription.SubscriptionStatus.EXPIRED;
import static io.billing4j.subscription.SubscriptionStatus.PAST_DUE;
import static io.billing4j.subscription.SubscriptionStatus.PAUSED;
import static io.billing4j.subscription.SubscriptionStatus.PENDING;
import static io.billing4j.subscription.SubscriptionStatus.TRIALING;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.error.ErrorCode;
import io.billing4j.fixture.Changes;
import io.billing4j.fixture.Refusals;
import io.billing4j.period.BillingInterval;
import io.billing4j.subscription.SubscriptionChange.Activated;
import io.billing4j.subscription.SubscriptionChange.BecamePastDue;
import io.billing4j.subscription.SubscriptionChange.Created;
import io.billing4j.subscription.SubscriptionChange.Recovered;
import io.billing4j.subscription.SubscriptionChange.TrialExtended;
import java.math.BigDecimal;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What a subscription is in the instant before something happens, and in the instant itself. */
class StatusTest {
    @Nested
    class AroundTheStart {
        @Test
        void it_is_pending_until_it_begins() {
            assertTurns(basic(), "2024-01-01", PENDING, ACTIVE);
            assertTurns(basic("2024-01-15", null), "2024-01-01", PENDING, TRIALING);
        }

        @Test
        void it_begins_where_it_was_activated() {
            Subscription early = basic(new Activated(at("2023-12-20"), RECORDED));

            assertTurns(early, "2023-12-20", PENDING, ACTIVE);
            assertThat(early.trialEnd()).isNull();
        }
    }

    @Nested
    class ATrial {
        private final Subscription trial = basic("2024-01-15", null);

        @Test
        void ends_with_its_end() {
            assertTurns(trial, "2024-01-15", TRIALING, ACTIVE);
            assertThat(trial.billedAt(before("2024-01-15"))).isFalse();
            assertThat(trial.billedAt(at("2024-01-15"))).isTrue();
        }

        @Test
        void ends_later_or_earlier_where_it_was_extended() {
            Subscription later = trial.with(new TrialExtended(at("2024-01-10"), RECORDED, at("2024-02-10")));
            Subscription earlier = later.with(new TrialExtended(at("2024-01-11"), RECORDED, at("2024-01-12")));

            assertTurns(later, "2024-02-10", TRIALING, ACTIVE);
            assertTurns(earlier, "2024-01-12", TRIALING, ACTIVE);
            assertThat(earlier.with(Changes.withdrawn(3)).trialEnd()).isEqualTo(at("2024-02-10"));
        }

        @Test
        void ends_where_it_was_activated() {
            Subscription activated = trial.with(new Activated(at("2024-01-10"), RECORDED));

            assertTurns(activated, "2024-01-10", TRIALING, ACTIVE);
            assertThat(activated.startInclusive()).isEqualTo(at("2024-01-01"));
        }

        @Test
        void that_was_activated_before_it_began_never_was() {
            Subscription activated = trial.with(new Activated(at("2023-12-20"), RECORDED));

            assertTurns(activated, "2023-12-20", PENDING, ACTIVE);
            assertThat(activated.trialEnd()).isNull();
        }

        @Test
        void may_be_canceled() {
            assertTurns(trial.with(canceled("2024-01-10")), "2024-01-10", TRIALING, CANCELED);
        }

        @Test
        void ends_after_it_begins() {
            Refusals.assertRefused(
                    ErrorCode.INVALID_DATE,
                    "trialEnd",
                    () -> new Created(
                            at("2024-01-01"), RECORDED, Changes.BASIC, BigDecimal.ONE, at("2024-01-01"), null));
        }
    }

    @Nested
    class APause {
        @Test
        void lasts_from_its_instant_to_that_of_the_resumption() {
            Subscription paused = basic(paused("2024-01-10", PausedFees.CONTINUE), resumed("2024-01-20"));

            assertTurns(paused, "2024-01-10", ACTIVE, PAUSED);
            assertTurns(paused, "2024-01-20", PAUSED, ACTIVE);
        }

        @Test
        void and_a_resumption_at_one_instant_are_none() {
            Subscription paused = basic(paused("2024-01-10", PausedFees.STOP), resumed("2024-01-10"));

            assertTurns(paused, "2024-01-10", ACTIVE, ACTIVE);
        }

        @Test
        void hides_that_payment_is_overdue_and_ends_that_not() {
            Subscription paused = basic(
                    new BecamePastDue(at("2024-01-05"), RECORDED),
                    paused("2024-01-10", PausedFees.STOP),
                    resumed("2024-01-20"));

            assertTurns(paused, "2024-01-05", ACTIVE, PAST_DUE);
            assertTurns(paused, "2024-01-10", PAST_DUE, PAUSED);
            assertTurns(paused, "2024-01-20", PAUSED, PAST_DUE);
            assertTurns(paused.with(new Recovered(at("2024-01-25"), RECORDED)), "2024-01-25", PAST_DUE, ACTIVE);
        }
    }

    @Nested
    class TheEnd {
        @Test
        void is_that_of_the_first_cancellation() {
            Subscription ended = basic(canceled("2024-03-01"), canceled("2024-02-01"));

            assertTurns(ended, "2024-02-01", ACTIVE, CANCELED);
            assertThat(ended.billedAt(before("2024-02-01"))).isTrue();
            assertThat(ended.billedAt(at("2024-02-01"))).isFalse();
        }

        @Test
        void of_a_pause_too() {
            assertTurns(
                    basic(paused("2024-01-10", PausedFees.STOP), canceled("2024-01-20")),
                    "2024-01-20",
                    PAUSED,
                    CANCELED);
        }

        @Test
        void before_the_start_leaves_it_pending_until_then() {
            assertTurns(basic(canceled("2023-12-20")), "2023-12-20", PENDING, CANCELED);
            assertThat(basic(canceled("2023-12-20")).statusAt(at("2024-01-01"))).isEqualTo(CANCELED);
        }

        @Test
        void of_its_term_is_another_than_a_cancellation() {
            Term month = Term.fixed(BillingInterval.MONTHLY);

            assertTurns(basic(null, month), "2024-02-01", ACTIVE, EXPIRED);
            assertTurns(basic(null, month, canceled("2024-01-20")), "2024-01-20", ACTIVE, CANCELED);
            assertTurns(basic(null, month, canceled("2024-02-01")), "2024-02-01", ACTIVE, CANCELED);
            assertTurns(basic(null, month, canceled("2024-02-02")), "2024-02-01", ACTIVE, EXPIRED);
        }
    }

    private static void assertTurns(
            Subscription subscription, String at, SubscriptionStatus before, SubscriptionStatus from) {
        assertThat(subscription.statusAt(before(at))).isEqualTo(before);
        assertThat(subscription.statusAt(at(at))).isEqualTo(from);
    }
}
