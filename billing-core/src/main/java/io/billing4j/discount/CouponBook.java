package io.billing4j.discount;

import io.billing4j.id.CouponGrantId;
import io.billing4j.id.InvoiceId;
import io.billing4j.id.SubscriptionId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * A customer's coupons, and what they have taken off so far.
 *
 * @param grants in the order in which they were granted
 * @param redemptions of drafts and final documents, and what stands of void ones: zero where the place is billed again, which
 *     keeps its coupon
 */
public record CouponBook(List<CouponGrant> grants, List<Redemption> redemptions) {
    /** Of a customer without coupons. */
    public static final CouponBook EMPTY = new CouponBook(List.of(), List.of());

    /** Puts grants in their order. */
    public CouponBook {
        grants = grants.stream()
                .sorted(Comparator.comparing(CouponGrant::recordedAt).thenComparing(CouponGrant::id))
                .toList();
        redemptions = List.copyOf(redemptions);
    }

    /** The book with what another document takes off. */
    public CouponBook with(List<Redemption> more) {
        if (more.isEmpty()) {
            return this;
        }
        List<Redemption> all = new ArrayList<>(redemptions);
        all.addAll(more);
        return new CouponBook(grants, all);
    }

    /** The book as it is without what a document takes off. */
    public CouponBook without(InvoiceId document) {
        return new CouponBook(
                grants,
                redemptions.stream()
                        .filter(redemption -> !redemption.invoice().equals(document))
                        .toList());
    }

    /**
     * What of the book decides about documents of these places and later ones. Of coupons for some periods that is all that they
     * took off, by which their periods are counted; of amounts for ever what they took off these places; of percentages for ever
     * nothing.
     *
     * @param slots by subscription the index of its earliest place; documents are of no other subscription
     */
    public CouponBook from(Map<SubscriptionId, Integer> slots) {
        Map<CouponGrantId, CouponGrant> byId = new HashMap<>();
        grants.forEach(grant -> byId.put(grant.id(), grant));
        return new CouponBook(
                grants,
                redemptions.stream()
                        .filter(redemption -> decides(byId.get(redemption.grant()), redemption, slots))
                        .toList());
    }

    private static boolean decides(
            @Nullable CouponGrant grant, Redemption redemption, Map<SubscriptionId, Integer> slots) {
        if (grant == null) {
            return false;
        }
        Integer from = slots.get(redemption.subscription());
        return grant.counted() || (grant.limited() && from != null && redemption.slot() >= from);
    }

    /**
     * Whether a grant takes something off what a place bills: it is for the time at which the place is due, and for one of the
     * periods that it is for, counted from the first one that it took something off.
     */
    public boolean covers(CouponGrant grant, SubscriptionId subscription, int slot, Instant dueAt) {
        if (!grant.covers(subscription, dueAt)) {
            return false;
        }
        Integer periods = grant.coupon().periods();
        if (periods == null) {
            return true;
        }
        Optional<Redemption> first = redemptions.stream()
                .filter(redemption -> redemption.grant().equals(grant.id()))
                .min(Comparator.comparingInt(Redemption::slot));
        return first.isEmpty()
                || (first.get().subscription().equals(subscription)
                        && slot >= first.get().slot()
                        && slot - first.get().slot() < periods);
    }

    /**
     * What a grant still takes off what a place bills: its percentage, or what documents have left of its amount.
     *
     * @param returned what the document itself takes back of it; below zero where it asks for more of it again
     * @return empty where nothing is left
     */
    public Optional<Discount> left(CouponGrant grant, SubscriptionId subscription, int slot, Money returned) {
        if (!(grant.coupon().discount() instanceof Discount.Fixed fixed)) {
            return Optional.of(grant.coupon().discount());
        }
        Money left = fixed.amount().plus(returned);
        for (Redemption redemption : redemptions) {
            if (redemption.grant().equals(grant.id())
                    && redemption.subscription().equals(subscription)
                    && redemption.slot() == slot) {
                left = left.minus(redemption.amount());
            }
        }
        Money most = left.isGreaterThan(fixed.amount()) ? fixed.amount() : left;
        return most.isPositive() ? Optional.of(Discount.fixed(most)) : Optional.empty();
    }
}
