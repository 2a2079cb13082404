package io.billing4j.id;

import io.billing4j.error.Inputs;

/** The key of a coupon's grant, unique within its tenant: 1–64 characters of {@code A-Z a-z 0-9 . _ : -}, case-sensitive, ordered by code point. */
public record CouponGrantId(String value) implements Comparable<CouponGrantId> {
    /** Checks the key; {@code INVALID_KEY} or {@code MISSING_FIELD} at {@code couponGrantId}. */
    public CouponGrantId {
        value = Inputs.key("couponGrantId", value);
    }

    /** The key as a typed id. */
    public static CouponGrantId of(String value) {
        return new CouponGrantId(value);
    }

    @Override
    public int compareTo(CouponGrantId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
