package io.billing4j.engine;

import io.billing4j.discount.CouponScope;
import io.billing4j.discount.Discount;
import io.billing4j.error.Inputs;
import io.billing4j.id.CouponId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a coupon.
 *
 * @param name as documents show it, 1 to 200 characters
 * @param periods for how many periods of a subscription a grant is, 1 to 1,000; null for ever
 * @param grantableUntil from when on it is not granted any more; null where there is no such instant
 * @param maxGrants how often it is granted at most; null where there is no limit
 */
public record NewCoupon(
        CouponId id,
        String name,
        Discount discount,
        CouponScope scope,
        @Nullable Integer periods,
        @Nullable Instant grantableUntil,
        @Nullable Integer maxGrants) {
    /** Refuses what is missing with MISSING_FIELD at its name. */
    public NewCoupon {
        Inputs.required("id", id);
        Inputs.required("name", name);
        Inputs.required("discount", discount);
        Inputs.required("scope", scope);
    }

    /** Off the whole document of one period. */
    public static NewCoupon once(CouponId id, String name, Discount discount) {
        return new NewCoupon(id, name, discount, CouponScope.document(), 1, null, null);
    }

    /** Off the whole documents of so many periods, 1 to 1,000. */
    public static NewCoupon forPeriods(CouponId id, String name, Discount discount, int periods) {
        return new NewCoupon(id, name, discount, CouponScope.document(), periods, null, null);
    }

    /** Off every document. */
    public static NewCoupon forever(CouponId id, String name, Discount discount) {
        return new NewCoupon(id, name, discount, CouponScope.document(), null, null, null);
    }
}
