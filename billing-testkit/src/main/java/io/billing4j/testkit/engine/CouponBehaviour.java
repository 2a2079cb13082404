package io.billing4j.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.discount.Coupon;
import io.billing4j.discount.CouponGrant;
import io.billing4j.discount.CouponScope;
import io.billing4j.discount.Discount;
import io.billing4j.discount.DiscountOrder;
import io.billing4j.discount.Redemption;
import io.billing4j.engine.InvoiceGenerationRequest;
import io.billing4j.engine.NewCoupon;
import io.billing4j.engine.NewCouponGrant;
import io.billing4j.engine.NewCustomer;
import io.billing4j.engine.NewSubscription;
import io.billing4j.error.ErrorCode;
import io.billing4j.event.BillingEvent;
import io.billing4j.event.EventType;
import io.billing4j.id.ChargeId;
import io.billing4j.id.CouponGrantId;
import io.billing4j.id.CouponId;
import io.billing4j.id.CustomerId;
import io.billing4j.id.PlanId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceStatus;
import io.billing4j.invoice.VoidIntent;
import io.billing4j.period.BillingInterval;
import io.billing4j.store.Page;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Coupons on documents that runs make; the plan's fee is 20.00. */
abstract class CouponBehaviour extends EngineBooks {
    private static final CouponId WELCOME = CouponId.of("welcome");
    private static final CouponGrantId GRANT = CouponGrantId.of("welcome-ada");
    private static final SubscriptionId SECOND = SubscriptionId.of("ada-2");

    CouponBehaviour(EngineFixture fixture) {
        super(fixture);
    }

    @Nested
    class ACoupon {
        @Test
        void is_found_and_listed_and_gives_the_tenant_an_order_of_discounts() {
            assertThat(engine().settings().get().discounts()).isNull();

            Coupon coupon = create(fixed("5.00"));

            assertThat(engine().coupons().find(WELCOME)).contains(coupon);
            assertThat(engine().coupons().list(Page.first(10))).containsExactly(coupon);
            assertThat(engine().settings().get().discounts()).isEqualTo(DiscountOrder.AS_GIVEN);
        }

        @Test
        void is_not_forgotten_by_settings_that_know_none() {
            create(fixed("5.00"));
            engine().settings().update(present -> settings().withDiscounts(DiscountOrder.PERCENTAGES_FIRST));
            engine().settings().update(present -> settings());

            assertThat(engine().settings().get().discounts()).isEqualTo(DiscountOrder.PERCENTAGES_FIRST);
        }

        @Test
        void is_refused_under_a_key_that_is_taken() {
            create(fixed("5.00"));

            assertRefused(ErrorCode.COUPON_EXISTS, "couponId", () -> create(fixed("6.00")));
        }

        @Test
        void that_is_archived_is_not_granted_any_more() {
            create(fixed("5.00"));
            engine().coupons().archive(WELCOME);

            assertRefused(ErrorCode.COUPON_CLOSED, "couponId", () -> grant());
            assertThat(engine().coupons().archive(WELCOME).archivedAt())
                    .isEqualTo(Instant.parse("2023-11-01T00:00:00Z"));
        }

        @Test
        void is_not_granted_from_the_end_of_its_granting_on() {
            engine().coupons()
                    .create(new NewCoupon(
                            WELCOME,
                            "Welcome",
                            fixed("5.00"),
                            CouponScope.document(),
                            1,
                            Instant.parse("2023-11-01T00:00:00Z"),
                            null));

            assertRefused(ErrorCode.COUPON_CLOSED, "couponId", () -> grant());
        }

        @Test
        void is_granted_as_often_as_it_may_be() {
            engine().coupons()
                    .create(new NewCoupon(WELCOME, "Welcome", fixed("5.00"), CouponScope.document(), 1, null, 1));
            grant();

            assertRefused(
                    ErrorCode.COUPON_EXHAUSTED,
                    "couponId",
                    () -> engine().coupons().grant(NewCouponGrant.of(CouponGrantId.of("again"), WELCOME, ADA)));
        }
    }

    @Nested
    class AGrant {
        @Test
        void is_refused_for_what_is_not_there() {
            assertRefused(ErrorCode.COUPON_NOT_FOUND, "couponId", () -> grant());
            create(fixed("5.00"));
            assertRefused(
                    ErrorCode.CUSTOMER_NOT_FOUND,
                    "customerId",
                    () -> engine().coupons().grant(NewCouponGrant.of(GRANT, WELCOME, CustomerId.of("nobody"))));
            assertRefused(ErrorCode.SUBSCRIPTION_NOT_FOUND, "subscriptionId", () -> grant(SECOND, null));
            assertRefused(
                    ErrorCode.COUPON_GRANT_NOT_FOUND,
                    "couponGrantId",
                    () -> engine().coupons().end(GRANT, Instant.parse("2023-12-01T00:00:00Z")));
        }

        @Test
        void is_refused_for_the_subscription_of_another_customer() {
            engine().customers().create(NewCustomer.of(CustomerId.of("bob"), "Bob"));
            subscribe(CustomerId.of("bob"), "2023-11-01");
            create(fixed("5.00"));

            assertRefused(
                    ErrorCode.SUBSCRIPTION_NOT_FOUND, "subscriptionId", () -> grant(SubscriptionId.of("bob"), null));
        }

