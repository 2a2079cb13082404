package io.billing4j.invoice;

import static io.billing4j.fixture.Changes.BASIC;
import static io.billing4j.fixture.Changes.PRO;
import static io.billing4j.fixture.Changes.SUPPORT;
import static io.billing4j.fixture.Changes.addOn;
import static io.billing4j.fixture.Changes.at;
import static io.billing4j.fixture.Changes.canceled;
import static io.billing4j.fixture.Changes.plan;
import static io.billing4j.fixture.Changes.subscribed;
import static io.billing4j.fixture.DemoBooks.CREDITABLE;
import static io.billing4j.fixture.DemoBooks.usd;
import static io.billing4j.invoice.Ledger.flat;
import static io.billing4j.invoice.ShownLines.shownWithDiscounts;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.catalog.BillingTiming;
import io.billing4j.catalog.Charge;
import io.billing4j.discount.Coupon;
import io.billing4j.discount.CouponGrant;
import io.billing4j.discount.CouponScope;
import io.billing4j.discount.Discount;
import io.billing4j.discount.DiscountOrder;
import io.billing4j.fixture.DemoBooks;
import io.billing4j.id.ChargeId;
import io.billing4j.id.CouponGrantId;
import io.billing4j.id.CouponId;
import io.billing4j.id.CustomerId;
import io.billing4j.id.PlanId;
import io.billing4j.period.ProrationPolicy;
import io.billing4j.price.PriceModel;
import io.billing4j.subscription.Subscription;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Coupons on what is billed, corrected and voided: April 2024 has 30 days. */
class CouponCorrectionTest {
    private static final CouponScope ALL = CouponScope.document();
    private static final String START = "2024-04-01";

    private final Ledger ledger = new Ledger(subscribed(START, BASIC, 1), flat("basic", "20.00"), flat("pro", "50.00"));

    @Nested
    class ACouponForOnce {
        private final CouponGrant twenty = granted(fixed("20.00"), ALL, 1, START, null);

        @Test
        void takes_off_from_one_document_alone() {
            ledger.granted(DiscountOrder.AS_GIVEN, granted(percent("10"), ALL, 1, START, null));

            assertThat(shownWithDiscounts(ledger.bill(0)))
                    .containsExactly("fee basic×1 [2024-04-01, 2024-05-01) 20.00 less 2.00");
            assertThat(shownWithDiscounts(ledger.bill(1)))
                    .containsExactly("fee basic×1 [2024-05-01, 2024-06-01) 20.00");
        }

        @Test
        void goes_with_what_is_given_back_and_serves_what_is_asked_for_instead() {
            ledger.granted(DiscountOrder.AS_GIVEN, twenty).bill(0);
            InvoiceDraft upgrade = ledger.known(subscribed(START, BASIC, 1, plan("2024-04-11", PRO)))
                    .correct();
            // Twenty of thirty days: 20.00 − 6.67 and 50.00 − 16.67. All of the 13.33 was discounted.
            assertThat(shownWithDiscounts(upgrade))
                    .containsExactly(
                            "fee basic×1 [2024-04-11, 2024-05-01) -13.33 of 1/1 less -13.33",
                            "fee pro×1 [2024-04-11, 2024-05-01) 33.33 less 13.33");

            // Ten days more: 20.00 − 13.33 and 50.00 − 33.33; 6.66 of the 13.33 are of the first 16.66 of 33.33.
            assertThat(shownWithDiscounts(ledger.known(
                                    subscribed(START, BASIC, 1, plan("2024-04-11", PRO), plan("2024-04-21", BASIC)))
                            .correct()))
                    .containsExactly(
                            "fee basic×1 [2024-04-21, 2024-05-01) 6.67 of 2/1 less 6.67",
                            "fee pro×1 [2024-04-21, 2024-05-01) -16.67 of 2/2 less -6.67");
            assertThat(ledger.takenOff(twenty)).isEqualTo(Money.parse("USD 20.00"));
        }

