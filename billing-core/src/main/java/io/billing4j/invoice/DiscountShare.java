package io.billing4j.invoice;

import io.billing4j.id.CouponGrantId;
import org.joda.money.Money;

/**
 * What a coupon takes off a line.
 *
 * @param slot the index of the place that bills the line's period, which is not the document's own where that corrects an
 *     earlier one
 * @param amount zero or more of a line that asks for something, zero or less of one that gives it back
 */
public record DiscountShare(CouponGrantId grant, int slot, Money amount) {
    /** The same share with another amount. */
    DiscountShare of(Money other) {
        return new DiscountShare(grant, slot, other);
    }
}