        @Test
        void is_refused_in_another_currency_than_the_customers() {
            engine().coupons().create(NewCoupon.once(WELCOME, "Welcome", Discount.fixed(Money.parse("EUR 5.00"))));

            assertRefused(ErrorCode.CURRENCY_MISMATCH, "couponId", () -> grant());
        }

        @Test
        void is_refused_twice_under_one_key() {
            create(fixed("5.00"));
            grant();

            assertRefused(ErrorCode.COUPON_GRANT_EXISTS, "couponGrantId", () -> grant());
        }

        @Test
        void is_kept_and_told_of() {
            create(fixed("5.00"));
            grant();
            engine().coupons().end(GRANT, Instant.parse("2023-12-01T00:00:00Z"));

            assertThat(engine().coupons().findGrant(GRANT).map(CouponGrant::endedAt))
                    .contains(Instant.parse("2023-12-01T00:00:00Z"));
            List<BillingEvent> events =
                    store().inTransaction(tenant, unit -> unit.journal().events(ADA, 100));
            assertThat(events)
                    .extracting(BillingEvent::type)
                    .contains(EventType.COUPON_GRANTED, EventType.COUPON_GRANT_ENDED);
        }
    }

    @Nested
    class ADocument {
        @Test
        void has_the_discount_and_proves_itself() {
            create(fixed("5.00"));
            grant();
            subscribe(ADA, "2023-11-01");
            run("2023-12-01");

            assertThat(invoices()).extracting(EngineBooks::total).containsExactly("15.00", "20.00");
            Invoice first = invoices().get(0);
            assertThat(first.discounts().list()).hasSize(1);
            assertThat(first.totals().discount()).isEqualTo(Money.parse("USD 5.00"));
            assertThat(engine().verifyInvoice(first.id())).isEmpty();
            assertThat(engine().coupons().of(ADA).redemptions())
                    .containsExactly(
                            new Redemption(GRANT, SubscriptionId.of("ada"), 0, first.id(), Money.parse("USD 5.00")));
        }

        @Test
        void that_is_looked_at_ahead_has_it_and_uses_nothing_up() {
            create(percent("50"));
            grant();
            subscribe(ADA, "2023-11-01");

            assertThat(made(engine().previewNextInvoice(SubscriptionId.of("ada"))
                                    .orElseThrow())
                            .totals()
                            .total())
                    .isEqualTo(Money.parse("USD 10.00"));
            assertThat(engine().coupons().of(ADA).redemptions()).isEmpty();
        }

        @Test
        void of_one_of_two_subscriptions_has_a_coupon_for_once() {
            create(fixed("5.00"));
            grant();
            subscribeSecond("2023-11-01");
            subscribe(ADA, "2023-11-01");
            run("2023-11-01");

            assertThat(invoices()).extracting(EngineBooks::total).containsExactly("15.00", "20.00");
        }

        @Test
        void that_is_due_first_has_it_however_late_the_run_is() {
            create(fixed("5.00"));
            grant();
            subscribe(ADA, "2023-11-10");
            subscribeSecond("2023-11-05");
            run("2023-12-20");

            assertThat(invoices().stream()
                            .filter(invoice -> invoice.totals().discount().isPositive()))
                    .singleElement()
                    .satisfies(
                            invoice -> assertThat(invoice.lines().get(0).key().subscription())
                                    .isEqualTo(SECOND));
        }

        /** The first place of the one is due before the coupon, and its second after that of the other. */
        @Test
        void that_is_due_first_of_those_it_is_for_has_it_however_late_the_run_is() {
            create(fixed("5.00"));
            grant(null, Instant.parse("2023-11-15T00:00:00Z"));
            subscribe(ADA, "2023-11-01");
            subscribeSecond("2023-11-20");
            run("2023-12-10");

            assertThat(invoices().stream()
                            .filter(invoice -> invoice.totals().discount().isPositive()))
                    .singleElement()
                    .satisfies(
                            invoice -> assertThat(invoice.lines().get(0).key().subscription())
                                    .isEqualTo(SECOND));
        }

        @Test
        void of_a_place_that_is_due_after_the_end_has_none() {
            create(percent("10"), null);
            grant();
            subscribe(ADA, "2023-11-01");
            engine().coupons().end(GRANT, Instant.parse("2023-12-01T00:00:00Z"));
            run("2023-12-01");

            assertThat(invoices()).extracting(EngineBooks::total).containsExactly("18.00", "20.00");
        }

        @Test
        void of_charges_that_a_coupon_is_not_for_has_none() {
            engine().coupons()
                    .create(new NewCoupon(
                            WELCOME,
                            "Welcome",
                            percent("10"),
                            CouponScope.charges(Set.of(ChargeId.of("calls"))),
                            null,
                            null,
                            null));
            grant();
            subscribe(ADA, "2023-11-01");
            report("e1", ADA, "2000", "2023-11-10T00:00:00Z");
            run("2023-12-01");

            // 1,000 calls beyond the free ones are 10.00, less 1.00
            assertThat(invoices()).extracting(EngineBooks::total).containsExactly("20.00", "29.00");
        }
    }