        @Test
        void is_there_again_for_a_document_that_is_made_again() {
            ledger.granted(DiscountOrder.AS_GIVEN, twenty).bill(0);
            ledger.voided(1, VoidIntent.REISSUE);

            // The period that comes after it in the meantime does not get it.
            assertThat(shownWithDiscounts(ledger.bill(1)))
                    .containsExactly("fee basic×1 [2024-05-01, 2024-06-01) 20.00");
            assertThat(shownWithDiscounts(ledger.bill(0)))
                    .containsExactly("fee basic×1 [2024-04-01, 2024-05-01) 20.00 less 20.00");
            assertThat(ledger.takenOff(twenty)).isEqualTo(Money.parse("USD 20.00"));
        }

        @Test
        void is_free_again_once_its_document_is_waived() {
            ledger.granted(DiscountOrder.AS_GIVEN, twenty).bill(0);
            ledger.voided(1, VoidIntent.WAIVE);

            assertThat(shownWithDiscounts(ledger.bill(1)))
                    .containsExactly("fee basic×1 [2024-05-01, 2024-06-01) 20.00 less 20.00");
        }

        @Test
        void is_not_used_up_by_a_period_that_it_takes_nothing_off() {
            CouponGrant support = granted(fixed("5.00"), CouponScope.plans(Set.of(PlanId.of("pro"))), 1, START, null);
            ledger.granted(DiscountOrder.AS_GIVEN, support).bill(0);

            assertThat(shownWithDiscounts(ledger.known(subscribed(START, BASIC, 1, plan("2024-05-01", PRO)))
                            .bill(1)))
                    .containsExactly("fee pro×1 [2024-05-01, 2024-06-01) 50.00 less 5.00");
        }
    }

    /** Calls at 0.01, and 100.00 in advance. */
    @Nested
    class ACouponForOnceOnOneDocument {
        private final Charge fee = new Charge(
                ChargeId.of("fee"),
                "Fee",
                PriceModel.flat(usd("100.00")),
                BillingTiming.IN_ADVANCE,
                null,
                ProrationPolicy.BY_SECOND,
                false);
        private final Charge calls =
                Charge.usage(ChargeId.of("calls"), "Calls", PriceModel.perUnit(usd("0.01")), CREDITABLE.id());
        private final Ledger books =
                new Ledger(subscribed(START, BASIC, 1), List.of(CREDITABLE), DemoBooks.plan("basic", fee, calls));

        @Test
        void is_not_used_up_by_a_place_of_the_same_document_that_it_takes_nothing_off() {
            books.bill(0);
            books.bill(1);
            books.granted(DiscountOrder.AS_GIVEN, granted(percent("1"), ALL, 1, "2024-05-01", null))
                    .used(CREDITABLE, at("2024-04-10"), "5");

            // Five late calls of April, which May's place bills, are 0.05: one percent of them is nothing.
            InvoiceDraft june = books.bill(2);
            assertThat(shownWithDiscounts(june))
                    .contains(
                            "calls basic×5 [2024-04-01, 2024-05-01) 0.05",
                            "fee basic×1 [2024-06-01, 2024-07-01) 100.00 less 1.00");
            assertThat(june.discounts().list())
                    .extracting(DocumentDiscount::slot)
                    .containsExactly(2);
            assertThat(books.bill(3).totals().discount()).isEqualTo(Money.parse("USD 0.00"));
        }

        @Test
        void is_not_used_up_by_a_place_that_another_coupon_has_left_nothing_of() {
            CouponGrant allCalls = new CouponGrant(
                    CouponGrantId.of("all"),
                    coupon(percent("100"), CouponScope.charges(Set.of(ChargeId.of("calls"))), null),
                    CustomerId.of("acme"),
                    null,
                    at(START),
                    null,
                    at("2024-03-01"));
            books.bill(0);
            books.bill(1);
            books.granted(DiscountOrder.AS_GIVEN, allCalls, granted(fixed("5.00"), ALL, 1, "2024-05-01", null))
                    .used(CREDITABLE, at("2024-04-10"), "500");

            assertThat(shownWithDiscounts(books.bill(2)))
                    .contains(
                            "calls basic×500 [2024-04-01, 2024-05-01) 5.00 less 5.00",
                            "fee basic×1 [2024-06-01, 2024-07-01) 100.00 less 5.00");
        }
    }

