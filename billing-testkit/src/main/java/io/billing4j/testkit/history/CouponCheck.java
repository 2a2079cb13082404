package io.billing4j.testkit.history;

import static io.billing4j.testkit.history.HistoryFailure.require;

import io.billing4j.discount.CouponBook;
import io.billing4j.discount.CouponGrant;
import io.billing4j.discount.Discount;
import io.billing4j.discount.Redemption;
import io.billing4j.engine.BillingEngine;
import io.billing4j.id.CustomerId;
import io.billing4j.invoice.DiscountShare;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceLine;
import io.billing4j.invoice.InvoiceSlot;
import io.billing4j.invoice.InvoiceStatus;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.joda.money.Money;

/** What must hold of coupons, from the lines of documents and the terms of grants alone. */
final class CouponCheck {
    private static final Comparator<Redemption> ORDER = Comparator.comparing(Redemption::grant)
            .thenComparing(Redemption::subscription)
            .thenComparing(Redemption::slot)
            .thenComparing(redemption -> redemption.invoice().toString());

    private final Snapshot snapshot;
    private final CustomerId customer;
    private final CouponBook book;

    CouponCheck(Snapshot snapshot, CustomerId customer, BillingEngine engine) {
        this.snapshot = snapshot;
        this.customer = customer;
        this.book = engine.coupons().of(customer);
    }

    void check() {
        List<Redemption> told = new ArrayList<>();
        Map<String, Money> taken = new TreeMap<>();
        Set<String> disturbed = new HashSet<>();
        for (Invoice invoice : snapshot.invoices()) {
            if (invoice.customer().equals(customer)) {
                told.addAll(released(invoice) ? List.of() : invoice.redemptions());
                if (invoice.status() == InvoiceStatus.VOIDED) {
                    invoice.redemptions()
                            .forEach(redemption ->
                                    disturbed.add(redemption.grant().value()));
                }
                invoice.lines().forEach(this::checkLine);
            }
        }
        told.sort(ORDER);
        require(
                told.equals(book.redemptions().stream().sorted(ORDER).toList()),
                "the book of coupons has what documents say",
                told + " but found " + book.redemptions());
        told.forEach(one ->
                taken.merge(one.grant() + " " + one.subscription() + " " + one.slot(), one.amount(), Money::plus));
        for (CouponGrant grant : book.grants()) {
            // What a void document gave back may have been used by another one before it is made again.
            if (grant.coupon().discount() instanceof Discount.Fixed fixed
                    && !disturbed.contains(grant.id().value())) {
                taken.forEach((place, amount) -> require(
                        !place.startsWith(grant.id() + " ") || !amount.isGreaterThan(fixed.amount()),
                        "a coupon takes no more off a place than its amount",
                        place + " " + amount));
            }
        }
    }

    /** A document that is void and was to be made again gives its coupons up once the one that was made instead is waived. */
    private boolean released(Invoice invoice) {
        if (invoice.status() != InvoiceStatus.VOIDED || BilledLines.waived(invoice)) {
            return false;
        }
        List<InvoiceSlot> all =
                snapshot.slots().values().stream().flatMap(List::stream).toList();
        return all.stream()
                .filter(slot -> invoice.id().equals(slot.invoice()))
                .anyMatch(own -> all.stream().anyMatch(other -> other.waived() && samePlace(own, other)));
    }

    private static boolean samePlace(InvoiceSlot one, InvoiceSlot other) {
        return one.subscription().equals(other.subscription())
                && one.place().term() == other.place().term()
                && one.place().sequence() == other.place().sequence();
    }

    private void checkLine(InvoiceLine line) {
        Money sum = Money.zero(line.amount().getCurrencyUnit());
        for (DiscountShare share : line.adjustments().discounts()) {
            require(
                    share.amount().isZero()
                            || share.amount().isNegative() == line.amount().isNegative(),
                    "what is given back gives its discount back",
                    line);
            sum = sum.plus(share.amount());
        }
        require(!sum.abs().isGreaterThan(line.amount().abs()), "no line is discounted by more than it asks for", line);
    }
}