    @Nested
    class LateUsage {
        @Test
        void of_a_discounted_period_is_discounted_as_that_was() {
            create(percent("10"), null);
            grant();
            subscribe(ADA, "2023-11-01");
            report("e1", ADA, "2000", "2023-11-10T00:00:00Z");
            run("2023-12-01");
            engine().coupons().end(GRANT, Instant.parse("2023-12-02T00:00:00Z"));
            report("late", ADA, "500", "2023-11-11T00:00:00Z");
            run("2024-01-01");

            // −10.00 less −1.00 and 15.00 less 1.50, then the fee of January, which the coupon is no more for
            Invoice january = invoices().get(2);
            assertThat(amounts(january)).containsExactly("-10.00", "15.00", "20.00");
            assertThat(january.totals().discount()).isEqualTo(Money.parse("USD 0.50"));
            assertThat(total(january)).isEqualTo("24.50");
            assertThat(engine().verifyInvoice(january.id())).isEmpty();
        }
    }

    @Nested
    class AVoidDocument {
        @Test
        void that_is_made_again_has_its_coupon_again() {
            create(fixed("5.00"));
            grant();
            subscribe(ADA, "2023-11-01");
            run("2023-11-01");
            engine().voidInvoice(invoices().get(0).id(), VoidIntent.REISSUE);
            run("2023-12-01");

            assertThat(standing()).extracting(EngineBooks::total).containsExactly("15.00", "20.00");
        }

        @Test
        void that_is_waived_leaves_it_to_the_next() {
            create(fixed("5.00"));
            grant();
            subscribe(ADA, "2023-11-01");
            run("2023-11-01");
            engine().voidInvoice(invoices().get(0).id(), VoidIntent.WAIVE);
            run("2023-12-01");

            assertThat(standing()).extracting(EngineBooks::total).containsExactly("15.00");
        }

        @Test
        void that_is_made_again_and_then_waived_leaves_it_to_the_next() {
            create(fixed("5.00"));
            grant();
            subscribe(ADA, "2023-11-01");
            run("2023-11-01");
            engine().voidInvoice(invoices().get(0).id(), VoidIntent.REISSUE);
            run("2023-11-01");
            engine().voidInvoice(invoices().get(1).id(), VoidIntent.WAIVE);
            run("2023-12-01");

            assertThat(standing()).extracting(EngineBooks::total).containsExactly("15.00");
        }

        private List<Invoice> standing() {
            return invoices().stream()
                    .filter(invoice -> invoice.status() == InvoiceStatus.FINALIZED)
                    .toList();
        }
    }

    @Nested
    class ADraft {
        @Test
        void has_what_is_granted_later_once_it_is_computed_again() {
            create(fixed("5.00"));
            subscribe(ADA, "2023-11-01");
            Invoice draft = made(engine().generateInvoice(InvoiceGenerationRequest.of(
                    SubscriptionId.of("ada"),
                    Instant.parse("2023-11-01T00:00:00Z"),
                    Instant.parse("2023-12-01T00:00:00Z"))));
            grant(null, Instant.parse("2023-11-01T00:00:00Z"));

            assertThat(total(draft)).isEqualTo("20.00");
            assertThat(total(engine().refreshInvoice(draft.id()))).isEqualTo("15.00");
            assertThat(total(engine().refreshInvoice(draft.id()))).isEqualTo("15.00");
            Invoice issued = engine().finalizeInvoice(draft.id());
            assertThat(engine().findInvoice(draft.id())).contains(issued);
            assertThat(engine().verifyInvoice(draft.id())).isEmpty();
            assertThat(engine().coupons().of(ADA).redemptions()).hasSize(1);
        }
    }

    private Coupon create(Discount discount) {
        return create(discount, 1);
    }

    private Coupon create(Discount discount, @Nullable Integer periods) {
        return engine().coupons()
                .create(new NewCoupon(WELCOME, "Welcome", discount, CouponScope.document(), periods, null, null));
    }

    private CouponGrant grant() {
        return grant(null, null);
    }

    private CouponGrant grant(@Nullable SubscriptionId subscription, @Nullable Instant from) {
        return engine().coupons().grant(new NewCouponGrant(GRANT, WELCOME, ADA, subscription, from));
    }

    /** To a plan of the same fee without a meter: one customer has one charge for what is counted. */
    private void subscribeSecond(String start) {
        PlanId flat = PlanId.of("flat");
        engine().catalog().createPlan(flat, "Flat", CurrencyUnit.USD, BillingInterval.MONTHLY, List.of(fee()));
        engine().subscriptions()
                .create(new NewSubscription(SECOND, ADA, flat, LocalDate.parse(start), null, BigDecimal.ONE));
    }

    private static Discount fixed(String amount) {
        return Discount.fixed(Money.parse("USD " + amount));
    }

    private static Discount percent(String percent) {
        return Discount.percentage(new BigDecimal(percent));
    }
}