    @Nested
    class ACouponForSomePeriods {
        @Test
        void counts_from_the_first_that_it_takes_something_off() {
            ledger.granted(DiscountOrder.AS_GIVEN, granted(fixed("3.00"), ALL, 2, "2024-05-01", null));

            assertThat(ledger.bill(0).totals().discount()).isEqualTo(Money.parse("USD 0.00"));
            assertThat(ledger.bill(1).totals().discount()).isEqualTo(Money.parse("USD 3.00"));
            assertThat(ledger.bill(2).totals().discount()).isEqualTo(Money.parse("USD 3.00"));
            assertThat(ledger.bill(3).totals().discount()).isEqualTo(Money.parse("USD 0.00"));
        }
    }

    @Nested
    class APercentage {
        @Test
        void of_what_is_asked_for_within_a_period_is_that_of_the_period() {
            ledger.granted(DiscountOrder.AS_GIVEN, granted(percent("10"), ALL, null, START, null))
                    .bill(0);

            // 2.00 of 20.00 went with it: 0.67 with the first 6.67.
            assertThat(shownWithDiscounts(ledger.known(subscribed(START, BASIC, 1, plan("2024-04-11", PRO)))
                            .correct()))
                    .containsExactly(
                            "fee basic×1 [2024-04-11, 2024-05-01) -13.33 of 1/1 less -1.33",
                            "fee pro×1 [2024-04-11, 2024-05-01) 33.33 less 3.33");
        }

        @Test
        void depends_on_when_a_place_is_due_and_not_on_when_it_is_billed() {
            CouponGrant untilMay = granted(percent("10"), ALL, null, START, "2024-05-03");
            ledger.granted(DiscountOrder.AS_GIVEN, untilMay);

            assertThat(ledger.bill(1).totals().discount()).isEqualTo(Money.parse("USD 2.00"));
            assertThat(ledger.bill(2).totals().discount()).isEqualTo(Money.parse("USD 0.00"));
            ledger.voided(1, VoidIntent.REISSUE);
            assertThat(ledger.bill(1).totals().discount()).isEqualTo(Money.parse("USD 2.00"));
        }

        @Test
        void of_all_leaves_nothing_to_pay_and_pays_nothing_out() {
            ledger.granted(DiscountOrder.AS_GIVEN, granted(percent("100"), ALL, null, START, null))
                    .bill(0);
            InvoiceDraft change = ledger.known(
                            subscribed(START, BASIC, 1, plan("2024-04-11T07:13:00Z", PRO), plan("2024-04-25", BASIC)))
                    .correct();

            assertThat(change.lines()).hasSize(2);
            assertThat(change.totals().subtotal()).isEqualTo(change.totals().discount());
            assertThat(change.totals().total()).isEqualTo(Money.parse("USD 0.00"));
        }
    }

    @Nested
    class SeveralCoupons {
        private final CouponGrant five = granted(fixed("5.00"), ALL, null, START, null);
        private final CouponGrant ten = new CouponGrant(
                CouponGrantId.of("ten"),
                coupon(percent("10"), CouponScope.charges(Set.of(ChargeId.of("fee"))), null),
                CustomerId.of("acme"),
                null,
                at(START),
                null,
                at("2024-03-02"));

        @Test
        void are_taken_off_in_their_order_those_of_charges_first() {
            InvoiceDraft draft =
                    ledger.granted(DiscountOrder.AS_GIVEN, five, ten).bill(0);

            // 10 % of 20.00, then 5.00
            assertThat(draft.discounts().list().stream().map(discount -> discount.grant() + " " + discount.amount()))
                    .containsExactly("grant USD 5.00", "ten USD 2.00");
            assertThat(draft.totals().total()).isEqualTo(Money.parse("USD 13.00"));
        }
    }

