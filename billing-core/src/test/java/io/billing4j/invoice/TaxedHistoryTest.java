package io.billing4j.invoice;

import static io.billing4j.fixture.Changes.BASIC;
import static io.billing4j.fixture.Changes.PRO;
import static io.billing4j.fixture.Changes.SUPPORT;
import static io.billing4j.fixture.Changes.addOn;
import static io.billing4j.fixture.Changes.at;
import static io.billing4j.fixture.Changes.plan;
import static io.billing4j.fixture.Changes.subscribed;
import static io.billing4j.fixture.DemoBooks.CREDITABLE;
import static io.billing4j.fixture.Grants.percent;
import static io.billing4j.invoice.Ledger.flat;
import static io.billing4j.invoice.ShownLines.shownWithTaxes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.billing4j.catalog.Charge;
import io.billing4j.discount.CouponGrant;
import io.billing4j.discount.CouponScope;
import io.billing4j.discount.Discount;
import io.billing4j.discount.DiscountOrder;
import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.billing4j.fixture.DemoBooks;
import io.billing4j.fixture.Grants;
import io.billing4j.id.ChargeId;
import io.billing4j.id.CustomerId;
import io.billing4j.price.PriceModel;
import io.billing4j.tax.NoTax;
import io.billing4j.tax.TaxBehavior;
import io.billing4j.tax.TaxPlace;
import io.billing4j.tax.TaxProfile;
import io.billing4j.tax.TaxTreatment;
import io.billing4j.tax.TaxTreatment.Untaxed;
import java.time.LocalDate;
import java.util.List;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Taxes on what is billed, corrected and billed again: April 2024 has 30 days. */
class TaxedHistoryTest {
    private static final String START = "2024-04-01";

    private final Ledger ledger = new Ledger(
                    subscribed(START, BASIC, 1), flat("basic", "20.00"), flat("pro", "50.00"), flat("support", "10.00"))
            .taxed(Taxes.germany());

    @Test
    void are_on_top_of_what_a_line_asks_for() {
        InvoiceDraft april = ledger.bill(0);

        // 19 % of 20.00
        assertThat(shownWithTaxes(april)).containsExactly("fee basic×1 [2024-04-01, 2024-05-01) 20.00 +3.80");
        assertThat(april.totals().tax()).isEqualTo(usd("3.80"));
        assertThat(april.totals().total()).isEqualTo(usd("23.80"));
    }

    @Test
    void are_in_what_a_line_asks_for_where_prices_hold_them() {
        InvoiceDraft april = ledger.taxed(Taxes.germany(TaxBehavior.INCLUSIVE)).bill(0);

        // 20.00 × 19 / 119 = 3.193…
        assertThat(shownWithTaxes(april)).containsExactly("fee basic×1 [2024-04-01, 2024-05-01) 20.00 holds 3.19");
        assertThat(april.totals().tax()).isEqualTo(usd("0.00"));
        assertThat(april.totals().taxIncluded()).isEqualTo(usd("3.19"));
        assertThat(april.totals().total()).isEqualTo(usd("20.00"));
    }

    @Nested
    class WhatIsGivenBack {
        @Test
        void has_its_share_of_the_tax() {
            ledger.bill(0);

            // 3.80 less 3.80 × 6.67 / 20.00 = 1.2673, rounded; 33.33 × 0.19 = 6.3327
            assertThat(shownWithTaxes(upgraded().correct()))
                    .containsExactly(
                            "fee basic×1 [2024-04-11, 2024-05-01) -13.33 of 1/1 -2.53",
                            "fee pro×1 [2024-04-11, 2024-05-01) 33.33 +6.33");
        }

        @Test
        void has_its_share_of_the_tax_that_prices_hold() {
            ledger.taxed(Taxes.germany(TaxBehavior.INCLUSIVE)).bill(0);

            // 3.19 less 3.19 × 6.67 / 20.00 = 1.0639, rounded; 33.33 × 19 / 119 = 5.3216…
            assertThat(shownWithTaxes(upgraded().correct()))
                    .containsExactly(
                            "fee basic×1 [2024-04-11, 2024-05-01) -13.33 of 1/1 holds -2.13",
                            "fee pro×1 [2024-04-11, 2024-05-01) 33.33 holds 5.32");
        }

