package io.billing4j.invoice;

import static io.billing4j.fixture.Changes.BASIC;
import static io.billing4j.fixture.Changes.PRO;
import static io.billing4j.fixture.Changes.RECORDED;
import static io.billing4j.fixture.Changes.at;
import static io.billing4j.fixture.Changes.canceled;
import static io.billing4j.fixture.Changes.subscribed;
import static io.billing4j.fixture.DemoBooks.CREDITABLE;
import static io.billing4j.fixture.DemoBooks.usd;
import static io.billing4j.fixture.Grants.granted;
import static io.billing4j.fixture.Grants.percent;
import static io.billing4j.invoice.ShownLines.shown;
import static io.billing4j.invoice.ShownLines.shownWithTaxes;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.catalog.BillingTiming;
import io.billing4j.catalog.Charge;
import io.billing4j.catalog.PlanVersion;
import io.billing4j.discount.DiscountOrder;
import io.billing4j.fixture.Changes;
import io.billing4j.fixture.DemoBooks;
import io.billing4j.id.ChargeId;
import io.billing4j.period.BillingInterval;
import io.billing4j.period.IntervalUnit;
import io.billing4j.period.ProrationPolicy;
import io.billing4j.price.PriceModel;
import io.billing4j.price.PriceTerms;
import io.billing4j.price.Tier;
import io.billing4j.subscription.BillingCursor;
import io.billing4j.subscription.Subscription;
import io.billing4j.subscription.SubscriptionChange;
import io.billing4j.subscription.SubscriptionChange.PlanChanged;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Usage that is billed before its period ends. */
class ProgressiveBillingTest {
    private static final PriceModel TIERS =
            PriceModel.graduated(List.of(Tier.upTo(new BigDecimal(100), usd("1.00")), Tier.beyond(usd("0.50"))));

    private final PeriodManager periods = new PeriodManager();
    private final Ledger tiers = ledger(plan("basic", TIERS, PriceTerms.NONE), plan("pro", TIERS, PriceTerms.NONE));

    @Nested
    class UsageSoFar {
        /**
         * 80 × 1.00, of them 8.00 off; 72.00 × 19 % = 13.68. All 120 are 100 × 1.00 + 20 × 0.50 = 110.00; with the fee of 20.00 for May
         * 130.00, of them 13.00 off; 117.00 × 19 % = 22.23.
         */
        @Test
        void goes_on_in_its_tiers_and_sums_to_the_one_document() {
            tiers.granted(DiscountOrder.AS_GIVEN, granted("ten", percent("10"))).taxed(Taxes.germany());
            tiers.bill(0);
            InvoiceDraft early = progress(tiers.used(CREDITABLE, at("2024-04-10"), "80"), "2024-04-20");
            InvoiceDraft rest = tiers.used(CREDITABLE, at("2024-04-25"), "40").bill(1);

            assertThat(shownWithTaxes(early))
                    .containsExactly("calls basic×80 [2024-04-01, 2024-05-01) 80.00 less 8.00 +13.68");
            assertThat(early.totals().total()).hasToString("USD 85.68");
            // Of 22.23 tax, 99.00 × 19 % = 18.81 are the usage's and 18.00 × 19 % = 3.42 the fee's.
            assertThat(shownWithTaxes(rest))
                    .containsExactly(
                            "calls basic×80 [2024-04-01, 2024-05-01) -80.00 of 2/1 less -8.00 -13.68",
                            "calls basic×120 [2024-04-01, 2024-05-01) 110.00 less 11.00 +18.81",
                            "fee basic×1 [2024-05-01, 2024-06-01) 20.00 less 2.00 +3.42");
            assertThat(rest.totals().total()).hasToString("USD 53.55"); // −85.68 + 139.23
        }

        /** 50.00 + 20.00, of them 7.00 off; 63.00 × 19 % = 11.97; −85.68 + 74.97 = −10.71 */
        @Test
        void that_falls_is_given_back_by_what_bills_the_rest() {
            tiers.granted(DiscountOrder.AS_GIVEN, granted("ten", percent("10"))).taxed(Taxes.germany());
            tiers.bill(0);
            progress(tiers.used(CREDITABLE, at("2024-04-10"), "80"), "2024-04-20");

            InvoiceDraft rest = tiers.used(CREDITABLE, at("2024-04-25"), "-30").bill(1);

            assertThat(rest.totals().total()).hasToString("USD 0.00");
            assertThat(rest.totals().credit()).hasToString("USD -10.71");
        }

        @Test
        void does_not_count_what_lies_at_the_instant_or_later() {
            tiers.bill(0);
            tiers.used(CREDITABLE, at("2024-04-10"), "30").used(CREDITABLE, at("2024-04-20"), "50");

            assertThat(shown(progress(tiers, "2024-04-20")))
                    .containsExactly("calls basic×30 [2024-04-01, 2024-05-01) 30.00");
            assertThat(shown(progress(tiers, "2024-04-20T00:00:00.000001Z")))
                    .containsExactly(
                            "calls basic×30 [2024-04-01, 2024-05-01) -30.00 of 2/1",
                            "calls basic×80 [2024-04-01, 2024-05-01) 80.00");
        }

