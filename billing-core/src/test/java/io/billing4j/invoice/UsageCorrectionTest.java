package io.billing4j.invoice;

import static io.billing4j.fixture.Changes.BASIC;
import static io.billing4j.fixture.Changes.PRO;
import static io.billing4j.fixture.Changes.at;
import static io.billing4j.fixture.Changes.canceled;
import static io.billing4j.fixture.Changes.paused;
import static io.billing4j.fixture.Changes.plan;
import static io.billing4j.fixture.Changes.quantity;
import static io.billing4j.fixture.Changes.subscribed;
import static io.billing4j.fixture.DemoBooks.CREDITABLE;
import static io.billing4j.fixture.DemoBooks.usd;
import static io.billing4j.invoice.ShownLines.shown;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.catalog.Charge;
import io.billing4j.catalog.PlanVersion;
import io.billing4j.fixture.DemoBooks;
import io.billing4j.id.ChargeId;
import io.billing4j.price.PriceModel;
import io.billing4j.price.PriceTerms;
import io.billing4j.price.Tier;
import io.billing4j.subscription.PausedFees;
import io.billing4j.subscription.Subscription;
import io.billing4j.subscription.SubscriptionChange;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Usage that comes out otherwise after it was billed: of April, on the document of May. */
class UsageCorrectionTest {
    private final Ledger calls = ledger(calls("basic", PriceModel.perUnit(usd("0.10")), PriceTerms.NONE));

    @Nested
    class LateUsage {
        @Test
        void takes_back_the_old_line_as_a_whole_and_asks_for_the_new_one() {
            calls.used(CREDITABLE, at("2024-04-10"), "100").bill(0);
            calls.bill(1);

            assertThat(shown(calls.used(CREDITABLE, at("2024-04-20"), "50").correct()))
                    .containsExactly(
                            "calls basic×100 [2024-04-01, 2024-05-01) -10.00 of 2/1",
                            "calls basic×150 [2024-04-01, 2024-05-01) 15.00");
        }

        @Test
        void of_a_month_that_had_none_is_asked_for() {
            calls.bill(0);
            calls.bill(1);

            assertThat(shown(calls.used(CREDITABLE, at("2024-04-20"), "50").correct()))
                    .containsExactly("calls basic×50 [2024-04-01, 2024-05-01) 5.00");
        }

        @Test
        void of_a_month_that_is_not_billed_yet_is_left_to_its_document() {
            calls.bill(0);

            assertThat(calls.used(CREDITABLE, at("2024-04-20"), "50").correct().lines())
                    .isEmpty();
        }

        @Test
        void that_takes_back_all_of_the_usage_leaves_nothing_to_pay() {
            calls.used(CREDITABLE, at("2024-04-10"), "100").bill(0);
            calls.bill(1);

            assertThat(shown(calls.used(CREDITABLE, at("2024-04-20"), "-100").correct()))
                    .containsExactly("calls basic×100 [2024-04-01, 2024-05-01) -10.00 of 2/1");
        }

        @Test
        void that_reaches_another_tier_prices_all_of_it_again() {
            // Up to 100 at 0.10, beyond at 0.05: 100 are 10.00, 150 are 12.50.
            Ledger tiers = ledger(calls(
                    "basic",
                    PriceModel.graduated(
                            List.of(Tier.upTo(new BigDecimal(100), usd("0.10")), Tier.beyond(usd("0.05")))),
                    PriceTerms.NONE));
            tiers.used(CREDITABLE, at("2024-04-10"), "100").bill(0);
            tiers.bill(1);

            InvoiceDraft corrected =
                    tiers.used(CREDITABLE, at("2024-04-20"), "50").correct();

            assertThat(corrected.totals().subtotal()).hasToString("USD 2.50");
        }

        @Test
        void twice_corrects_the_correction_and_not_what_is_corrected_already() {
            calls.used(CREDITABLE, at("2024-04-10"), "100").bill(0);
            calls.bill(1);
            calls.used(CREDITABLE, at("2024-04-20"), "50").correct();

            assertThat(shown(calls.used(CREDITABLE, at("2024-04-21"), "10").correct()))
                    .containsExactly(
                            "calls basic×150 [2024-04-01, 2024-05-01) -15.00 of 3/2",
                            "calls basic×160 [2024-04-01, 2024-05-01) 16.00");
            assertThat(calls.correct().lines()).isEmpty();
        }