        @Test
        void has_that_of_what_its_discount_had_left() {
            ledger.granted(DiscountOrder.AS_GIVEN, Grants.granted("ten", percent("10")))
                    .bill(0);

            // 18.00 × 0.19 = 3.42, of which 3.42 × 6.00 / 18.00 = 1.14 stay; 30.00 × 0.19 = 5.70
            assertThat(shownWithTaxes(upgraded().correct()))
                    .containsExactly(
                            "fee basic×1 [2024-04-11, 2024-05-01) -13.33 of 1/1 less -1.33 -2.28",
                            "fee pro×1 [2024-04-11, 2024-05-01) 33.33 less 3.33 +5.70");
        }

        @Test
        void is_asked_for_again_with_the_very_tax() {
            ledger.bill(0);
            upgraded().correct();

            assertThat(shownWithTaxes(ledger.known(subscribed(START, BASIC, 1)).correct()))
                    .containsExactly(
                            "fee basic×1 [2024-04-11, 2024-05-01) 13.33 of 2/1 +2.53",
                            "fee pro×1 [2024-04-11, 2024-05-01) -33.33 of 2/2 -6.33");
        }

        @Test
        void is_taxed_anew_where_less_is_taken_off_it_than_before() {
            Ledger free = new Ledger(
                            subscribed(START, BASIC, 1),
                            flat("basic", "20.00"),
                            flat("pro", "0.00"),
                            flat("support", "10.00"))
                    .taxed(Taxes.germany())
                    .granted(DiscountOrder.AS_GIVEN, once(usd("20.00")));
            free.bill(0);
            assertThat(shownWithTaxes(free.known(subscribed(START, BASIC, 1, plan("2024-04-11", PRO)))
                            .correct()))
                    .containsExactly("fee basic×1 [2024-04-11, 2024-05-01) -13.33 of 1/1 less -13.33");
            assertThat(shownWithTaxes(free.known(subscribed(
                                    START, BASIC, 1, plan("2024-04-11", PRO), addOn("2024-04-11", SUPPORT, 1)))
                            .correct()))
                    .containsExactly("fee support×1 [2024-04-11, 2024-05-01) 6.67 less 6.67");
            // 13.33 less the 6.66 that are left of the coupon are 6.67, which nobody has taxed: 1.2673
            InvoiceDraft again = free.known(subscribed(START, BASIC, 1, addOn("2024-04-11", SUPPORT, 1)))
                    .correct();
            assertThat(shownWithTaxes(again))
                    .containsExactly("fee basic×1 [2024-04-11, 2024-05-01) 13.33 of 2/1 less 6.66 +1.27");
            assertThat(proven(again)).isTrue();
        }
    }

    @Nested
    class TheRate {
        @Test
        void is_that_of_the_day_on_which_the_place_is_due() {
            ledger.taxed(Taxes.germanyWithSixteenFrom("2024-05-01")).bill(0);

            assertThat(shownWithTaxes(ledger.bill(1)))
                    .containsExactly("fee basic×1 [2024-05-01, 2024-06-01) 20.00 +3.20");
            // What is asked for April is taxed as April was, whenever it is asked for.
            assertThat(shownWithTaxes(upgraded().correct()))
                    .containsExactly(
                            "fee basic×1 [2024-04-11, 2024-05-01) -13.33 of 1/1 -2.53",
                            "fee pro×1 [2024-04-11, 2024-05-01) 33.33 +6.33",
                            "fee basic×1 [2024-05-01, 2024-06-01) -20.00 of 2/1 -3.20",
                            "fee pro×1 [2024-05-01, 2024-06-01) 50.00 +8.00");
        }

        @Test
        void is_none_from_the_day_on_which_the_customer_owes_the_tax_themselves() {
            ledger.taxed(Taxes.germany(
                            profile("2024-01-01", null),
                            profile(
                                    "2024-05-01",
                                    new TaxTreatment.Untaxed(NoTax.REVERSE_CHARGE, "Article 196 of 2006/112/EC"))))
                    .bill(0);

            assertThat(ledger.documents().get(0).draft().totals().tax()).isEqualTo(usd("3.80"));
            assertThat(shownWithTaxes(ledger.bill(1))).containsExactly("fee basic×1 [2024-05-01, 2024-06-01) 20.00");
            assertThat(proven(ledger.documents().get(1).draft())).isTrue();
        }

