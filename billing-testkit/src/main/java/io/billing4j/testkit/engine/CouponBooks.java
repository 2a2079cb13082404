package io.billing4j.testkit.engine;

import io.billing4j.discount.Coupon;
import io.billing4j.discount.CouponGrant;
import io.billing4j.discount.CouponScope;
import io.billing4j.discount.Discount;
import io.billing4j.engine.NewCoupon;
import io.billing4j.engine.NewCouponGrant;
import io.billing4j.engine.NewSubscription;
import io.billing4j.id.CouponGrantId;
import io.billing4j.id.CouponId;
import io.billing4j.id.PlanId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.period.BillingInterval;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/** One coupon, which Ada is granted; the plan's fee is 20.00. */
abstract class CouponBooks extends EngineBooks {
    static final CouponId WELCOME = CouponId.of("welcome");
    static final CouponGrantId GRANT = CouponGrantId.of("welcome-ada");
    static final SubscriptionId SECOND = SubscriptionId.of("ada-2");

    CouponBooks(EngineFixture fixture) {
        super(fixture);
    }

    final Coupon create(Discount discount) {
        return create(discount, 1);
    }

    final Coupon create(Discount discount, @Nullable Integer periods) {
        return engine().coupons()
                .create(new NewCoupon(WELCOME, "Welcome", discount, CouponScope.document(), periods, null, null));
    }

    final CouponGrant grant() {
        return grant(null, null);
    }

    final CouponGrant grant(@Nullable SubscriptionId subscription, @Nullable Instant from) {
        return engine().coupons().grant(new NewCouponGrant(GRANT, WELCOME, ADA, subscription, from));
    }

    /** To a plan of the same fee without a meter: one customer has one charge for what is counted. */
    final void subscribeSecond(String start) {
        PlanId flat = PlanId.of("flat");
        engine().catalog().createPlan(flat, "Flat", CurrencyUnit.USD, BillingInterval.MONTHLY, List.of(fee()));
        engine().subscriptions()
                .create(new NewSubscription(SECOND, ADA, flat, LocalDate.parse(start), null, BigDecimal.ONE));
    }

    static Discount fixed(String amount) {
        return Discount.fixed(Money.parse("USD " + amount));
    }

    static Discount percent(String percent) {
        return Discount.percentage(new BigDecimal(percent));
    }
}
