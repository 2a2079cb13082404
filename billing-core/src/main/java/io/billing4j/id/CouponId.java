package io.billing4j.id;

import io.billing4j.error.Inputs;

/** The key of a coupon, unique within its tenant: 1–64 characters of {@code A-Z a-z 0-9 . _ : -}, case-sensitive, ordered by code point. */
public record CouponId(String value) implements Comparable<CouponId> {
    /** Checks the key; {@code INVALID_KEY} or {@code MISSING_FIELD} at {@code couponId}. */
    public CouponId {
        value = Inputs.key("couponId", value);
    }

    /** The key as a typed id. */
    public static CouponId of(String value) {
        return new CouponId(value);
    }

    @Override
    public int compareTo(CouponId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
