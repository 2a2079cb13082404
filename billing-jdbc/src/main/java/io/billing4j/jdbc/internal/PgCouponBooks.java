package io.billing4j.jdbc.internal;

import static io.billing4j.jdbc.internal.generated.Tables.COUPON;
import static io.billing4j.jdbc.internal.generated.Tables.COUPON_GRANT;
import static io.billing4j.jdbc.internal.generated.Tables.COUPON_REDEMPTION;

import io.billing4j.discount.Coupon;
import io.billing4j.discount.CouponBook;
import io.billing4j.discount.CouponGrant;
import io.billing4j.discount.Redemption;
import io.billing4j.id.CouponGrantId;
import io.billing4j.id.CustomerId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.jdbc.internal.row.CouponRow;
import io.billing4j.jdbc.internal.row.Keys;
import io.billing4j.jdbc.internal.row.RowSet;
import io.billing4j.store.CouponStore;
import io.billing4j.store.Page;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.jooq.Condition;
import org.jooq.Query;
import org.jooq.Record;
import org.jooq.Result;
import org.jooq.Table;
import org.jooq.impl.DSL;

/** The customers' books: their grants, each once with its coupon, and what was taken off. */
final class PgCouponBooks {
    private final Session session;

    PgCouponBooks(Session session) {
        this.session = session;
    }

    /** As {@link CouponStore#books}. */
    Map<CustomerId, CouponBook> whole(Collection<CustomerId> customers) {
        return books(customers, (grants, redemptions) -> addAll(grants, redemptions));
    }

    /** As {@link CouponStore#booksFrom}. */
    Map<CustomerId, CouponBook> from(Map<CustomerId, Map<SubscriptionId, Integer>> slots) {
        return books(slots.keySet(), (grants, redemptions) -> {
            addAll(grants.stream().filter(CouponGrant::counted).toList(), redemptions);
            List<Places> places = new ArrayList<>();
            for (CouponGrant grant : grants) {
                if (grant.limited() && !grant.counted()) {
                    slots.getOrDefault(grant.customer(), Map.of()).forEach((subscription, slot) -> {
                        if (grant.subscription() == null || grant.subscription().equals(subscription)) {
                            places.add(new Places(grant.id(), subscription, slot));
                        }
                    });
                }
            }
            addFrom(places, redemptions);
        });
    }

    /** As {@link CouponStore#grants}. */
    List<CouponGrant> grants(CustomerId customer, Page page) {
        return grants(session.sql()
                .select(COUPON_GRANT.fields())
                .from(COUPON_GRANT)
                .where(
                        COUPON_GRANT.TENANT_ID.eq(session.tenant()),
                        COUPON_GRANT.CUSTOMER_ID.eq(customer.value()),
                        Pages.after(COUPON_GRANT.GRANT_ID, page))
                .orderBy(COUPON_GRANT.GRANT_ID)
                .limit(page.size())
                .fetch());
    }

    /** @param adds reads what of the redemptions of grants is wanted */
    private Map<CustomerId, CouponBook> books(
            Collection<CustomerId> customers,
            BiConsumer<List<CouponGrant>, Map<CouponGrantId, List<Redemption>>> adds) {
        Map<CustomerId, CouponBook> books = new LinkedHashMap<>();
        RowSet.inChunks(List.copyOf(new TreeSet<>(customers)), chunk -> {
            Map<CustomerId, List<CouponGrant>> grants = grantsOf(chunk);
            Map<CouponGrantId, List<Redemption>> redemptions = new HashMap<>();
            adds.accept(grants.values().stream().flatMap(List::stream).toList(), redemptions);
            grants.forEach((customer, own) -> books.put(
                    customer,
                    new CouponBook(
                            own,
                            own.stream()
                                    .flatMap(grant -> redemptions.getOrDefault(grant.id(), List.of()).stream())
                                    .toList())));
        });
        return books;
    }

    private Map<CustomerId, List<CouponGrant>> grantsOf(List<CustomerId> customers) {
        RowSet<CustomerId> wanted = RowSet.of(customers).with(COUPON_GRANT.CUSTOMER_ID, CustomerId::value);
        Result<Record> rows = session.fetch(
                "coupon grants of " + wanted.count(),
                wanted.searchParameters(session.tenant()),
                List.of(COUPON_GRANT.fields()),
                () -> grants(wanted));
        Map<CustomerId, List<CouponGrant>> grants = new LinkedHashMap<>();
        grants(rows)
                .forEach(grant -> grants.computeIfAbsent(grant.customer(), key -> new ArrayList<>())
                        .add(grant));
        return grants;
    }

