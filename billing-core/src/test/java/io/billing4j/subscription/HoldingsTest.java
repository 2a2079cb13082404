package io.billing4j.subscription;

import static io.billing4j.fixture.Changes.ARCHIVE;
import static io.billing4j.fixture.Changes.PRO;
import static io.billing4j.fixture.Changes.RECORDED;
import static io.billing4j.fixture.Changes.SUPPORT;
import static io.billing4j.fixture.Changes.addOn;
import static io.billing4j.fixture.Changes.addOnGone;
import static io.billing4j.fixture.Changes.at;
import static io.billing4j.fixture.Changes.basic;
import static io.billing4j.fixture.Changes.canceled;
import static io.billing4j.fixture.Changes.paused;
import static io.billing4j.fixture.Changes.plan;
import static io.billing4j.fixture.Changes.quantity;
import static io.billing4j.fixture.Changes.resumed;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.fixture.Changes;
import io.billing4j.subscription.SubscriptionChange.Canceled;
import io.billing4j.subscription.SubscriptionChange.TrialExtended;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What is held in January 2024: for its fees, and for its usage. */
class HoldingsTest {
    @Nested
    class Fees {
        @Test
        void of_nothing_that_happens_are_one_stretch() {
            assertThat(fees(basic())).containsExactly("basic×1 [2024-01-01, 2024-02-01)");
        }

        @Test
        void are_split_by_quantity_and_plan() {
            assertThat(fees(basic(quantity("2024-01-10", 3), plan("2024-01-20", PRO))))
                    .containsExactly(
                            "basic×1 [2024-01-01, 2024-01-10)",
                            "basic×3 [2024-01-10, 2024-01-20)",
                            "pro×3 [2024-01-20, 2024-02-01)");
        }

        @Test
        void are_not_split_by_what_changes_nothing_of_them() {
            assertThat(fees(basic(quantity("2024-01-10", 1), addOn("2024-01-20", SUPPORT, 2))))
                    .containsExactly("basic×1 [2024-01-01, 2024-02-01)", "support×2 [2024-01-20, 2024-02-01)");
        }

        @Test
        void have_no_stretch_for_a_change_and_its_opposite_at_one_instant() {
            assertThat(fees(basic(plan("2024-01-10", PRO), plan("2024-01-10", Changes.BASIC))))
                    .containsExactly("basic×1 [2024-01-01, 2024-02-01)");
        }

        /** They would have gone on until the end of the period that began on the 20th, which is none any more. */
        @Test
        void of_one_that_ends_within_a_trial_that_was_extended_since_have_no_stretch() {
            Subscription ended = basic(
                    "2024-01-20",
                    null,
                    new Canceled(at("2024-01-25"), RECORDED, at("2024-02-20")),
                    new TrialExtended(at("2024-01-02"), RECORDED, at("2024-02-10")));

            assertThat(ended.feesEndExclusive()).isEqualTo(at("2024-01-25"));
            assertThat(ended.feesHeld(at("2024-02-10"), at("2024-03-10"))).isEmpty();
        }

        @Test
        void stop_with_a_pause_and_go_on_after_it() {
            assertThat(fees(basic(
                            addOn("2024-01-01", SUPPORT, 1),
                            paused("2024-01-10", PausedFees.STOP),
                            resumed("2024-01-20"))))
                    .containsExactly(
                            "basic×1 [2024-01-01, 2024-01-10)",
                            "basic×1 [2024-01-20, 2024-02-01)",
                            "support×1 [2024-01-01, 2024-01-10)",
                            "support×1 [2024-01-20, 2024-02-01)");
        }

        @Test
        void go_on_through_a_pause_that_leaves_them_alone() {
            assertThat(fees(basic(paused("2024-01-10", PausedFees.CONTINUE), resumed("2024-01-20"))))
                    .containsExactly("basic×1 [2024-01-01, 2024-02-01)");
        }

        @Test
        void are_none_while_a_pause_goes_on() {
            assertThat(fees(basic(paused("2023-12-10", PausedFees.STOP)))).isEmpty();
        }

        @Test
        void end_where_it_ends() {
            assertThat(fees(basic(canceled("2024-01-12")))).containsExactly("basic×1 [2024-01-01, 2024-01-12)");
            assertThat(fees(basic(canceled("2024-01-01")))).isEmpty();
        }