    /** April costs 20.00, then 50.00 with 10.00 for support beside it, then 20.00 again, and then its first document is void. */
    @Nested
    class AnAmountThatOthersHaveUsed {
        private final CouponGrant twenty = granted(fixed("20.00"), ALL, null, START, null);
        private final Ledger books = new Ledger(
                subscribed(START, BASIC, 1), flat("basic", "20.00"), flat("pro", "50.00"), flat("support", "10.00"));
        private final Subscription supported = subscribed(START, BASIC, 1, addOn(START, SUPPORT, 1));

        AnAmountThatOthersHaveUsed() {
            books.granted(DiscountOrder.AS_GIVEN, twenty).bill(0);
            InvoiceDraft dearer = books.known(supported.with(plan(START, PRO))).correct();
            // 20.00 are given back; of the 20.00 that are left, 50/60 and 10/60.
            assertThat(shownWithDiscounts(dearer))
                    .containsExactly(
                            "fee basic×1 [2024-04-01, 2024-05-01) -20.00 of 1/1 less -20.00",
                            "fee pro×1 [2024-04-01, 2024-05-01) 50.00 less 16.67",
                            "fee support×1 [2024-04-01, 2024-05-01) 10.00 less 3.33");
            InvoiceDraft again = books.known(supported).correct();
            // Support keeps its 3.33.
            assertThat(shownWithDiscounts(again))
                    .containsExactly(
                            "fee basic×1 [2024-04-01, 2024-05-01) 20.00 of 2/1 less 16.67",
                            "fee pro×1 [2024-04-01, 2024-05-01) -50.00 of 2/2 less -16.67");
            books.voided(1, VoidIntent.REISSUE);
        }

        @Test
        void leaves_nothing_to_pay_where_nothing_is_left_of_the_period() {
            books.known(supported.with(canceled(START)));

            assertThat(shownWithDiscounts(books.correct()))
                    .containsExactly(
                            "fee basic×1 [2024-04-01, 2024-05-01) 20.00 of 2/1 less 20.00",
                            "fee support×1 [2024-04-01, 2024-05-01) -10.00 of 2/3 less -3.33",
                            "fee basic×1 [2024-04-01, 2024-05-01) -20.00 of 3/1 less -16.67");
            assertThat(books.takenOff(twenty)).isEqualTo(Money.parse("USD 0.00"));
            assertThat(books.correct().lines()).isEmpty();
        }

        @Test
        void is_there_once_for_the_document_that_is_made_again() {
            // 20.00 less the 3.33 of support.
            assertThat(shownWithDiscounts(books.bill(0)))
                    .containsExactly(
                            "fee basic×1 [2024-04-01, 2024-05-01) 20.00 of 2/1 less 20.00",
                            "fee basic×1 [2024-04-01, 2024-05-01) -20.00 of 3/1 less -16.67",
                            "fee basic×1 [2024-04-01, 2024-05-01) 20.00 less 16.67");
            assertThat(books.takenOff(twenty)).isEqualTo(Money.parse("USD 20.00"));
            assertThat(books.correct().lines()).isEmpty();
        }
    }

    private static Discount fixed(String amount) {
        return Discount.fixed(Money.parse("USD " + amount));
    }

    private static Discount percent(String percent) {
        return Discount.percentage(new BigDecimal(percent));
    }

    private static Coupon coupon(Discount discount, CouponScope scope, @Nullable Integer periods) {
        return new Coupon(
                CouponId.of("coupon"), "Coupon", discount, scope, periods, null, null, null, at("2024-03-01"));
    }

    private static CouponGrant granted(
            Discount discount, CouponScope scope, @Nullable Integer periods, String from, @Nullable String ended) {
        return new CouponGrant(
                CouponGrantId.of("grant"),
                coupon(discount, scope, periods),
                CustomerId.of("acme"),
                null,
                at(from),
                ended == null ? null : at(ended),
                at("2024-03-01"));
    }
}