        @Test
        void that_is_as_much_as_before_is_not_asked_for_again() {
            tiers.bill(0);
            progress(tiers.used(CREDITABLE, at("2024-04-10"), "80"), "2024-04-20");

            assertThat(tiers.progress(at("2024-04-21"))).isNull();
        }

        @Test
        void has_no_true_up_before_the_period_is_over() {
            Ledger committed = ledger(plan("basic", TIERS, PriceTerms.NONE.withMinimum(usd("100"))));
            committed.bill(0);

            assertThat(shown(progress(committed.used(CREDITABLE, at("2024-04-10"), "80"), "2024-04-20")))
                    .containsExactly("calls basic×80 [2024-04-01, 2024-05-01) 80.00");
            assertThat(shown(committed.bill(1)))
                    .containsExactly(
                            "calls basic×80 [2024-04-01, 2024-05-01) -80.00 of 2/1",
                            "calls basic×80 [2024-04-01, 2024-05-01) 80.00",
                            "calls basic×80 [2024-04-01, 2024-05-01) 20.00",
                            "fee basic×1 [2024-05-01, 2024-06-01) 20.00");
        }

        @Test
        void of_two_plans_is_taken_back_when_the_change_is_known() {
            tiers.bill(0);
            progress(tiers.used(CREDITABLE, at("2024-04-10"), "80"), "2024-04-20");
            tiers.known(april(Changes.plan("2024-04-06", PRO))).used(CREDITABLE, at("2024-04-03"), "10");

            assertThat(shown(progress(tiers, "2024-04-22")))
                    .containsExactly(
                            "calls basic×80 [2024-04-01, 2024-05-01) -80.00 of 2/1",
                            "calls basic×10 [2024-04-01, 2024-04-06) 10.00",
                            "calls pro×80 [2024-04-06, 2024-05-01) 80.00");
        }

        /** 30.00 of the 110.00 are left to ask for, since 80.00 were credited. */
        @Test
        void that_was_credited_stays_credited() {
            tiers.bill(0);
            progress(tiers.used(CREDITABLE, at("2024-04-10"), "80"), "2024-04-20");
            tiers.credit(2, CreditAmount.whole());

            InvoiceDraft rest = tiers.used(CREDITABLE, at("2024-04-25"), "40").bill(1);

            assertThat(rest.totals().total()).hasToString("USD 50.00"); // 30.00 and the fee of 20.00
        }
    }

    @Nested
    class TheDocumentOfTheRest {
        @Test
        void is_not_untouched() {
            tiers.bill(0);
            SlotPlace next = periods.placeFor(april(), cursor(tiers, april()), tiers.slots(), 1);
            assertThat(periods.untouched(april(), next, tiers.slots())).isTrue();

            progress(tiers.used(CREDITABLE, at("2024-04-10"), "80"), "2024-04-20");

            assertThat(periods.untouched(april(), next, tiers.slots())).isFalse();
        }

        @Test
        void is_not_untouched_where_periods_are_counted_anew_in_between() {
            tiers.bill(0);
            progress(tiers.used(CREDITABLE, at("2024-04-10"), "80"), "2024-04-20");
            Instant turn = at("2024-04-25");
            Subscription weekly =
                    april(new PlanChanged(turn, RECORDED, turn, BASIC, new BillingInterval(IntervalUnit.WEEK, 1)));
            tiers.known(weekly);

            SlotPlace next = Objects.requireNonNull(periods.next(weekly, cursor(tiers, weekly), tiers.slots()));

            assertThat(next.period().startInclusive()).isEqualTo(turn);
            assertThat(periods.untouched(weekly, next, tiers.slots())).isFalse();
            assertThat(shown(tiers.bill(next.index())))
                    .contains(
                            "calls basic×80 [2024-04-01, 2024-05-01) -80.00 of 2/1",
                            "calls basic×80 [2024-04-01, 2024-04-25) 80.00");
        }

        @Test
        void is_the_final_one_after_an_end() {
            tiers.bill(0);
            progress(tiers.used(CREDITABLE, at("2024-04-10"), "80"), "2024-04-20");

            assertThat(shown(tiers.known(april(canceled("2024-04-25"))).bill(1)))
                    .contains(
                            "calls basic×80 [2024-04-01, 2024-05-01) -80.00 of 2/1",
                            "calls basic×80 [2024-04-01, 2024-04-25) 80.00");
        }

        @Test
        void leaves_nothing_to_correct() {
            tiers.bill(0);
            progress(tiers.used(CREDITABLE, at("2024-04-10"), "80"), "2024-04-20");
            tiers.bill(1);

            assertThat(tiers.correct().lines()).isEmpty();
        }
    }

    @Nested
    class ADocumentOfUsageSoFar {
        @Test
        void is_left_alone_by_a_correction_of_the_period_before() {
            twoMonths();

            assertThat(shown(tiers.used(CREDITABLE, at("2024-04-12"), "5").correct()))
                    .containsExactly(
                            "calls basic×10 [2024-04-01, 2024-05-01) -10.00 of 2/1",
                            "calls basic×15 [2024-04-01, 2024-05-01) 15.00");
        }

