package io.billing4j.invoice;

import io.billing4j.discount.DiscountOrder;
import io.billing4j.money.RoundingPolicy;
import java.util.List;

/**
 * The discounts of a document, and by what rules they were worked out.
 *
 * @param list in the order in which the coupons were granted, and of one coupon in that of the places
 */
public record DocumentDiscounts(DiscountOrder order, RoundingPolicy rounding, List<DocumentDiscount> list) {
    /** Of a document without any. */
    public static final DocumentDiscounts NONE =
            new DocumentDiscounts(DiscountOrder.AS_GIVEN, RoundingPolicy.HALF_UP, List.of());

    /** Keeps a copy. Without any discount there are no rules either. */
    public DocumentDiscounts {
        list = List.copyOf(list);
        order = list.isEmpty() ? DiscountOrder.AS_GIVEN : order;
        rounding = list.isEmpty() ? RoundingPolicy.HALF_UP : rounding;
    }

    /** Whether there are any. */
    public boolean any() {
        return !list.isEmpty();
    }
}
