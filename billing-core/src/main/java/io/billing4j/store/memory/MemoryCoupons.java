package io.billing4j.store.memory;

import io.billing4j.discount.Coupon;
import io.billing4j.discount.CouponBook;
import io.billing4j.discount.CouponGrant;
import io.billing4j.discount.Redemption;
import io.billing4j.discount.RedemptionPosition;
import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.CouponGrantId;
import io.billing4j.id.CouponId;
import io.billing4j.id.CustomerId;
import io.billing4j.id.InvoiceId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.invoice.Invoice;
import io.billing4j.invoice.InvoiceStatus;
import io.billing4j.store.CouponStore;
import io.billing4j.store.Page;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Coupons and grants by their keys, redemptions by document. */
final class MemoryCoupons implements CouponStore {
    private final Rows<CouponId, Coupon> coupons;
    private final Rows<CouponGrantId, CouponGrant> grants;
    private final Rows<Key<CustomerId, CouponGrantId>, CouponGrantId> byCustomer;
    private final Rows<String, List<Redemption>> redemptions;
    private final Rows<Key<CouponGrantId, String>, String> byGrant;
    private final Rows<String, Invoice> invoices;
    private final Transaction transaction;

    MemoryCoupons(Books books, Transaction transaction) {
        this.transaction = transaction;
        coupons = books.coupons.in(transaction);
        grants = books.grants.in(transaction);
        byCustomer = books.grantsByCustomer.in(transaction);
        redemptions = books.redemptions.in(transaction);
        byGrant = books.redemptionsByGrant.in(transaction);
        invoices = books.invoices.in(transaction);
    }

    @Override
    public void insert(Coupon coupon) {
        coupons.insert(
                coupon.id(), coupon, () -> ErrorCode.COUPON_EXISTS.at("couponId", "there is a coupon " + coupon.id()));
    }

    @Override
    public Optional<Coupon> find(CouponId id) {
        return coupons.find(id);
    }

    @Override
    public List<Coupon> list(Page page) {
        CouponId after = page.after() == null ? null : CouponId.of(page.after());
        return coupons.after(after).limit(page.size()).toList();
    }

    @Override
    public boolean archive(CouponId id, Instant at) {
        Coupon coupon = require(id);
        if (coupon.archivedAt() != null) {
            return false;
        }
        coupons.put(id, coupon.archived(at));
        return true;
    }

    @Override
    public void grant(CouponGrant grant) {
        Coupon coupon = require(grant.coupon().id());
        if (coupon.archivedAt() != null) {
            throw transaction.refuse(ErrorCode.COUPON_CLOSED.at(
                    "couponId", "coupon " + coupon.id() + " is archived since " + coupon.archivedAt()));
        }
        Integer most = coupon.maxGrants();
        if (most != null
                && grants.after(null)
                                .filter(other -> other.coupon().id().equals(coupon.id()))
                                .count()
                        >= most) {
            throw transaction.refuse(exhausted(coupon.id(), most));
        }
        grants.insert(
                grant.id(),
                grant,
                () -> ErrorCode.COUPON_GRANT_EXISTS.at("couponGrantId", "there is a grant " + grant.id()));
        byCustomer.put(Key.of(grant.customer(), grant.id()), grant.id());
    }

    private static BillingException exhausted(CouponId id, int most) {
        return ErrorCode.COUPON_EXHAUSTED.at("couponId", "coupon " + id + " is granted " + most + " times at most");
    }

    @Override
    public Optional<CouponGrant> findGrant(CouponGrantId id) {
        return grants.find(id).map(this::current);
    }

    @Override
    public List<CouponGrant> grants(CustomerId customer, Page page) {
        String after = page.after();
        return ofCustomer(after == null ? Key.startOf(customer) : Key.of(customer, CouponGrantId.of(after)))
                .limit(page.size())
                .toList();
    }

    @Override
    public List<Redemption> redemptions(CouponGrantId grant, Page page) {
        RedemptionPosition after = page.after() == null ? null : RedemptionPosition.parse(page.after());
        return ofGrant(grant)
                .sorted(Comparator.comparing(Redemption::position))
                .filter(redemption -> after == null || redemption.position().compareTo(after) > 0)
                .limit(page.size())
                .toList();
    }

