package io.billing4j.store;

import io.billing4j.discount.Coupon;
import io.billing4j.discount.CouponBook;
import io.billing4j.discount.CouponGrant;
import io.billing4j.discount.Redemption;
import io.billing4j.id.CouponGrantId;
import io.billing4j.id.CouponId;
import io.billing4j.id.CustomerId;
import io.billing4j.id.InvoiceId;
import io.billing4j.id.SubscriptionId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Coupons, to whom they are granted, and what they have taken off. */
public interface CouponStore {
    /** Adds a coupon; COUPON_EXISTS at the field of the key if it is taken. */
    void insert(Coupon coupon);

    /** The coupon, if there is one. */
    Optional<Coupon> find(CouponId id);

    /** Coupons in the order of their keys. */
    List<Coupon> list(Page page);

    /**
     * Stores that a coupon is not granted any more, once: of one that is archived already the first instant stays. Goes one after
     * the other with those who grant it.
     *
     * @return whether it was not archived before
     * @throws io.billing4j.error.BillingException COUPON_NOT_FOUND at {@code couponId} if there is none
     */
    boolean archive(CouponId id, Instant at);

    /**
     * Adds a grant, and counts it for its coupon. Those of one coupon are added one after the other.
     *
     * @throws io.billing4j.error.BillingException COUPON_NOT_FOUND at {@code couponId} if there is no such coupon,
     *     COUPON_CLOSED at {@code couponId} if it is archived, COUPON_EXHAUSTED at {@code couponId} if it has been granted as often as it may be, COUPON_GRANT_EXISTS at {@code
     *     couponGrantId} if the grant's key is taken
     */
    void grant(CouponGrant grant);

    /** The grant, if there is one. */
    Optional<CouponGrant> findGrant(CouponGrantId id);

    /** What a customer has been granted, in the order of the grants' keys. */
    List<CouponGrant> grants(CustomerId customer, Page page);

    /**
     * What a grant has taken off, in the order of positions, whose texts are the keys of pages.
     *
     * @throws io.billing4j.error.BillingException INVALID_KEY at {@code after} for a page after what is no {@link
     *     io.billing4j.discount.RedemptionPosition}
     */
    List<Redemption> redemptions(CouponGrantId grant, Page page);

    /**
     * Stores that a grant has ended, or is to end at another instant.
     *
     * @throws io.billing4j.error.BillingException COUPON_GRANT_NOT_FOUND at {@code couponGrantId} if there is none, INVALID_DATE
     *     at {@code endedAt} before its start
     */
    void end(CouponGrantId id, Instant at);

    /** The whole books of those of the customers that have coupons: all that was ever taken off. */
    Map<CustomerId, CouponBook> books(Collection<CustomerId> customers);

    /**
     * The books of those of the customers that have coupons, as far as documents depend on them: {@link CouponBook#from}. Each
     * customer is locked where something is billed by their book. What is read does not grow with what was billed before.
     *
     * @param slots by customer, and of each by subscription the index of the earliest place that a document may be about
     */
    Map<CustomerId, CouponBook> booksFrom(Map<CustomerId, Map<SubscriptionId, Integer>> slots);

    /**
     * Adds what documents take off.
     *
     * @throws io.billing4j.error.BillingException ALREADY_EXISTS if there is one of a document, grant and place; IMMUTABLE for a
     *     document that is finalised and not void
     */
    void redeem(List<Redemption> redemptions);

    /**
     * Puts others in the place of all redemptions of a document: of a draft that was computed again, of one that goes (none), of
     * a void document what stands of it.
     *
     * @param instead each of the document
     * @throws io.billing4j.error.BillingException IMMUTABLE where something would change of a document that is finalised and not
     *     void
     */
    void replace(InvoiceId document, List<Redemption> instead);
}