        @Test
        void has_to_be_known() {
            assertRefused("customerId", Taxes.of(Taxes.policy(null), Taxes.GERMAN));
            assertRefused("taxCategory", Taxes.of(Taxes.policy(TaxPlace.of("FR")), Taxes.GERMAN));
            assertRefused("taxCategory", Taxes.germanyFrom("2024-04-02"));
        }

        private void assertRefused(String field, TaxFacts facts) {
            assertThatExceptionOfType(BillingException.class)
                    .isThrownBy(() -> ledger.taxed(facts).bill(0))
                    .satisfies(refusal -> {
                        assertThat(refusal.code()).isEqualTo(ErrorCode.TAX_NOT_DETERMINED);
                        assertThat(refusal.field()).isEqualTo(field);
                    });
        }
    }

    @Test
    void add_up_by_rate_over_the_lines_of_a_document() {
        // Three lines of 0.10 at 5 %: 0.015, so 0.02 together; each by itself would be 0.01.
        Ledger three = new Ledger(
                        subscribed(START, BASIC, 1, addOn(START, SUPPORT, 1), addOn(START, PRO, 1)),
                        flat("basic", "0.10"),
                        flat("pro", "0.10"),
                        flat("support", "0.10"))
                .taxed(Taxes.at("5"));

        InvoiceDraft draft = three.bill(0);

        assertThat(draft.totals().tax()).isEqualTo(usd("0.02"));
        assertThat(draft.lines()).extracting(InvoiceLine::taxAdded).containsOnlyOnce(usd("0.00"));
        assertThat(proven(draft)).isTrue();
    }

    @Test
    void are_left_out_of_a_document_before_a_tenant_is_taxed_and_of_what_corrects_it() {
        ledger.taxed(TaxFacts.NONE).bill(0);
        ledger.taxed(Taxes.germany());

        assertThat(shownWithTaxes(upgraded().correct()))
                .containsExactly(
                        "fee basic×1 [2024-04-11, 2024-05-01) -13.33 of 1/1",
                        "fee pro×1 [2024-04-11, 2024-05-01) 33.33 +6.33");
        assertThat(proven(ledger.documents().get(1).draft())).isTrue();
    }

    @Test
    void are_left_out_of_usage_that_was_settled_without_them() {
        Ledger metered = new Ledger(
                        subscribed(START, BASIC, 1),
                        List.of(CREDITABLE),
                        DemoBooks.plan(
                                "basic",
                                Charge.usage(
                                        ChargeId.of("calls"),
                                        "Calls",
                                        PriceModel.perUnit(DemoBooks.usd("1.00")),
                                        CREDITABLE.id())))
                .used(CREDITABLE, at("2024-04-10"), "100");
        metered.bill(0);
        metered.bill(1);
        metered.taxed(Taxes.germany()).used(CREDITABLE, at("2024-04-20"), "1").used(CREDITABLE, at("2024-05-20"), "10");

        InvoiceDraft june = metered.bill(2);

        assertThat(shownWithTaxes(june))
                .containsExactly(
                        "calls basic×100 [2024-04-01, 2024-05-01) -100.00 of 2/1",
                        "calls basic×101 [2024-04-01, 2024-05-01) 101.00",
                        "calls basic×10 [2024-05-01, 2024-06-01) 10.00 +1.90");
        assertThat(proven(june)).isTrue();
    }

    private Ledger upgraded() {
        return ledger.known(subscribed(START, BASIC, 1, plan("2024-04-11", PRO)));
    }

    private static boolean proven(InvoiceDraft draft) {
        return Invoice.draft(draft, Taxes.ORIGIN).verified();
    }

    private static TaxProfile profile(String from, @Nullable Untaxed untaxed) {
        return new TaxProfile(CustomerId.of("acme"), LocalDate.parse(from), TaxPlace.of("DE"), untaxed, "DE123456789");
    }

    private static Money usd(String amount) {
        return Money.parse("USD " + amount);
    }

    private static CouponGrant once(Money amount) {
        return Grants.granted("once", Discount.fixed(amount), CouponScope.document(), 1);
    }
}