    /** With the coupon as it is by now. */
    private CouponGrant current(CouponGrant grant) {
        return new CouponGrant(
                grant.id(),
                require(grant.coupon().id()),
                grant.customer(),
                grant.subscription(),
                grant.from(),
                grant.endedAt(),
                grant.recordedAt());
    }

    @Override
    public void end(CouponGrantId id, Instant at) {
        grants.put(id, requireGrant(id).ended(at));
    }

    @Override
    public Map<CustomerId, CouponBook> books(Collection<CustomerId> customers) {
        Map<CustomerId, CouponBook> books = new LinkedHashMap<>();
        for (CustomerId customer : new TreeSet<>(customers)) {
            List<CouponGrant> own = ofCustomer(Key.startOf(customer)).toList();
            if (!own.isEmpty()) {
                books.put(
                        customer,
                        new CouponBook(
                                own,
                                own.stream()
                                        .flatMap(grant -> ofGrant(grant.id()))
                                        .toList()));
            }
        }
        return books;
    }

    @Override
    public Map<CustomerId, CouponBook> booksFrom(Map<CustomerId, Map<SubscriptionId, Integer>> slots) {
        Map<CustomerId, CouponBook> books = new LinkedHashMap<>();
        books(slots.keySet())
                .forEach((customer, whole) -> books.put(customer, whole.from(slots.getOrDefault(customer, Map.of()))));
        return books;
    }

    private Stream<CouponGrant> ofCustomer(Key<CustomerId, CouponGrantId> after) {
        return byCustomer
                .entriesAfter(after)
                .takeWhile(entry -> entry.getKey().first().equals(after.first()))
                .map(entry -> current(requireGrant(entry.getValue())));
    }

    private Stream<Redemption> ofGrant(CouponGrantId grant) {
        return byGrant.entriesAfter(Key.startOf(grant))
                .takeWhile(entry -> entry.getKey().first().equals(grant))
                .flatMap(entry -> redemptions.find(entry.getValue()).orElse(List.of()).stream())
                .filter(redemption -> redemption.grant().equals(grant));
    }

    @Override
    public void redeem(List<Redemption> more) {
        for (Redemption redemption : more) {
            String document = redemption.invoice().toString();
            List<Redemption> all = new ArrayList<>(redemptions.find(document).orElse(List.of()));
            if (all.stream().anyMatch(other -> other.of(redemption.amount()).equals(redemption))) {
                throw transaction.refuse(ErrorCode.ALREADY_EXISTS.because("there is a redemption of "
                        + redemption.grant() + " by invoice " + document + " for slot " + redemption.slot()));
            }
            requireNotFinal(document);
            all.add(redemption);
            redemptions.put(document, List.copyOf(all));
            byGrant.put(Key.of(redemption.grant(), document), document);
        }
    }

    @Override
    public void replace(InvoiceId document, List<Redemption> instead) {
        String id = document.toString();
        List<Redemption> before = redemptions.find(id).orElse(List.of());
        if (!before.isEmpty()) {
            requireNotFinal(id);
        }
        before.forEach(one -> byGrant.remove(Key.of(one.grant(), id)));
        redemptions.remove(id);
        redeem(instead);
    }

    private void requireNotFinal(String document) {
        if (invoices.find(document)
                .filter(invoice -> invoice.status() == InvoiceStatus.FINALIZED)
                .isPresent()) {
            throw transaction.refuse(ErrorCode.IMMUTABLE.because(
                    "what coupons take off finalised invoice " + document + " cannot change"));
        }
    }

    private CouponGrant requireGrant(CouponGrantId id) {
        return grants.require(id, () -> ErrorCode.COUPON_GRANT_NOT_FOUND.missing("couponGrantId", id));
    }

    private Coupon require(CouponId id) {
        return coupons.require(id, () -> ErrorCode.COUPON_NOT_FOUND.missing("couponId", id));
    }
}
