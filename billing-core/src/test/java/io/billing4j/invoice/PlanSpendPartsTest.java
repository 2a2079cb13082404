package io.billing4j.invoice;

import static io.billing4j.fixture.Changes.BASIC;
import static io.billing4j.fixture.Changes.PRO;
import static io.billing4j.fixture.Changes.RECORDED;
import static io.billing4j.fixture.Changes.SUPPORT;
import static io.billing4j.fixture.Changes.addOn;
import static io.billing4j.fixture.Changes.at;
import static io.billing4j.fixture.Changes.canceled;
import static io.billing4j.fixture.Changes.paused;
import static io.billing4j.fixture.Changes.plan;
import static io.billing4j.fixture.Changes.subscribed;
import static io.billing4j.fixture.DemoBooks.CREDITABLE;
import static io.billing4j.fixture.DemoBooks.GENERATED;
import static io.billing4j.fixture.DemoBooks.usd;
import static io.billing4j.invoice.ShownLines.shown;
import static io.billing4j.invoice.SpendBooks.PLAN;
import static io.billing4j.invoice.SpendBooks.april;
import static io.billing4j.invoice.SpendBooks.calls;
import static io.billing4j.invoice.SpendBooks.ledger;
import static io.billing4j.invoice.SpendBooks.priced;
import static io.billing4j.invoice.SpendBooks.spend;
import static io.billing4j.invoice.SpendBooks.terms;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.catalog.Charge;
import io.billing4j.fixture.DemoBooks;
import io.billing4j.id.ChargeId;
import io.billing4j.price.PriceModel;
import io.billing4j.price.PriceTerms;
import io.billing4j.subscription.PausedFees;
import io.billing4j.subscription.Subscription;
import io.billing4j.subscription.SubscriptionChange.Canceled;
import io.billing4j.subscription.SubscriptionChange.Created;
import java.math.BigDecimal;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Terms of a whole plan that is held in a part of the period, or in several versions. */
class PlanSpendPartsTest {
    private final Ledger ledger = ledger(PLAN);

    @Test
    void has_its_share_of_all_terms() {
        // Half, fees given back: fee 15, commitment 50, maximum 75. 35 are left: 40 are 35 + 5 × 1.5 = 42.50; 10 ×
        // 1.5 = 15; together 72.50
        Ledger half = ledger(PLAN).known(april(canceled("2024-04-16")));
        half.used(CREDITABLE, at("2024-04-10"), "40").used(GENERATED, at("2024-04-10"), "100");
        half.bill(0);

        assertThat(shown(half.bill(1)))
                .containsExactly(
                        "calls basic×40 [2024-04-01, 2024-04-16) 42.50",
                        "tokens basic×100 [2024-04-01, 2024-04-16) 15.00");
    }

    @Test
    void of_another_plan_adds_its_share_to_what_is_promised() {
        // Half of 100 and half of 400 are 250, less both halves of fees, 30
        Ledger both = ledger(PLAN, priced("pro", terms("400", "1", "900")));
        both.known(april(plan("2024-04-16", PRO))).bill(0);

        assertThat(shown(both.bill(1)))
                .containsExactly(
                        "spend pro×30 [2024-04-16, 2024-05-01) 220.00", "fee pro×1 [2024-05-01, 2024-06-01) 30.00");
    }

    @Test
    void that_comes_back_is_promised_for_the_whole_period() {
        // 10 days each: 33.333… + 133.333… + 33.333… = 200.00, less 30 of fees
        Ledger both = ledger(PLAN, priced("pro", terms("400", "1", "900")));
        both.known(april(plan("2024-04-11", PRO), plan("2024-04-21", BASIC))).bill(0);

        assertThat(shown(both.bill(1)))
                .containsExactly(
                        "spend basic×30 [2024-04-21, 2024-05-01) 170.00", "fee basic×1 [2024-05-01, 2024-06-01) 30.00");
    }

    @Test
    void is_promised_where_fees_stop_for_the_rest() {
        // Half of the fee, and half of the commitment: 50 − 15
        ledger.known(april(paused("2024-04-16", PausedFees.STOP))).bill(0);

        assertThat(shown(ledger.bill(1))).containsExactly("spend basic×15 [2024-04-01, 2024-05-01) 35.00");
    }