        @Test
        void come_in_the_order_of_plan_and_then_of_the_keys_of_add_ons() {
            assertThat(fees(basic(
                            addOn("2024-01-01", SUPPORT, 1),
                            addOn("2024-01-01", ARCHIVE, 1),
                            addOnGone("2024-01-05", ARCHIVE))))
                    .containsExactly(
                            "basic×1 [2024-01-01, 2024-02-01)",
                            "archive×1 [2024-01-01, 2024-01-05)",
                            "support×1 [2024-01-01, 2024-02-01)");
        }

        @Test
        void begin_with_the_first_paid_instant() {
            assertThat(fees(basic("2024-01-15", null))).containsExactly("basic×1 [2024-01-15, 2024-02-01)");
        }
    }

    @Nested
    class FeesThatDoNotFollowTheInstantOfTheChange {
        @Test
        void follow_it_from_the_start_of_its_day_on() {
            assertThat(fees(basic(quantity("2024-01-10T15:00:00Z", "2024-01-10", 3))))
                    .containsExactly("basic×1 [2024-01-01, 2024-01-10)", "basic×3 [2024-01-10, 2024-02-01)");
        }

        @Test
        void follow_it_from_the_next_period_on() {
            Subscription subscription = basic(quantity("2024-01-10", "2024-02-01", 3));

            assertThat(fees(subscription)).containsExactly("basic×1 [2024-01-01, 2024-02-01)");
            assertThat(Changes.shown(subscription.feesHeld(at("2024-02-01"), at("2024-03-01"))))
                    .containsExactly("basic×3 [2024-02-01, 2024-03-01)");
        }

        @Test
        void are_overtaken_by_a_change_with_a_later_effect() {
            // To 3 on the 10th with the next period, to 5 on the 20th at once: from 1 February on it is 5 all the same.
            Subscription subscription = basic(quantity("2024-01-10", "2024-02-01", 3), quantity("2024-01-20", 5));

            assertThat(fees(subscription))
                    .containsExactly("basic×1 [2024-01-01, 2024-01-20)", "basic×5 [2024-01-20, 2024-02-01)");
            assertThat(Changes.shown(subscription.feesHeld(at("2024-02-01"), at("2024-03-01"))))
                    .containsExactly("basic×5 [2024-02-01, 2024-03-01)");
        }

        @Test
        void go_on_to_the_end_of_the_period_of_a_cancellation_that_is_not_settled() {
            Subscription subscription = basic(new Canceled(at("2024-01-12"), RECORDED, at("2024-02-01")));

            assertThat(fees(subscription)).containsExactly("basic×1 [2024-01-01, 2024-02-01)");
            assertThat(service(subscription)).containsExactly("basic×1 [2024-01-01, 2024-01-12)");
            assertThat(subscription.endExclusive()).isEqualTo(at("2024-01-12"));
            assertThat(subscription.feesEndExclusive()).isEqualTo(at("2024-02-01"));
        }
    }

    @Nested
    class Usage {
        @Test
        void is_split_by_plan_alone_and_not_by_quantity_or_pause() {
            assertThat(service(basic(
                            quantity("2024-01-05", 3),
                            paused("2024-01-10", PausedFees.STOP),
                            resumed("2024-01-12"),
                            plan("2024-01-20", PRO))))
                    .containsExactly("basic×1 [2024-01-01, 2024-01-20)", "pro×3 [2024-01-20, 2024-02-01)");
        }

        @Test
        void follows_the_instant_of_the_change_whatever_fees_do() {
            Subscription subscription = basic(plan("2024-01-20", "2024-02-01", PRO));

            assertThat(service(subscription))
                    .containsExactly("basic×1 [2024-01-01, 2024-01-20)", "pro×1 [2024-01-20, 2024-02-01)");
            assertThat(fees(subscription)).containsExactly("basic×1 [2024-01-01, 2024-02-01)");
        }

        @Test
        void of_an_add_on_is_counted_while_it_is_there() {
            assertThat(service(basic(addOn("2024-01-10", SUPPORT, 1), addOnGone("2024-01-20", SUPPORT))))
                    .containsExactly("basic×1 [2024-01-01, 2024-02-01)", "support×1 [2024-01-10, 2024-01-20)");
        }

        @Test
        void of_a_trial_is_not_held() {
            assertThat(service(basic("2024-01-15", null))).containsExactly("basic×1 [2024-01-15, 2024-02-01)");
        }
    }

    private static List<String> fees(Subscription subscription) {
        return Changes.shown(subscription.feesHeld(at("2024-01-01"), at("2024-02-01")));
    }

    private static List<String> service(Subscription subscription) {
        return Changes.shown(subscription.serviceHeld(at("2024-01-01"), at("2024-02-01")));
    }
}
