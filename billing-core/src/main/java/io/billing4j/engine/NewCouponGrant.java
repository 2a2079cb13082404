package io.billing4j.engine;

import io.billing4j.error.Inputs;
import io.billing4j.id.CouponGrantId;
import io.billing4j.id.CouponId;
import io.billing4j.id.CustomerId;
import io.billing4j.id.SubscriptionId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a coupon to be granted.
 *
 * @param subscription the one that it is for; null for any of the customer's
 * @param from the earliest instant at which a document is due that it takes off from; now where it is null. To have it take off
 *     from what is asked for within a period that has begun, it is the period's start
 */
public record NewCouponGrant(
        CouponGrantId id,
        CouponId coupon,
        CustomerId customer,
        @Nullable SubscriptionId subscription,
        @Nullable Instant from) {
    /** Refuses what is missing with MISSING_FIELD at its name. */
    public NewCouponGrant {
        Inputs.required("id", id);
        Inputs.required("coupon", coupon);
        Inputs.required("customer", customer);
    }

    /** For any of the customer's subscriptions, from now on. */
    public static NewCouponGrant of(CouponGrantId id, CouponId coupon, CustomerId customer) {
        return new NewCouponGrant(id, coupon, customer, null, null);
    }

    /** The same for one of the customer's subscriptions. */
    public NewCouponGrant withSubscription(SubscriptionId one) {
        return new NewCouponGrant(id, coupon, customer, Inputs.required("subscription", one), from);
    }

    /** The same for what is due from an instant on. */
    public NewCouponGrant withFrom(Instant earliest) {
        return new NewCouponGrant(id, coupon, customer, subscription, Inputs.required("from", earliest));
    }
}
