package io.billing4j.discount;

import io.billing4j.error.ErrorCode;
import io.billing4j.error.Inputs;
import io.billing4j.id.CouponId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A discount that can be granted to customers. Its terms never change: other terms are another coupon.
 *
 * @param name as documents show it, 1 to 200 characters
 * @param periods of the subscription that a grant is for, 1 to 1,000, from the first on which it takes something off; null for
 *     ever. One is a coupon that is for once
 * @param grantableUntil from when on it is not granted any more; null where there is no such instant
 * @param maxGrants how often it is granted at most, one or more; null where there is no limit
 * @param archivedAt from when on it is not granted any more since somebody has said so; null while it is. Grants go on
 * @param createdAt business time
 */
public record Coupon(
        CouponId id,
        String name,
        Discount discount,
        CouponScope scope,
        @Nullable Integer periods,
        @Nullable Instant grantableUntil,
        @Nullable Integer maxGrants,
        @Nullable Instant archivedAt,
        Instant createdAt) {
    private static final int MOST_PERIODS = 1_000;

    /** Refuses numbers outside their ranges with INVALID_NUMBER at {@code periods} and {@code maxGrants}. */
    public Coupon {
        Inputs.required("id", id);
        Inputs.required("discount", discount);
        Inputs.required("scope", scope);
        name = Inputs.text("name", name, 200);
        if (periods != null && (periods < 1 || periods > MOST_PERIODS)) {
            throw ErrorCode.INVALID_NUMBER.at("periods", "expected 1 to " + MOST_PERIODS + " but found " + periods);
        }
        if (maxGrants != null && maxGrants < 1) {
            throw ErrorCode.INVALID_NUMBER.at("maxGrants", "expected one or more but found " + maxGrants);
        }
        grantableUntil = grantableUntil == null ? null : Inputs.instant("grantableUntil", grantableUntil);
        archivedAt = archivedAt == null ? null : Inputs.instant("archivedAt", archivedAt);
        createdAt = Inputs.instant("createdAt", createdAt);
    }

    /** The coupon as it is once archived. */
    public Coupon archived(Instant at) {
        Inputs.required("archivedAt", at);
        return new Coupon(id, name, discount, scope, periods, grantableUntil, maxGrants, at, createdAt);
    }
}
