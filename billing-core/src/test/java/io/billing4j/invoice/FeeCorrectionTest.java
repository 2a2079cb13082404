package io.billing4j.invoice;

import static io.billing4j.fixture.Changes.BASIC;
import static io.billing4j.fixture.Changes.PRO;
import static io.billing4j.fixture.Changes.RECORDED;
import static io.billing4j.fixture.Changes.SUPPORT;
import static io.billing4j.fixture.Changes.addOn;
import static io.billing4j.fixture.Changes.addOnGone;
import static io.billing4j.fixture.Changes.at;
import static io.billing4j.fixture.Changes.canceled;
import static io.billing4j.fixture.Changes.paused;
import static io.billing4j.fixture.Changes.plan;
import static io.billing4j.fixture.Changes.quantity;
import static io.billing4j.fixture.Changes.resumed;
import static io.billing4j.fixture.Changes.subscribed;
import static io.billing4j.fixture.DemoBooks.usd;
import static io.billing4j.invoice.Ledger.flat;
import static io.billing4j.invoice.ShownLines.shown;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.catalog.Charge;
import io.billing4j.catalog.PlanVersionRef;
import io.billing4j.fixture.DemoBooks;
import io.billing4j.id.ChargeId;
import io.billing4j.id.PlanId;
import io.billing4j.period.BillingInterval;
import io.billing4j.period.IntervalUnit;
import io.billing4j.period.ProrationPolicy;
import io.billing4j.price.PriceModel;
import io.billing4j.price.PriceTerms;
import io.billing4j.subscription.PausedFees;
import io.billing4j.subscription.Subscription;
import io.billing4j.subscription.SubscriptionChange;
import io.billing4j.subscription.SubscriptionChange.PlanChanged;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Fees that come out otherwise after they were billed, for other reasons than another plan: April 2024 has 30 days. */
class FeeCorrectionTest {
    private static final PlanVersionRef MAX = new PlanVersionRef(PlanId.of("max"), 1);

    private final Ledger ledger = new Ledger(april(), flat("basic", "30.00"), flat("max", "90.00"));

    @Nested
    class AQuantity {
        private final Ledger seats = new Ledger(
                subscribed("2024-04-01", BASIC, 3),
                DemoBooks.plan("basic", Charge.fee(ChargeId.of("fee"), "Seat", PriceModel.perUnit(usd("10.00")))));

        @Test
        void that_grows_is_settled_like_another_price() {
            seats.bill(0);

            // Half of 3 × 10.00 back, half of 5 × 10.00 asked.
            assertThat(shown(seats.known(subscribed("2024-04-01", BASIC, 3, quantity("2024-04-16", 5)))
                            .correct()))
                    .containsExactly(
                            "fee basic×3 [2024-04-16, 2024-05-01) -15.00 of 1/1",
                            "fee basic×5 [2024-04-16, 2024-05-01) 25.00");
        }

        @Test
        void whose_fees_follow_with_the_next_period_is_not_settled_in_this_one() {
            Subscription later = subscribed("2024-04-01", BASIC, 3, quantity("2024-04-16", "2024-05-01", 5));
            seats.bill(0);

            assertThat(seats.known(later).correct().lines()).isEmpty();
            assertThat(shown(seats.bill(1))).containsExactly("fee basic×5 [2024-05-01, 2024-06-01) 50.00");
        }

        @Test
        void makes_no_difference_to_a_flat_fee() {
            ledger.bill(0);

            assertThat(ledger.known(april(quantity("2024-04-16", 5))).correct().lines())
                    .isEmpty();
        }
    }

    @Nested
    class APause {
        @Test
        void over_the_end_of_a_month_gives_back_and_asks_by_the_days() {
            ledger.bill(0);

            // Ten of thirty days of April; nothing of May as long as it lasts.
            Subscription resting = april(paused("2024-04-21", PausedFees.STOP));
            assertThat(shown(ledger.known(resting).bill(1)))
                    .containsExactly("fee basic×1 [2024-04-21, 2024-05-01) -10.00 of 1/1");

            // 30.00 less the 9.68 of ten of thirty-one days of May.
            assertThat(shown(ledger.known(resting.with(resumed("2024-05-11"))).correct()))
                    .containsExactly("fee basic×1 [2024-05-11, 2024-06-01) 20.32");
        }

