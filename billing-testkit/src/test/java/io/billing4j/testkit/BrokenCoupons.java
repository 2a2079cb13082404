package io.billing4j.testkit;

import io.billing4j.discount.Coupon;
import io.billing4j.discount.CouponBook;
import io.billing4j.discount.Redemption;
import io.billing4j.invoice.DocumentDiscounts;
import io.billing4j.invoice.Invoice;
import io.billing4j.store.BillingStore;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Stores that keep the contract but for one thing about coupons. */
final class BrokenCoupons {
    private BrokenCoupons() {}

    /** Grants a coupon as often as anybody likes. */
    static BillingStore grantingWithoutEnd() {
        return BrokenStores.intercepted("coupons.insert", call -> {
            Coupon coupon = (Coupon) Objects.requireNonNull(call.arguments().get(0));
            call.arguments()
                    .set(
                            0,
                            new Coupon(
                                    coupon.id(),
                                    coupon.name(),
                                    coupon.discount(),
                                    coupon.scope(),
                                    coupon.periods(),
                                    coupon.grantableUntil(),
                                    null,
                                    coupon.archivedAt(),
                                    coupon.createdAt()));
            return call.proceed();
        });
    }

    /** Knows of what a grant has taken off by one document only. */
    static BillingStore forgettingLaterRedemptions() {
        return BrokenStores.intercepted("coupons.books", call -> {
            Map<Object, CouponBook> books = new LinkedHashMap<>();
            ((Map<?, ?>) Objects.requireNonNull(call.proceed())).forEach((customer, given) -> {
                CouponBook book = (CouponBook) given;
                List<Redemption> first = book.redemptions().stream().limit(1).toList();
                books.put(customer, new CouponBook(book.grants(), first));
            });
            return books;
        });
    }

    /** Keeps the lines of a document, with their shares, and not its discounts. */
    static BillingStore forgettingDiscountsOfDocuments() {
        return BrokenStores.intercepted("invoices.insertHeaders", call -> {
            call.arguments()
                    .set(
                            0,
                            BrokenStores.<Invoice>list(call).stream()
                                    .map(BrokenCoupons::withoutDiscounts)
                                    .toList());
            return call.proceed();
        });
    }

    private static Invoice withoutDiscounts(Invoice invoice) {
        return new Invoice(
                invoice.id(),
                invoice.customer(),
                invoice.entity(),
                invoice.type(),
                invoice.period(),
                invoice.lines(),
                DocumentDiscounts.NONE,
                invoice.taxes(),
                invoice.note(),
                invoice.totals(),
                invoice.state(),
                invoice.settlement(),
                invoice.origin(),
                invoice.recordedAt());
    }
}