        @Test
        void after_the_end_is_asked_for_after_the_final_document() {
            calls.known(april(canceled("2024-04-16"))).used(CREDITABLE, at("2024-04-10"), "100");
            calls.bill(0);
            assertThat(shown(calls.bill(1))).containsExactly("calls basic×100 [2024-04-01, 2024-04-16) 10.00");

            // What was used after the end is not billed: it is nobody's.
            calls.used(CREDITABLE, at("2024-04-12"), "20").used(CREDITABLE, at("2024-04-17"), "7");
            assertThat(shown(calls.correct()))
                    .containsExactly(
                            "calls basic×100 [2024-04-01, 2024-04-16) -10.00 of 2/1",
                            "calls basic×120 [2024-04-01, 2024-04-16) 12.00");
        }
    }

    @Nested
    class ACommitment {
        @Test
        void is_taken_back_with_the_usage_and_asked_for_anew() {
            // A minimum of 12.00: 100 calls are 10.00 and 2.00 to make up for it; 150 calls are 15.00 and nothing.
            Ledger promised =
                    ledger(calls("basic", PriceModel.perUnit(usd("0.10")), PriceTerms.NONE.withMinimum(usd("12.00"))));
            promised.used(CREDITABLE, at("2024-04-10"), "100").bill(0);
            assertThat(shown(promised.bill(1)))
                    .containsExactly(
                            "calls basic×100 [2024-04-01, 2024-05-01) 10.00",
                            "calls basic×100 [2024-04-01, 2024-05-01) 2.00");

            assertThat(shown(promised.used(CREDITABLE, at("2024-04-20"), "50").correct()))
                    .containsExactly(
                            "calls basic×100 [2024-04-01, 2024-05-01) -10.00 of 2/1",
                            "calls basic×100 [2024-04-01, 2024-05-01) -2.00 of 2/2",
                            "calls basic×150 [2024-04-01, 2024-05-01) 15.00");
        }

        @Test
        void without_any_usage_is_taken_back_alone() {
            Ledger promised =
                    ledger(calls("basic", PriceModel.perUnit(usd("0.10")), PriceTerms.NONE.withMinimum(usd("12.00"))));
            promised.bill(0);
            assertThat(shown(promised.bill(1))).containsExactly("calls basic×0 [2024-04-01, 2024-05-01) 12.00");

            // 30 calls are 3.00 and 9.00.
            assertThat(shown(promised.used(CREDITABLE, at("2024-04-20"), "30").correct()))
                    .containsExactly(
                            "calls basic×0 [2024-04-01, 2024-05-01) -12.00 of 2/1",
                            "calls basic×30 [2024-04-01, 2024-05-01) 3.00",
                            "calls basic×30 [2024-04-01, 2024-05-01) 9.00");
        }
    }

    @Nested
    class AnotherPlan {
        private final Ledger both = ledger(
                calls("basic", PriceModel.perUnit(usd("0.10")), PriceTerms.NONE),
                calls("pro", PriceModel.perUnit(usd("0.04")), PriceTerms.NONE));

        @Test
        void in_mid_month_that_is_known_later_splits_the_usage_at_its_instant() {
            both.used(CREDITABLE, at("2024-04-10"), "100").used(CREDITABLE, at("2024-04-20"), "50");
            both.bill(0);
            both.bill(1);

            assertThat(shown(both.known(april(plan("2024-04-16", PRO))).correct()))
                    .containsExactly(
                            "calls basic×150 [2024-04-01, 2024-05-01) -15.00 of 2/1",
                            "calls basic×100 [2024-04-01, 2024-04-16) 10.00",
                            "calls pro×50 [2024-04-16, 2024-05-01) 2.00");
        }

        @Test
        void is_none_where_only_quantity_or_a_pause_change() {
            both.used(CREDITABLE, at("2024-04-10"), "100").used(CREDITABLE, at("2024-04-20"), "50");
            both.bill(0);
            both.bill(1);

            assertThat(both.known(april(quantity("2024-04-16", 7), paused("2024-04-18", PausedFees.STOP)))
                            .correct()
                            .lines())
                    .isEmpty();
        }
    }

    private static Subscription april(SubscriptionChange... changes) {
        return subscribed("2024-04-01", BASIC, 1, changes);
    }

    private static Ledger ledger(PlanVersion... plans) {
        return new Ledger(april(), List.of(CREDITABLE), plans);
    }

    private static PlanVersion calls(String plan, PriceModel price, PriceTerms terms) {
        return DemoBooks.plan(
                plan,
                Charge.usage(ChargeId.of("calls"), "Calls", price, CREDITABLE.id())
                        .withTerms(terms));
    }
}