    @Test
    void is_not_where_they_go_on() {
        ledger.known(april(paused("2024-04-16", PausedFees.CONTINUE))).bill(0);

        assertThat(shown(ledger.bill(1)))
                .containsExactly(
                        "spend basic×30 [2024-04-01, 2024-05-01) 70.00", "fee basic×1 [2024-05-01, 2024-06-01) 30.00");
    }

    @Test
    void is_paid_for_by_a_fee_that_is_not_given_back() {
        // Service ends on the 16th, the fee of 30 is kept: 30 + 20 meet 50, and of 75 it leaves 45 for usage.
        Ledger kept = ledger(PLAN).known(april(new Canceled(at("2024-04-16"), RECORDED, at("2024-05-01"))));
        kept.used(CREDITABLE, at("2024-04-10"), "20").bill(0);

        assertThat(shown(kept.bill(1))).containsExactly("calls basic×20 [2024-04-01, 2024-04-16) 20.00");
        assertThat(shown(kept.used(CREDITABLE, at("2024-04-11"), "80").correct()))
                .containsExactly(
                        "calls basic×20 [2024-04-01, 2024-04-16) -20.00 of 2/1",
                        "calls basic×100 [2024-04-01, 2024-04-16) 45.00");
    }

    @Test
    void is_paid_for_by_a_fee_of_a_version_that_is_not_held_any_more() {
        // April is Pro's, and its fee Basic's: 70 are left, so that 90 are 70 + 20 × 1.5
        assertThat(shown(replacedSinceTheStart("90")))
                .containsExactly(
                        "calls pro×90 [2024-04-01, 2024-05-01) 100.00", "fee pro×1 [2024-05-01, 2024-06-01) 30.00");
    }

    @Test
    void has_no_more_than_the_maximum_beside_such_a_fee() {
        // 70 + 130 × 1.5 = 265, of which the fee leaves 150 − 30
        assertThat(shown(replacedSinceTheStart("200")))
                .containsExactly(
                        "calls pro×200 [2024-04-01, 2024-05-01) 120.00", "fee pro×1 [2024-05-01, 2024-06-01) 30.00");
    }

    /** From 1 April on, with its fees from 1 May on. */
    private InvoiceDraft replacedSinceTheStart(String calls) {
        Ledger both = ledger(PLAN, priced("pro", terms("100", "1.5", "150")));
        both.bill(0);
        both.known(april(plan("2024-04-01", "2024-05-01", PRO))).used(CREDITABLE, at("2024-04-10"), calls);
        return both.bill(1);
    }

    @Test
    void of_a_version_without_terms_counts_towards_what_the_other_has_promised() {
        // Half of 100; 15 of fees and 40 of usage of the other plan meet it
        Ledger both = ledger(PLAN, DemoBooks.plan("pro", calls()));
        both.known(april(plan("2024-04-16", PRO))).used(CREDITABLE, at("2024-04-20"), "20");
        both.bill(0);

        // 50 − 15 − 20
        assertThat(shown(both.bill(1)))
                .containsExactly(
                        "calls pro×20 [2024-04-16, 2024-05-01) 20.00", "spend basic×35 [2024-04-01, 2024-04-16) 15.00");
        assertThat(shown(both.used(CREDITABLE, at("2024-04-21"), "20").correct()))
                .containsExactly(
                        "calls pro×20 [2024-04-16, 2024-05-01) -20.00 of 2/1",
                        "spend basic×35 [2024-04-01, 2024-04-16) -15.00 of 2/2",
                        "calls pro×40 [2024-04-16, 2024-05-01) 40.00");
    }