        @Test
        void is_taken_back_where_its_period_has_gone() {
            twoMonths();

            assertThat(shown(tiers.known(april(canceled("2024-04-20"))).correct()))
                    .contains("calls basic×80 [2024-05-01, 2024-06-01) -80.00 of 3/1");
            assertThat(tiers.correct().lines()).isEmpty();
        }

        @Test
        void corrects_nothing_and_has_no_fees() {
            tiers.used(CREDITABLE, at("2024-04-10"), "10").bill(0);
            tiers.bill(1);
            tiers.used(CREDITABLE, at("2024-04-12"), "5").used(CREDITABLE, at("2024-05-10"), "80");

            assertThat(shown(progress(tiers, "2024-05-20")))
                    .containsExactly("calls basic×80 [2024-05-01, 2024-06-01) 80.00");
        }

        @Test
        void has_no_fees_in_arrears() {
            Charge seats = new Charge(
                    ChargeId.of("seats"),
                    "Seats",
                    PriceModel.perUnit(usd("3.00")),
                    BillingTiming.IN_ARREARS,
                    null,
                    ProrationPolicy.BY_DAY,
                    false);
            Ledger ledger = ledger(DemoBooks.plan("basic", seats, calls(TIERS, PriceTerms.NONE)));
            ledger.bill(0);

            assertThat(shown(progress(ledger.used(CREDITABLE, at("2024-04-10"), "80"), "2024-04-20")))
                    .containsExactly("calls basic×80 [2024-04-01, 2024-05-01) 80.00");
        }

        @Test
        void that_is_void_is_not_made_again_and_asks_for_nothing() {
            tiers.bill(0);
            progress(tiers.used(CREDITABLE, at("2024-04-10"), "80"), "2024-04-20");
            tiers.voided(2, VoidIntent.REISSUE);

            assertThat(periods.due(april(), cursor(tiers, april()), tiers.slots(), at("2024-04-30")))
                    .isEmpty();
            assertThat(shown(tiers.bill(1)))
                    .containsExactly(
                            "calls basic×80 [2024-04-01, 2024-05-01) 80.00",
                            "fee basic×1 [2024-05-01, 2024-06-01) 20.00");
        }

        @Test
        void that_is_void_makes_nothing_due() {
            tiers.bill(0);
            progress(tiers.used(CREDITABLE, at("2024-04-10"), "80"), "2024-04-20");
            BillingCursor cursor = cursor(tiers, april());
            SlotPlace place = tiers.documents().get(1).place().place();

            assertThat(periods.reopened(cursor, place)).isEqualTo(cursor);
        }

        @Test
        void that_is_void_after_the_rest_was_billed_is_asked_for_again_with_it() {
            tiers.bill(0);
            progress(tiers.used(CREDITABLE, at("2024-04-10"), "80"), "2024-04-20");
            tiers.bill(1);
            tiers.voided(2, VoidIntent.REISSUE);

            // −80.00 and 80.00 stand on the document of May, which has asked for nothing of the usage.
            assertThat(shown(tiers.correct())).containsExactly("calls basic×80 [2024-04-01, 2024-05-01) 80.00 of 3/1");
        }

        @Test
        void has_a_place_only_while_its_period_runs_and_is_billed_up_to_it() {
            BillingCursor start = Slots.start(april());
            assertThat(periods.progressive(april(), start, List.of(), at("2024-04-20")))
                    .isNull();
            tiers.bill(0);

            assertThat(tiers.progress(at("2024-04-01"))).isNull();
            assertThat(tiers.used(CREDITABLE, at("2024-04-10"), "80").progress(at("2024-05-01")))
                    .isNull();
            assertThat(tiers.progress(at("2024-05-20"))).isNull();
            tiers.bill(1);
            assertThat(tiers.progress(at("2024-04-20"))).isNull();
        }

        private void twoMonths() {
            tiers.used(CREDITABLE, at("2024-04-10"), "10").bill(0);
            tiers.bill(1);
            progress(tiers.used(CREDITABLE, at("2024-05-10"), "80"), "2024-05-20");
        }
    }

    private static InvoiceDraft progress(Ledger ledger, String until) {
        return Objects.requireNonNull(ledger.progress(at(until)), "a document of usage so far");
    }

    private BillingCursor cursor(Ledger ledger, Subscription subscription) {
        return periods.advanced(subscription, Slots.start(subscription), ledger.slots());
    }

    private static Subscription april(SubscriptionChange... changes) {
        return subscribed("2024-04-01", BASIC, 1, changes);
    }

    private static Ledger ledger(PlanVersion... plans) {
        return new Ledger(april(), List.of(CREDITABLE), plans);
    }

    private static PlanVersion plan(String id, PriceModel price, PriceTerms terms) {
        return DemoBooks.plan(
                id, Charge.fee(ChargeId.of("fee"), "Fee", PriceModel.flat(usd("20.00"))), calls(price, terms));
    }

    private static Charge calls(PriceModel price, PriceTerms terms) {
        return Charge.usage(ChargeId.of("calls"), "Calls", price, CREDITABLE.id())
                .withTerms(terms);
    }
}
