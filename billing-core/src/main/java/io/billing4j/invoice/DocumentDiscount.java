package io.billing4j.invoice;

import io.billing4j.discount.Discount;
import io.billing4j.discount.DiscountClaim.Level;
import io.billing4j.id.CouponGrantId;
import io.billing4j.id.CouponId;
import java.util.List;
import org.joda.money.Money;

/**
 * What a coupon takes off the lines of a document that ask for something.
 *
 * @param name of the coupon, as the document shows it
 * @param discount the percentage, or what there was left of the amount
 * @param slot the index of the place that bills the lines' periods
 * @param lines the numbers of the lines that it is for, in ascending order
 * @param amount above zero: the sum of their shares
 */
public record DocumentDiscount(
        CouponGrantId grant,
        CouponId coupon,
        String name,
        Level level,
        Discount discount,
        int slot,
        List<Integer> lines,
        Money amount) {
    /** Keeps a copy. */
    public DocumentDiscount {
        lines = List.copyOf(lines);
    }
}
