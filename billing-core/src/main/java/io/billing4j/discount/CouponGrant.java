package io.billing4j.discount;

import io.billing4j.error.ErrorCode;
import io.billing4j.error.Inputs;
import io.billing4j.id.CouponGrantId;
import io.billing4j.id.CustomerId;
import io.billing4j.id.SubscriptionId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A coupon in the hands of a customer.
 *
 * @param subscription the one that it is for; null for whichever of the customer's it takes something off first where it is for
 *     some periods, for all of them where it is for ever
 * @param from the earliest instant at which a document is due that it takes off from
 * @param endedAt documents that are due then or later are not discounted; null while it goes on
 * @param recordedAt when it was granted; earlier grants come first
 */
public record CouponGrant(
        CouponGrantId id,
        Coupon coupon,
        CustomerId customer,
        @Nullable SubscriptionId subscription,
        Instant from,
        @Nullable Instant endedAt,
        Instant recordedAt) {
    /** Refuses an end before the start with INVALID_DATE at {@code endedAt}. */
    public CouponGrant {
        Inputs.required("id", id);
        Inputs.required("coupon", coupon);
        Inputs.required("customer", customer);
        from = Inputs.instant("from", from);
        endedAt = endedAt == null ? null : Inputs.instant("endedAt", endedAt);
        recordedAt = Inputs.instant("recordedAt", recordedAt);
        if (endedAt != null && endedAt.isBefore(from)) {
            throw ErrorCode.INVALID_DATE.at("endedAt", "expected " + from + " or later but found " + endedAt);
        }
    }

    /**
     * Whether it may take something off what a subscription's place bills. That depends on when the place is due and not on when
     * it is billed, so that a late run, a place that is billed again and late usage come to the same.
     *
     * @param dueAt of the place that bills the line's period
     */
    public boolean covers(SubscriptionId billed, Instant dueAt) {
        return (subscription == null || subscription.equals(billed))
                && !dueAt.isBefore(from)
                && (endedAt == null || dueAt.isBefore(endedAt));
    }

    /** Whether it is for some periods, which are counted from the first that it took something off. */
    public boolean counted() {
        return coupon.periods() != null;
    }

    /** Whether it takes an amount off each place, of which documents leave less and less. */
    public boolean limited() {
        return !coupon.discount().proportional();
    }

    /** The grant once it has ended; INVALID_DATE at {@code endedAt} before its start. */
    public CouponGrant ended(Instant at) {
        return new CouponGrant(id, coupon, customer, subscription, from, Inputs.required("endedAt", at), recordedAt);
    }
}
