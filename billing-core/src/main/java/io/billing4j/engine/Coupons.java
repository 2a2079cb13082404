package io.billing4j.engine;

import io.billing4j.customer.CustomerState;
import io.billing4j.discount.Coupon;
import io.billing4j.discount.CouponBook;
import io.billing4j.discount.CouponGrant;
import io.billing4j.discount.Discount;
import io.billing4j.discount.DiscountOrder;
import io.billing4j.discount.Redemption;
import io.billing4j.error.ErrorCode;
import io.billing4j.error.Inputs;
import io.billing4j.event.EventType;
import io.billing4j.id.CouponGrantId;
import io.billing4j.id.CouponId;
import io.billing4j.id.CustomerId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.money.Currencies;
import io.billing4j.store.Page;
import io.billing4j.tenant.TenantSettings;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Coupons, and to whom they are granted. */
public final class Coupons {
    private final TenantScope scope;

    Coupons(TenantScope scope) {
        this.scope = scope;
    }

    /**
     * Adds a coupon. With a tenant's first one its settings have an order of discounts, {@link DiscountOrder#AS_GIVEN}.
     *
     * @throws io.billing4j.error.BillingException COUPON_EXISTS at {@code couponId} if its key is taken, INVALID_CURRENCY at
     *     {@code discount.amount} if amounts cannot be in its currency, and what {@link Coupon} refuses
     */
    public Coupon create(NewCoupon wanted) {
        Inputs.required("wanted", wanted);
        if (wanted.discount() instanceof Discount.Fixed fixed) {
            Currencies.billable("discount.amount", fixed.amount().getCurrencyUnit());
        }
        return scope.inTransaction(work -> {
            Coupon coupon = new Coupon(
                    wanted.id(),
                    wanted.name(),
                    wanted.discount(),
                    wanted.scope(),
                    wanted.periods(),
                    wanted.grantableUntil(),
                    wanted.maxGrants(),
                    null,
                    work.now());
            if (work.unit().settings().get().discounts() == null) {
                TenantSettings before = work.unit().settings().lock();
                if (before.discounts() == null) {
                    Settings.replace(work, before, before.withDiscounts(DiscountOrder.AS_GIVEN));
                }
            }
            work.unit().coupons().insert(coupon);
            work.journal(JournalEntry.created(
                    EventType.COUPON_CREATED, null, coupon.id(), CouponDetail.of(coupon), work.now()));
            return coupon;
        });
    }

    /** Has a coupon granted no more; grants go on. COUPON_NOT_FOUND at {@code couponId}. One that is archived already stays as it is. */
    public Coupon archive(CouponId id) {
        Inputs.required("id", id);
        return scope.inTransaction(work -> {
            boolean first = work.unit().coupons().archive(id, work.now());
            Coupon coupon = Billing4J.found(work.unit().coupons().find(id), ErrorCode.COUPON_NOT_FOUND, "couponId", id);
            if (first) {
                work.journal(new JournalEntry(
                        EventType.COUPON_ARCHIVED,
                        null,
                        id.value(),
                        Map.of(),
                        Map.of("archivedAt", String.valueOf(coupon.archivedAt())),
                        work.now()));
            }
            return coupon;
        });
    }

    /** The coupon, if there is one. */
    public Optional<Coupon> find(CouponId id) {
        Inputs.required("id", id);
        return scope.inTransaction(work -> work.unit().coupons().find(id));
    }

    /** Coupons in the order of their keys. */
    public List<Coupon> list(Page page) {
        Inputs.required("page", page);
        return scope.inTransaction(work -> work.unit().coupons().list(page));
    }

