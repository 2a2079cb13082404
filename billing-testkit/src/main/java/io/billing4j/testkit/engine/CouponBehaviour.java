package io.billing4j.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.discount.Coupon;
import io.billing4j.discount.CouponGrant;
import io.billing4j.discount.CouponScope;
import io.billing4j.discount.Discount;
import io.billing4j.discount.DiscountOrder;
import io.billing4j.engine.NewCoupon;
import io.billing4j.engine.NewCouponGrant;
import io.billing4j.engine.NewCustomer;
import io.billing4j.error.ErrorCode;
import io.billing4j.event.BillingEvent;
import io.billing4j.event.EventType;
import io.billing4j.id.ChargeId;
import io.billing4j.id.CouponGrantId;
import io.billing4j.id.CustomerId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.store.Page;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.joda.money.Money;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Which coupons there are, and to whom they are granted. */
abstract class CouponBehaviour extends CouponBooks {
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
            clock.set("2023-11-02T00:00:00Z");
            assertThat(engine().coupons().archive(WELCOME).archivedAt())
                    .isEqualTo(Instant.parse("2023-11-01T00:00:00Z"));
            assertThat(audited("coupon", WELCOME))
                    .containsExactly(
                            "coupon.created {discount=USD 5.00, name=Welcome, periods=1, scope=document}",
                            "coupon.archived {archivedAt=2023-11-01T00:00:00Z}");
        }

        @Test
        void is_audited_with_all_its_terms_as_they_are_stored() {
            engine().coupons()
                    .create(new NewCoupon(
                            WELCOME,
                            "Welcome",
                            percent("12.50"),
                            CouponScope.charges(Set.of(ChargeId.of("fee"), ChargeId.of("calls"))),
                            null,
                            Instant.parse("2024-01-01T00:00:00.123456789Z"),
                            10));

            assertThat(audited("coupon", WELCOME))
                    .containsExactly("coupon.created {charges=calls,fee, discount=12.5 %,"
                            + " grantableUntil=2024-01-01T00:00:00.123456Z, maxGrants=10, name=Welcome,"
                            + " periods=forever}");
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
        void is_audited_each_time_that_its_end_is_another() {
            create(fixed("5.00"));
            grant();
            Instant end = Instant.parse("2023-12-01T00:00:00.123456789Z");
            CouponGrant ended = engine().coupons().end(GRANT, end);

            assertThat(engine().coupons().end(GRANT, end)).isEqualTo(ended);
            assertThat(engine().coupons().end(GRANT, Instant.parse("2023-12-01T00:00:00.123456Z")))
                    .isEqualTo(ended);
            assertThat(engine().coupons().findGrant(GRANT)).contains(ended);
            assertThat(audited("coupon_grant", GRANT))
                    .containsExactly(
                            "coupon_grant.created {coupon=welcome, from=2023-11-01T00:00:00Z}",
                            "coupon_grant.ended {endedAt=2023-12-01T00:00:00.123456Z}");
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

    /** What was done to it: {@code coupon.archived {archivedAt=…}}. */
    private List<String> audited(String subjectType, Object subject) {
        return engine().audit(subjectType, subject.toString(), Page.first(10)).stream()
                .map(entry -> entry.action() + " " + new TreeMap<>(entry.after()))
                .toList();
    }
}
