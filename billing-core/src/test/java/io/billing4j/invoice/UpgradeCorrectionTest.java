package io.billing4j.invoice;

import static io.billing4j.fixture.Changes.BASIC;
import static io.billing4j.fixture.Changes.PRO;
import static io.billing4j.fixture.Changes.plan;
import static io.billing4j.fixture.Changes.subscribed;
import static io.billing4j.fixture.Changes.withdrawn;
import static io.billing4j.invoice.Ledger.flat;
import static io.billing4j.invoice.ShownLines.shown;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.catalog.PlanVersionRef;
import io.billing4j.id.PlanId;
import io.billing4j.period.ProrationPolicy;
import io.billing4j.subscription.Subscription;
import io.billing4j.subscription.SubscriptionChange;
import io.billing4j.subscription.SubscriptionChange.PlanChanged;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Another plan for a month that was billed: in April 2024, which has 30 days and 720 hours. */
class UpgradeCorrectionTest {
    private static final PlanVersionRef MAX = new PlanVersionRef(PlanId.of("max"), 1);

    private final Ledger ledger = new Ledger(
            subscribed("2024-04-01", BASIC, 1), flat("basic", "30.00"), flat("pro", "60.00"), flat("max", "90.00"));

    @Nested
    class AnUpgradeInMidMonth {
        private final Subscription upgraded = april(plan("2024-04-16", PRO));

        @Test
        void takes_back_half_of_the_old_fee_and_asks_for_half_of_the_new_one() {
            ledger.bill(0);

            assertThat(shown(ledger.known(upgraded).correct()))
                    .containsExactly(
                            "fee basic×1 [2024-04-16, 2024-05-01) -15.00 of 1/1",
                            "fee pro×1 [2024-04-16, 2024-05-01) 30.00");
        }

        @Test
        void stands_before_the_fee_of_the_next_month_on_its_document() {
            ledger.bill(0);

            assertThat(shown(ledger.known(upgraded).bill(1)))
                    .containsExactly(
                            "fee basic×1 [2024-04-16, 2024-05-01) -15.00 of 1/1",
                            "fee pro×1 [2024-04-16, 2024-05-01) 30.00",
                            "fee pro×1 [2024-05-01, 2024-06-01) 60.00");
        }

        @Test
        void has_the_same_lines_where_it_is_settled_at_once() {
            ledger.bill(0);
            ledger.known(upgraded);

            assertThat(shown(ledger.settle(2)))
                    .containsExactly(
                            "fee basic×1 [2024-04-16, 2024-05-01) -15.00 of 1/1",
                            "fee pro×1 [2024-04-16, 2024-05-01) 30.00");
            assertThat(ledger.correct().lines()).isEmpty();
        }

        @Test
        void that_was_known_when_the_month_was_billed_corrects_nothing() {
            assertThat(shown(ledger.known(upgraded).bill(0)))
                    .containsExactly(
                            "fee basic×1 [2024-04-01, 2024-04-16) 15.00", "fee pro×1 [2024-04-16, 2024-05-01) 30.00");
            assertThat(ledger.correct().lines()).isEmpty();
        }

        @Test
        void that_is_withdrawn_is_taken_back_itself() {
            ledger.bill(0);
            ledger.known(upgraded).correct();

            // What was given back of the old fee is taken back.
            assertThat(shown(ledger.known(upgraded.with(withdrawn(2))).correct()))
                    .containsExactly(
                            "fee basic×1 [2024-04-16, 2024-05-01) 15.00 of 2/1",
                            "fee pro×1 [2024-04-16, 2024-05-01) -30.00 of 2/2");
        }

        @Test
        void on_the_first_instant_takes_back_all() {
            ledger.bill(0);

            assertThat(shown(ledger.known(april(plan("2024-04-01", PRO))).correct()))
                    .containsExactly(
                            "fee basic×1 [2024-04-01, 2024-05-01) -30.00 of 1/1",
                            "fee pro×1 [2024-04-01, 2024-05-01) 60.00");
        }
    }

    @Nested
    class ABackdatedUpgrade {
        @Test
        void corrects_every_month_since() {
            ledger.bill(0);
            ledger.bill(1);

            assertThat(shown(ledger.known(april(plan("2024-04-16", PRO))).bill(2)))
                    .containsExactly(
                            "fee basic×1 [2024-04-16, 2024-05-01) -15.00 of 1/1",
                            "fee pro×1 [2024-04-16, 2024-05-01) 30.00",
                            "fee basic×1 [2024-05-01, 2024-06-01) -30.00 of 2/1",
                            "fee pro×1 [2024-05-01, 2024-06-01) 60.00",
                            "fee pro×1 [2024-06-01, 2024-07-01) 60.00");
        }