    /**
     * Grants a coupon. It takes off what places bill that are due from then on, and of places before only what they have not
     * asked for yet. Drafts stay as they are until they are computed again.
     *
     * @throws io.billing4j.error.BillingException COUPON_NOT_FOUND at {@code couponId}; COUPON_CLOSED at {@code couponId} for one
     *     that is archived or past the end of its granting; COUPON_EXHAUSTED at {@code couponId}; COUPON_GRANT_EXISTS at {@code
     *     couponGrantId}; CUSTOMER_NOT_FOUND at {@code customerId}; SUBSCRIPTION_NOT_FOUND at {@code subscriptionId} if the
     *     customer has no such subscription; CURRENCY_MISMATCH at {@code couponId} for an amount in another currency than the
     *     customer's
     */
    public CouponGrant grant(NewCouponGrant wanted) {
        Inputs.required("wanted", wanted);
        return scope.inTransaction(work -> {
            CustomerState customer = work.lockCustomer(wanted.customer());
            Coupon coupon = Billing4J.found(
                    work.unit().coupons().find(wanted.coupon()),
                    ErrorCode.COUPON_NOT_FOUND,
                    "couponId",
                    wanted.coupon());
            requireOpen(coupon, work.now());
            if (coupon.discount() instanceof Discount.Fixed fixed) {
                Currencies.requireSame(
                        "couponId",
                        customer.customer().currency(),
                        fixed.amount().getCurrencyUnit());
            }
            SubscriptionId subscription = wanted.subscription();
            if (subscription != null
                    && !Subscriptions.found(work, subscription)
                            .subscription()
                            .customer()
                            .equals(wanted.customer())) {
                throw ErrorCode.SUBSCRIPTION_NOT_FOUND.at(
                        "subscriptionId", "customer " + wanted.customer() + " has no subscription " + subscription);
            }
            Instant recordedAt = work.record(customer);
            CouponGrant grant = new CouponGrant(
                    wanted.id(),
                    coupon,
                    wanted.customer(),
                    subscription,
                    wanted.from() == null ? work.now() : wanted.from(),
                    null,
                    recordedAt);
            work.unit().coupons().grant(grant);
            work.journal(JournalEntry.created(
                    EventType.COUPON_GRANTED, grant.customer(), grant.id(), CouponDetail.of(grant), recordedAt));
            return grant;
        });
    }

    private static void requireOpen(Coupon coupon, Instant now) {
        Instant archivedAt = coupon.archivedAt();
        Instant until = coupon.grantableUntil();
        if (archivedAt != null) {
            throw ErrorCode.COUPON_CLOSED.at("couponId", "coupon " + coupon.id() + " is archived since " + archivedAt);
        }
        if (until != null && !now.isBefore(until)) {
            throw ErrorCode.COUPON_CLOSED.at(
                    "couponId", "coupon " + coupon.id() + " is granted until " + until + ", it is " + now);
        }
    }

    /**
     * Ends a grant: places that are due then or later are not discounted by it. What was taken off before stays, and goes with
     * what is given back of it. One that ends then already stays as it is.
     *
     * @throws io.billing4j.error.BillingException COUPON_GRANT_NOT_FOUND at {@code couponGrantId}; INVALID_DATE at {@code
     *     endedAt} before its start
     */
    public CouponGrant end(CouponGrantId id, Instant at) {
        Inputs.required("id", id);
        Inputs.required("at", at);
        return scope.inTransaction(work -> {
            CouponGrant seen = found(work, id);
            CustomerState customer = work.lockCustomer(seen.customer());
            CouponGrant before = found(work, id);
            Instant end = Inputs.instant("endedAt", at);
            if (end.equals(before.endedAt())) {
                return before;
            }
            CouponGrant ended = before.ended(end);
            Instant recordedAt = work.record(customer);
            work.unit().coupons().end(id, end);
            work.journal(new JournalEntry(
                    EventType.COUPON_GRANT_ENDED,
                    before.customer(),
                    id.value(),
                    CouponDetail.endOf(before),
                    CouponDetail.endOf(ended),
                    recordedAt));
            return ended;
        });
    }

    /** The grant, if there is one. */
    public Optional<CouponGrant> findGrant(CouponGrantId id) {
        Inputs.required("id", id);
        return scope.inTransaction(work -> work.unit().coupons().findGrant(id));
    }

    /** What a customer has been granted, in the order of the grants' keys; nothing for one who is not there. */
    public List<CouponGrant> grants(CustomerId customer, Page page) {
        Inputs.required("customer", customer);
        Inputs.required("page", page);
        return scope.inTransaction(work -> work.unit().coupons().grants(customer, page));
    }

    /**
     * What a grant has taken off, in the order of {@link Redemption#position positions}, whose texts are the keys of pages: of drafts
     * and final documents, and what stands of void ones. Nothing for a grant that is not there.
     *
     * @throws io.billing4j.error.BillingException INVALID_KEY at {@code after} for a page after what is no position
     */
    public List<Redemption> redemptions(CouponGrantId grant, Page page) {
        Inputs.required("grant", grant);
        Inputs.required("page", page);
        return scope.inTransaction(work -> work.unit().coupons().redemptions(grant, page));
    }

    /**
     * What a customer has been granted, in that order, and what it has taken off: all of it, which grows with every document. {@link
     * #grants} and {@link #redemptions} are read in pages.
     */
    public CouponBook of(CustomerId customer) {
        Inputs.required("customer", customer);
        return scope.inTransaction(
                work -> work.unit().coupons().books(List.of(customer)).getOrDefault(customer, CouponBook.EMPTY));
    }

    private static CouponGrant found(Work work, CouponGrantId id) {
        return Billing4J.found(
                work.unit().coupons().findGrant(id), ErrorCode.COUPON_GRANT_NOT_FOUND, "couponGrantId", id);
    }
}
