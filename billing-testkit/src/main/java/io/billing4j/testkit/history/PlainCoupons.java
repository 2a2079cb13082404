package io.billing4j.testkit.history;

import io.billing4j.discount.CouponScope;
import io.billing4j.discount.Discount;
import io.billing4j.engine.BillingEngine;
import io.billing4j.engine.NewCoupon;
import io.billing4j.id.ChargeId;
import io.billing4j.id.CouponId;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/** The coupons that histories grant; each is made when it is granted for the first time. */
final class PlainCoupons {
    /** All that there are; {@code all} takes everything off for ever. */
    static final List<String> KEYS = List.of("all", "third", "once", "five", "fees");

    /** Takes everything off for ever. */
    static final String ALL = "all";

    private PlainCoupons() {}

    /** Makes one that there is not yet. */
    static void make(BillingEngine engine, String key) {
        if (engine.coupons().find(CouponId.of(key)).isEmpty()) {
            engine.coupons().create(of(key, engine.settings().get().currency()));
        }
    }

    private static NewCoupon of(String key, CurrencyUnit currency) {
        CouponId id = CouponId.of(key);
        return switch (key) {
            case ALL -> NewCoupon.forever(id, key, Discount.percentage(new BigDecimal("100")));
            case "third" -> NewCoupon.forever(id, key, Discount.percentage(new BigDecimal("33.333")));
            case "once" -> NewCoupon.once(id, key, Discount.percentage(new BigDecimal("50")));
            case "five" -> NewCoupon.forever(id, key, amount(currency, 777));
            default ->
                new NewCoupon(
                        id,
                        key,
                        amount(currency, 1234),
                        CouponScope.charges(Set.of(ChargeId.of("fee"), ChargeId.of("seats"))),
                        2,
                        null,
                        null);
        };
    }

    private static Discount amount(CurrencyUnit currency, long minor) {
        return Discount.fixed(Money.ofMinor(currency, minor));
    }
}
