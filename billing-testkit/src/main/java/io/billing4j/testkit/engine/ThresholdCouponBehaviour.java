package io.billing4j.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.discount.CouponScope;
import io.billing4j.discount.Discount;
import io.billing4j.engine.NewCoupon;
import io.billing4j.engine.NewCouponGrant;
import io.billing4j.engine.NewSubscription;
import io.billing4j.id.CouponGrantId;
import io.billing4j.id.CouponId;
import io.billing4j.id.PlanId;
import io.billing4j.id.SubscriptionId;
import java.math.BigDecimal;
import java.time.LocalDate;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What coupons and the balance make of usage that is billed before its period ends. */
abstract class ThresholdCouponBehaviour extends ThresholdBooks {
    private static final CouponId TEN = CouponId.of("ten");

    ThresholdCouponBehaviour(EngineFixture fixture) {
        super(fixture);
    }

    @Test
    void a_balance_pays_them() {
        begun();
        engine().balances().adjust(ADA, Money.parse("USD 50.00"), "a gift", null);
        use("2023-11-10T00:00:00Z", "80");
        billAt("2023-11-10T12:00:00Z");

        assertThat(total(last())).isEqualTo("30.00");
        assertThat(balance()).isEqualTo("0.00");
    }

    @Test
    void coupons_take_off_them_what_they_take_off_the_rest() {
        grant("10", null);
        begun();
        use("2023-11-10T00:00:00Z", "80");
        billAt("2023-11-10T12:00:00Z");
        assertThat(total(last())).isEqualTo("72.00");

        billAt("2023-12-01T00:00:00Z");
        // −72.00 + 72.00, and 20.00 less 2.00
        assertThat(total(last())).isEqualTo("18.00");
    }

    @Test
    void a_coupon_for_one_period_is_left_to_the_place_that_is_due_first() {
        PlanId flat = PlanId.of("flat");
        sell(flat, null, fee());
        begun();
        engine().subscriptions()
                .create(NewSubscription.of(ADA, flat, LocalDate.parse("2023-11-20"))
                        .withId(SubscriptionId.of("other")));
        clock.set("2023-11-10T00:00:00Z");
        grant("10", 1);
        use("2023-11-10T00:00:00Z", "80");
        billAt("2023-11-10T12:00:00Z");
        assertThat(total(last())).isEqualTo("80.00");

        billAt("2023-11-20T00:00:00Z");
        assertThat(total(last())).isEqualTo("18.00");
        billAt("2023-12-01T00:00:00Z");
        assertThat(total(last())).isEqualTo("20.00");
    }

    @Test
    void none_is_made_that_asks_for_nothing() {
        grant("100", null);
        begun();
        use("2023-11-10T00:00:00Z", "80");

        assertThat(billReachedAt("2023-11-10T12:00:00Z")).isZero();
        assertThat(marked()).isEmpty();
        assertThat(slots(SUB)).hasSize(1);
    }

    private void grant(String percent, @Nullable Integer periods) {
        engine().coupons()
                .create(new NewCoupon(
                        TEN,
                        "Ten",
                        Discount.percentage(new BigDecimal(percent)),
                        CouponScope.document(),
                        periods,
                        null,
                        null));
        engine().coupons().grant(NewCouponGrant.of(CouponGrantId.of("ten-ada"), TEN, ADA));
    }
}