        @Test
        void that_leaves_fees_alone_settles_nothing() {
            ledger.bill(0);

            assertThat(ledger.known(april(paused("2024-04-21", PausedFees.CONTINUE)))
                            .correct()
                            .lines())
                    .isEmpty();
        }

        @Test
        void and_a_resumption_in_one_day_ten_times_cost_no_cent_where_days_are_shared_out() {
            Ledger days =
                    new Ledger(subscribed("2024-04-01", BASIC, 1), flat("basic", "31.13", ProrationPolicy.BY_DAY));
            days.bill(0);
            Subscription subscription = april();
            for (int hour = 1; hour <= 10; hour++) {
                String time = "2024-04-16T" + (hour < 10 ? "0" : "") + hour;
                subscription = subscription
                        .with(paused(time + ":00:00Z", PausedFees.STOP))
                        .with(resumed(time + ":30:00Z"));
                assertThat(days.known(subscription).correct().lines()).isEmpty();
            }
        }
    }

    @Nested
    class AnAddOn {
        private final Ledger withAddOn =
                new Ledger(subscribed("2024-04-01", BASIC, 1), flat("basic", "30.00"), flat("support", "12.00"));

        @Test
        void of_the_last_day_of_the_month_is_asked_for_by_that_day() {
            withAddOn.bill(0);

            // 12.00 × 29/30 = 11.60 are before it.
            assertThat(shown(withAddOn
                            .known(april(addOn("2024-04-30", SUPPORT, 1)))
                            .bill(1)))
                    .containsExactly(
                            "fee support×1 [2024-04-30, 2024-05-01) 0.40",
                            "fee basic×1 [2024-05-01, 2024-06-01) 30.00",
                            "fee support×1 [2024-05-01, 2024-06-01) 12.00");
        }

        @Test
        void that_is_removed_is_given_back_from_then_on() {
            Subscription with = april(addOn("2024-04-01", SUPPORT, 1));
            withAddOn.known(with).bill(0);

            assertThat(shown(withAddOn
                            .known(with.with(addOnGone("2024-04-16", SUPPORT)))
                            .correct()))
                    .containsExactly("fee support×1 [2024-04-16, 2024-05-01) -6.00 of 1/2");
        }
    }

    @Nested
    class AnEnd {
        @Test
        void in_mid_month_gives_back_the_rest_on_the_final_document() {
            ledger.bill(0);

            InvoiceDraft last = ledger.known(april(canceled("2024-04-16"))).bill(1);

            assertThat(last.places().get(0).place().reason()).isEqualTo(SlotReason.FINAL);
            assertThat(shown(last)).containsExactly("fee basic×1 [2024-04-16, 2024-05-01) -15.00 of 1/1");
        }

        @Test
        void that_is_backdated_gives_back_all_since() {
            ledger.bill(0);
            ledger.bill(1);

            assertThat(shown(ledger.known(april(canceled("2024-04-16"))).correct()))
                    .containsExactly(
                            "fee basic×1 [2024-04-16, 2024-05-01) -15.00 of 1/1",
                            "fee basic×1 [2024-05-01, 2024-06-01) -30.00 of 2/1");
        }
    }

    @Nested
    class AnotherInterval {
        @Test
        void gives_back_the_rest_of_the_month_and_asks_for_a_year_from_then_on() {
            ledger.bill(0);
            SubscriptionChange yearly =
                    new PlanChanged(at("2024-04-16"), RECORDED, at("2024-04-16"), MAX, BillingInterval.YEARLY);

            assertThat(shown(ledger.known(april(yearly)).bill(1)))
                    .containsExactly(
                            "fee basic×1 [2024-04-16, 2024-05-01) -15.00 of 1/1",
                            "fee max×1 [2024-04-16, 2025-04-16) 90.00");
            assertThat(ledger.correct().lines()).isEmpty();
        }