    private List<CouponGrant> grants(Result<Record> rows) {
        Map<String, Coupon> coupons = coupons(rows.getValues(COUPON_GRANT.COUPON_ID));
        return rows.map(row -> CouponRow.readGrant(row, coupons.get(row.get(COUPON_GRANT.COUPON_ID))));
    }

    private Query grants(RowSet<?> wanted) {
        Table<?> found = RowSet.found(
                COUPON_GRANT,
                COUPON_GRANT.TENANT_ID.eq(session.tenant()),
                COUPON_GRANT.CUSTOMER_ID.eq(RowSet.column(COUPON_GRANT.CUSTOMER_ID)));
        return session.sql()
                .select(found.fields())
                .from(wanted.counted(), found)
                .orderBy(found.field(COUPON_GRANT.CUSTOMER_ID), found.field(COUPON_GRANT.GRANT_ID));
    }

    /** Each once: many customers have the same. */
    private Map<String, Coupon> coupons(List<String> ids) {
        if (ids.isEmpty()) {
            return Map.of();
        }
        Keys keys = Keys.of(ids);
        Map<String, Coupon> coupons = new HashMap<>();
        session.fetch(
                        "coupons " + keys.count(),
                        keys.parameters(session.tenant()),
                        List.of(COUPON.fields()),
                        () -> session.sql()
                                .selectFrom(COUPON)
                                .where(COUPON.TENANT_ID.eq(session.tenant()), keys.match(COUPON.COUPON_ID)))
                .map(CouponRow::read)
                .forEach(coupon -> coupons.put(coupon.id().value(), coupon));
        return coupons;
    }

    private void addAll(List<CouponGrant> grants, Map<CouponGrantId, List<Redemption>> to) {
        RowSet.inChunks(grants, chunk -> {
            RowSet<CouponGrant> wanted = RowSet.of(chunk)
                    .with(COUPON_REDEMPTION.GRANT_ID, grant -> grant.id().value());
            add(
                    "coupon redemptions of " + wanted.count(),
                    wanted,
                    to,
                    COUPON_REDEMPTION.GRANT_ID.eq(RowSet.column(COUPON_REDEMPTION.GRANT_ID)));
        });
    }

    private void addFrom(List<Places> places, Map<CouponGrantId, List<Redemption>> to) {
        RowSet.inChunks(places, chunk -> {
            RowSet<Places> wanted = RowSet.of(chunk)
                    .with(COUPON_REDEMPTION.GRANT_ID, place -> place.grant().value())
                    .with(
                            COUPON_REDEMPTION.SUBSCRIPTION_ID,
                            place -> place.subscription().value())
                    .with(COUPON_REDEMPTION.SLOT, Places::slot);
            add(
                    "coupon redemptions from " + wanted.count(),
                    wanted,
                    to,
                    COUPON_REDEMPTION.GRANT_ID.eq(RowSet.column(COUPON_REDEMPTION.GRANT_ID)),
                    COUPON_REDEMPTION.SUBSCRIPTION_ID.eq(RowSet.column(COUPON_REDEMPTION.SUBSCRIPTION_ID)),
                    COUPON_REDEMPTION.SLOT.ge(RowSet.column(COUPON_REDEMPTION.SLOT)));
        });
    }

    private void add(String name, RowSet<?> wanted, Map<CouponGrantId, List<Redemption>> to, Condition... match) {
        session.fetch(
                        name,
                        wanted.searchParameters(session.tenant()),
                        List.of(COUPON_REDEMPTION.fields()),
                        () -> redemptions(wanted, match))
                .map(CouponRow::readRedemption)
                .forEach(redemption -> to.computeIfAbsent(redemption.grant(), key -> new ArrayList<>())
                        .add(redemption));
    }

    private Query redemptions(RowSet<?> wanted, Condition... match) {
        Table<?> found = RowSet.found(
                COUPON_REDEMPTION, DSL.and(COUPON_REDEMPTION.TENANT_ID.eq(session.tenant()), DSL.and(match)));
        return session.sql()
                .select(found.fields())
                .from(wanted.counted(), found)
                .orderBy(
                        found.field(COUPON_REDEMPTION.GRANT_ID),
                        found.field(COUPON_REDEMPTION.INVOICE_ID),
                        found.field(COUPON_REDEMPTION.SUBSCRIPTION_ID),
                        found.field(COUPON_REDEMPTION.SLOT));
    }

    /**
     * A grant at the places of a subscription.
     *
     * @param slot the index of the first of them
     */
    private record Places(CouponGrantId grant, SubscriptionId subscription, int slot) {}
}