        @Test
        void before_another_one_leaves_what_that_has_settled() {
            // To 90.00 on the 21st, settled; then it turns out that it was 60.00 from the 11th on.
            ledger.bill(0);
            ledger.known(april(plan("2024-04-21", MAX))).correct();

            // Ten of thirty days: 10.00 of the old, 20.00 of the new.
            assertThat(shown(ledger.known(april(plan("2024-04-21", MAX), plan("2024-04-11", PRO)))
                            .correct()))
                    .containsExactly(
                            "fee basic×1 [2024-04-11, 2024-04-21) -10.00 of 1/1",
                            "fee pro×1 [2024-04-11, 2024-04-21) 20.00");
        }
    }

    @Nested
    class TwoChangesInOneMonth {
        @Test
        void both_count() {
            ledger.bill(0);
            ledger.known(april(plan("2024-04-11", PRO))).correct();

            // 10 days at 30.00, 10 at 60.00, 10 at 90.00: 10.00 + 20.00 + 30.00, of which 30 - 20 + 40 = 50.00 is
            // billed.
            assertThat(shown(ledger.known(april(plan("2024-04-11", PRO), plan("2024-04-21", MAX)))
                            .correct()))
                    .containsExactly(
                            "fee pro×1 [2024-04-21, 2024-05-01) -20.00 of 2/2",
                            "fee max×1 [2024-04-21, 2024-05-01) 30.00");
        }

        @Test
        void down_and_up_again_at_one_instant_are_none() {
            ledger.bill(0);

            assertThat(ledger.known(april(plan("2024-04-16", PRO), plan("2024-04-16", BASIC)))
                            .correct()
                            .lines())
                    .isEmpty();
        }

        @Test
        void an_hour_apart_differ_by_that_hour_alone() {
            Ledger pro = new Ledger(subscribed("2024-04-01", PRO, 1), flat("basic", "30.00"), flat("pro", "60.00"));
            PlanChanged down = plan("2024-04-16T10:00:00Z", BASIC);
            pro.bill(0);
            pro.known(subscribed("2024-04-01", PRO, 1, down)).correct();
            pro.known(subscribed("2024-04-01", PRO, 1, down, plan("2024-04-16T11:00:00Z", PRO)))
                    .correct();

            // Until hour 370 of 720: 30.83 of 60.00 and 15.42 of 30.00; until hour 371: 30.92 and 15.46.
            assertThat(all(pro))
                    .containsExactly(
                            "fee pro×1 [2024-04-01, 2024-05-01) 60.00",
                            "fee pro×1 [2024-04-16T10:00Z, 2024-05-01) -29.17 of 1/1",
                            "fee basic×1 [2024-04-16T10:00Z, 2024-05-01) 14.58",
                            "fee pro×1 [2024-04-16T11:00Z, 2024-05-01) 29.08 of 2/1",
                            "fee basic×1 [2024-04-16T11:00Z, 2024-05-01) -14.54 of 2/2");
        }

        @Test
        void and_a_third_one_take_back_what_stands_by_then() {
            ledger.bill(0);
            ledger.known(april(plan("2024-04-11", PRO))).correct();
            ledger.known(april(plan("2024-04-11", PRO), plan("2024-04-16", BASIC)))
                    .correct();

            // Five days of the fee stand again, and go once more with the third change.
            assertThat(shown(ledger.known(
                                    april(plan("2024-04-11", PRO), plan("2024-04-16", BASIC), plan("2024-04-26", PRO)))
                            .correct()))
                    .containsExactly(
                            "fee basic×1 [2024-04-26, 2024-05-01) -5.00 of 3/1",
                            "fee pro×1 [2024-04-26, 2024-05-01) 10.00 of 3/2");
            assertThat(ledger.correct().lines()).isEmpty();
        }

        @Test
        void on_one_day_net_to_zero_where_days_are_shared_out() {
            Ledger pro = new Ledger(
                    subscribed("2024-04-01", PRO, 1),
                    flat("basic", "30.00", ProrationPolicy.BY_DAY),
                    flat("pro", "60.00", ProrationPolicy.BY_DAY));
            PlanChanged down = plan("2024-04-16T10:00:00Z", BASIC);
            pro.bill(0);
            InvoiceDraft first =
                    pro.known(subscribed("2024-04-01", PRO, 1, down)).correct();
            InvoiceDraft second = pro.known(subscribed("2024-04-01", PRO, 1, down, plan("2024-04-16T11:00:00Z", PRO)))
                    .correct();

            // The day of the change counts with what comes after it: 15 of 30 days.
            assertThat(first.totals().subtotal()).hasToString("USD -15.00");
            assertThat(second.totals().subtotal()).hasToString("USD 15.00");
        }
    }

    private static Subscription april(SubscriptionChange... changes) {
        return subscribed("2024-04-01", BASIC, 1, changes);
    }

    private static List<String> all(Ledger ledger) {
        return ledger.documents().stream()
                .flatMap(document -> shown(document.draft()).stream())
                .toList();
    }
}