        /** The fee is asked for from where it held first, which is in a period by then that nobody has billed. */
        @Test
        void before_a_fee_that_is_not_shared_out_held_takes_that_back() {
            Ledger whole = new Ledger(april(), flat("basic", "30.00", ProrationPolicy.NONE), flat("max", "90.00"));
            Subscription rested = april(paused("2024-04-01", PausedFees.STOP)).with(resumed("2024-04-09"));
            whole.bill(0);
            assertThat(shown(whole.known(rested).correct()))
                    .containsExactly(
                            "fee basic×1 [2024-04-01, 2024-05-01) -30.00 of 1/1",
                            "fee basic×1 [2024-04-09, 2024-05-01) 30.00");

            SubscriptionChange weekly = new PlanChanged(
                    at("2024-04-02"), RECORDED, at("2024-04-02"), MAX, new BillingInterval(IntervalUnit.WEEK, 1));
            assertThat(shown(whole.known(rested.with(weekly)).correct()))
                    .containsExactly("fee basic×1 [2024-04-09, 2024-05-01) -30.00 of 2/2");
        }
    }

    @Nested
    class WithoutProration {
        private final Ledger whole = new Ledger(
                subscribed("2024-04-01", BASIC, 1),
                flat("basic", "30.00", ProrationPolicy.NONE),
                flat("pro", "60.00", ProrationPolicy.NONE));

        @Test
        void what_held_first_carries_the_whole_month() {
            whole.bill(0);

            assertThat(whole.known(april(plan("2024-04-16", PRO))).correct().lines())
                    .isEmpty();
            assertThat(shown(whole.bill(1))).containsExactly("fee pro×1 [2024-05-01, 2024-06-01) 60.00");
        }

        @Test
        void another_plan_from_the_first_instant_on_takes_its_place() {
            whole.bill(0);

            assertThat(shown(whole.known(april(plan("2024-04-01", PRO))).correct()))
                    .containsExactly(
                            "fee basic×1 [2024-04-01, 2024-05-01) -30.00 of 1/1",
                            "fee pro×1 [2024-04-01, 2024-05-01) 60.00");
        }

        @Test
        void nothing_is_given_back_at_an_end() {
            whole.bill(0);

            assertThat(whole.known(april(canceled("2024-04-16"))).bill(1).lines())
                    .isEmpty();
        }
    }

    @Nested
    class ACommitment {
        /** Two at 10.00 with a minimum of 30.00: 20.00, and 10.00 to make up for it. */
        private final Ledger promised = new Ledger(
                subscribed("2024-04-01", BASIC, 2),
                DemoBooks.plan(
                        "basic",
                        Charge.fee(ChargeId.of("fee"), "Seat", PriceModel.perUnit(usd("10.00")))
                                .withTerms(PriceTerms.NONE.withMinimum(usd("30.00")))));

        private Subscription two(SubscriptionChange... changes) {
            return subscribed("2024-04-01", BASIC, 2, changes);
        }

        @Test
        void is_taken_back_in_its_two_parts_piece_by_piece() {
            promised.bill(0);

            // Until day 20 of 30: 13.33 of 20.00 and 6.67 of 10.00.
            assertThat(shown(promised.known(two(canceled("2024-04-21"))).correct()))
                    .containsExactly(
                            "fee basic×2 [2024-04-21, 2024-05-01) -6.67 of 1/1",
                            "fee basic×2 [2024-04-21, 2024-05-01) -3.33 of 1/2");
            // Until day 10: 6.67 and 3.33, so that 6.66 and 3.34 fall on the ten days between.
            assertThat(shown(promised.known(two(canceled("2024-04-11"))).correct()))
                    .containsExactly(
                            "fee basic×2 [2024-04-11, 2024-04-21) -6.66 of 1/1",
                            "fee basic×2 [2024-04-11, 2024-04-21) -3.34 of 1/2");
            // 20.00 - 6.67 - 6.66 - 6.67 = 0.00, and 10.00 - 3.33 - 3.34 - 3.33 = 0.00.
            assertThat(shown(promised.known(two(canceled("2024-04-01"))).correct()))
                    .containsExactly(
                            "fee basic×2 [2024-04-01, 2024-04-11) -6.67 of 1/1",
                            "fee basic×2 [2024-04-01, 2024-04-11) -3.33 of 1/2");
        }
    }

    private static Subscription april(SubscriptionChange... changes) {
        return subscribed("2024-04-01", BASIC, 1, changes);
    }
}