    @Test
    void has_its_own_overage_and_all_of_it_meets_the_commitment() {
        // 10 of 30 days: fee 10, commitment 33.33, maximum 50
        Ledger both = ledger(PLAN, priced("pro", terms("100", "1.5", "150")));
        both.known(april(plan("2024-04-11", PRO)))
                .used(CREDITABLE, at("2024-04-05"), "10")
                .used(CREDITABLE, at("2024-04-20"), "20");
        both.bill(0);

        // 30 + 10 + 20 = 60; 40 are missing to 100
        assertThat(shown(both.bill(1)))
                .containsExactly(
                        "calls basic×10 [2024-04-01, 2024-04-11) 10.00",
                        "calls pro×20 [2024-04-11, 2024-05-01) 20.00",
                        "spend pro×60 [2024-04-11, 2024-05-01) 40.00",
                        "fee pro×1 [2024-05-01, 2024-06-01) 30.00");
        // 23.33 + 36.67 × 1.5 = 78.34 are cut to what the maximum leaves, 50 − 10 = 40, and 100 − 30 − 40 − 20 are
        // missing
        assertThat(shown(both.used(CREDITABLE, at("2024-04-06"), "50").correct()))
                .containsExactly(
                        "calls basic×10 [2024-04-01, 2024-04-11) -10.00 of 2/1",
                        "spend pro×60 [2024-04-11, 2024-05-01) -40.00 of 2/3",
                        "calls basic×60 [2024-04-01, 2024-04-11) 40.00",
                        "spend pro×90 [2024-04-11, 2024-05-01) 10.00");
    }

    @Test
    void of_a_short_first_period_is_promised_for_what_there_is_of_it() {
        // From 16 April on with periods from the 1st: half of 100, less half of 30
        Subscription any = DemoBooks.on(DemoBooks.monthly("2024-04-16", "2024-04-01", ZoneOffset.UTC));
        Subscription late = Subscription.of(
                any.id(),
                any.customer(),
                any.currency(),
                any.schedule(),
                List.of(new Created(at("2024-04-16"), RECORDED, BASIC, BigDecimal.ONE)));
        Ledger books = new Ledger(late, List.of(CREDITABLE, GENERATED), PLAN);
        books.bill(0);

        assertThat(shown(books.bill(1)))
                .containsExactly(
                        "spend basic×15 [2024-04-16, 2024-05-01) 35.00", "fee basic×1 [2024-05-01, 2024-06-01) 30.00");
    }

    @Test
    void of_a_month_that_a_short_one_clamps_is_promised_whole() {
        Ledger books = new Ledger(subscribed("2024-01-31", BASIC, 1), List.of(CREDITABLE, GENERATED), PLAN);
        books.bill(0);

        assertThat(shown(books.bill(1)))
                .containsExactly(
                        "spend basic×30 [2024-01-31, 2024-02-29) 70.00", "fee basic×1 [2024-02-29, 2024-03-31) 30.00");
    }

    @Test
    void of_an_add_on_is_promised_once_whatever_its_quantity() {
        // Two of 30 a month are 60; half of the month with three is 15 more: 75 of 100
        Ledger books = ledger(
                Ledger.flat("basic", "10"),
                DemoBooks.plan(
                        "support",
                        Charge.fee(ChargeId.of("seat"), "Seat", PriceModel.perUnit(usd("30"))),
                        spend(PriceTerms.NONE.withMinimum(usd("100")))));
        books.known(april(addOn("2024-04-01", SUPPORT, 2), addOn("2024-04-16", SUPPORT, 3)))
                .bill(0);

        assertThat(shown(books.bill(1)))
                .containsExactly(
                        "spend support×75 [2024-04-01, 2024-05-01) 25.00",
                        "fee basic×1 [2024-05-01, 2024-06-01) 10.00",
                        "seat support×3 [2024-05-01, 2024-06-01) 90.00");
    }

    @Test
    void without_a_fee_is_promised_for_the_time_that_the_plan_is_held() {
        // 10 of 30 days of 100, less 12
        Ledger books = ledger(DemoBooks.plan("basic", calls(), spend(PriceTerms.NONE.withMinimum(usd("100")))));
        books.known(april(canceled("2024-04-11"))).used(CREDITABLE, at("2024-04-05"), "12");
        books.bill(0);

        assertThat(shown(books.bill(1)))
                .containsExactly(
                        "calls basic×12 [2024-04-01, 2024-04-11) 12.00",
                        "spend basic×12 [2024-04-01, 2024-04-11) 21.33");
    }
}
