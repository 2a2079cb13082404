package io.billing4j.invoice;

import io.billing4j.discount.CouponBook;
import io.billing4j.discount.DiscountOrder;

/**
 * What is taken off a customer's documents.
 *
 * @param coupons those of the customer, with what other documents have taken off as far as this one depends on it
 * @param order as the tenant has chosen
 */
public record DiscountFacts(CouponBook coupons, DiscountOrder order) {
    /** Of a customer without coupons. */
    public static final DiscountFacts NONE = new DiscountFacts(CouponBook.EMPTY, DiscountOrder.AS_GIVEN);
}
