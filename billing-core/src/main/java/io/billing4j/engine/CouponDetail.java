package io.billing4j.engine;

import io.billing4j.discount.Coupon;
import io.billing4j.discount.CouponGrant;
import io.billing4j.discount.CouponScope;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Coupons and grants as names and values, for the audit trail: as they are stored, and all that they say. */
final class CouponDetail {
    private CouponDetail() {}

    /** Without what is only known later: when it was archived. */
    static Map<String, String> of(Coupon coupon) {
        Map<String, String> detail = new TreeMap<>();
        detail.put("name", coupon.name());
        detail.put("discount", coupon.discount().toString());
        addScope(detail, coupon.scope());
        detail.put("periods", coupon.periods() == null ? "forever" : Integer.toString(coupon.periods()));
        if (coupon.grantableUntil() != null) {
            detail.put("grantableUntil", coupon.grantableUntil().toString());
        }
        if (coupon.maxGrants() != null) {
            detail.put("maxGrants", Integer.toString(coupon.maxGrants()));
        }
        return detail;
    }

    static Map<String, String> of(CouponGrant grant) {
        Map<String, String> detail = new TreeMap<>();
        detail.put("coupon", grant.coupon().id().value());
        if (grant.subscription() != null) {
            detail.put("subscription", grant.subscription().value());
        }
        detail.put("from", grant.from().toString());
        return detail;
    }

    /** When a grant ends; nothing while it goes on. */
    static Map<String, String> endOf(CouponGrant grant) {
        return grant.endedAt() == null
                ? Map.of()
                : Map.of("endedAt", grant.endedAt().toString());
    }

    private static void addScope(Map<String, String> detail, CouponScope scope) {
        if (scope instanceof CouponScope.OfPlans of) {
            detail.put("plans", joined(of.plans()));
        } else if (scope instanceof CouponScope.OfCharges of) {
            detail.put("charges", joined(of.charges()));
        } else {
            detail.put("scope", "document");
        }
    }

    private static String joined(Collection<?> keys) {
        return keys.stream().map(Object::toString).sorted().collect(Collectors.joining(","));
    }
}
