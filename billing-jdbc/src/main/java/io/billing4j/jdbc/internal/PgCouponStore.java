package io.billing4j.jdbc.internal;

import static io.billing4j.jdbc.internal.generated.Tables.COUPON;
import static io.billing4j.jdbc.internal.generated.Tables.COUPON_GRANT;
import static io.billing4j.jdbc.internal.generated.Tables.COUPON_REDEMPTION;

import io.billing4j.discount.Coupon;
import io.billing4j.discount.CouponBook;
import io.billing4j.discount.CouponGrant;
import io.billing4j.discount.Redemption;
import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.CouponGrantId;
import io.billing4j.id.CouponId;
import io.billing4j.id.CustomerId;
import io.billing4j.id.InvoiceId;
import io.billing4j.jdbc.internal.generated.tables.records.CouponGrantRecord;
import io.billing4j.jdbc.internal.generated.tables.records.CouponRecord;
import io.billing4j.jdbc.internal.row.CouponRow;
import io.billing4j.jdbc.internal.row.Keys;
import io.billing4j.jdbc.internal.row.RowSet;
import io.billing4j.store.CouponStore;
import io.billing4j.store.Page;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jooq.Condition;
import org.jooq.Query;
import org.jooq.Record;
import org.jooq.Result;
import org.jooq.Table;

/** Coupons on PostgreSQL. How often one was granted is counted in its row, whose lock those who grant it wait for. */
final class PgCouponStore implements CouponStore {
    private final Session session;

    PgCouponStore(Session session) {
        this.session = session;
    }

    @Override
    public void insert(Coupon coupon) {
        CouponRecord row = CouponRow.write(coupon);
        row.setTenantId(session.tenant());
        session.sql().insertInto(COUPON).set(row).execute();
    }

    @Override
    public Optional<Coupon> find(CouponId id) {
        return session.sql().selectFrom(COUPON).where(is(id)).fetchOptional(CouponRow::read);
    }

    @Override
    public List<Coupon> list(Page page) {
        return session.sql()
                .selectFrom(COUPON)
                .where(COUPON.TENANT_ID.eq(session.tenant()), Pages.after(COUPON.COUPON_ID, page))
                .orderBy(COUPON.COUPON_ID)
                .limit(page.size())
                .fetch(CouponRow::read);
    }

    @Override
    public void archive(CouponId id, Instant at) {
        int found = session.sql()
                .update(COUPON)
                .set(COUPON.ARCHIVED_AT, at)
                .where(is(id))
                .execute();
        if (found == 0) {
            throw session.refuse(notFound(id));
        }
    }

    @Override
    public void grant(CouponGrant grant) {
        CouponId coupon = grant.coupon().id();
        int counted = session.sql()
                .update(COUPON)
                .set(COUPON.GRANTED, COUPON.GRANTED.plus(1))
                .where(is(coupon), COUPON.MAX_GRANTS.isNull().or(COUPON.GRANTED.lt(COUPON.MAX_GRANTS)))
                .execute();
        if (counted == 0) {
            throw session.refuse(find(coupon).map(PgCouponStore::exhausted).orElseGet(() -> notFound(coupon)));
        }
        CouponGrantRecord row = CouponRow.write(grant);
        row.setTenantId(session.tenant());
        session.sql().insertInto(COUPON_GRANT).set(row).execute();
    }

    @Override
    public Optional<CouponGrant> findGrant(CouponGrantId id) {
        return session.sql()
                .select(COUPON_GRANT.fields())
                .from(COUPON_GRANT)
                .where(is(id))
                .fetchOptional()
                .map(row -> CouponRow.readGrant(
                        row, find(CouponId.of(row.get(COUPON_GRANT.COUPON_ID))).orElse(null)));
    }

    @Override
    public void end(CouponGrantId id, Instant at) {
        CouponGrant ended = findGrant(id)
                .orElseThrow(() ->
                        session.refuse(ErrorCode.COUPON_GRANT_NOT_FOUND.at("couponGrantId", "there is no grant " + id)))
                .ended(at);
        session.sql()
                .update(COUPON_GRANT)
                .set(COUPON_GRANT.ENDED_AT, ended.endedAt())
                .where(is(id))
                .execute();
    }

    @Override
    public Map<CustomerId, CouponBook> books(Collection<CustomerId> customers) {
        Map<CustomerId, CouponBook> books = new LinkedHashMap<>();
        RowSet.inChunks(List.copyOf(new TreeSet<>(customers)), chunk -> {
            Map<CustomerId, List<CouponGrant>> grants = grantsOf(chunk);
            Map<CouponGrantId, List<Redemption>> redemptions =
                    redemptionsOf(grants.values().stream().flatMap(List::stream).toList());
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
        Map<String, Coupon> coupons = coupons(rows.getValues(COUPON_GRANT.COUPON_ID));
        Map<CustomerId, List<CouponGrant>> grants = new LinkedHashMap<>();
        rows.map(row -> CouponRow.readGrant(row, coupons.get(row.get(COUPON_GRANT.COUPON_ID))))
                .forEach(grant -> grants.computeIfAbsent(grant.customer(), key -> new ArrayList<>())
                        .add(grant));
        return grants;
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

    private Map<CouponGrantId, List<Redemption>> redemptionsOf(List<CouponGrant> grants) {
        Map<CouponGrantId, List<Redemption>> redemptions = new HashMap<>();
        RowSet.inChunks(grants, chunk -> {
            RowSet<CouponGrant> wanted = RowSet.of(chunk)
                    .with(COUPON_REDEMPTION.GRANT_ID, grant -> grant.id().value());
            session.fetch(
                            "coupon redemptions of " + wanted.count(),
                            wanted.searchParameters(session.tenant()),
                            List.of(COUPON_REDEMPTION.fields()),
                            () -> redemptions(wanted))
                    .map(CouponRow::readRedemption)
                    .forEach(redemption -> redemptions
                            .computeIfAbsent(redemption.grant(), key -> new ArrayList<>())
                            .add(redemption));
        });
        return redemptions;
    }

    private Query redemptions(RowSet<?> wanted) {
        Table<?> found = RowSet.found(
                COUPON_REDEMPTION,
                COUPON_REDEMPTION.TENANT_ID.eq(session.tenant()),
                COUPON_REDEMPTION.GRANT_ID.eq(RowSet.column(COUPON_REDEMPTION.GRANT_ID)));
        return session.sql()
                .select(found.fields())
                .from(wanted.counted(), found)
                .orderBy(
                        found.field(COUPON_REDEMPTION.GRANT_ID),
                        found.field(COUPON_REDEMPTION.INVOICE_ID),
                        found.field(COUPON_REDEMPTION.SUBSCRIPTION_ID),
                        found.field(COUPON_REDEMPTION.SLOT));
    }

    @Override
    public void redeem(List<Redemption> redemptions) {
        RowSet.inChunks(redemptions, chunk -> session.insert(CouponRow.write(chunk), COUPON_REDEMPTION));
    }

    @Override
    public void replace(InvoiceId document, List<Redemption> instead) {
        session.sql()
                .deleteFrom(COUPON_REDEMPTION)
                .where(
                        COUPON_REDEMPTION.TENANT_ID.eq(session.tenant()),
                        COUPON_REDEMPTION.INVOICE_ID.eq(document.value()))
                .execute();
        redeem(instead);
    }

    private Condition is(CouponId id) {
        return COUPON.TENANT_ID.eq(session.tenant()).and(COUPON.COUPON_ID.eq(id.value()));
    }

    private Condition is(CouponGrantId id) {
        return COUPON_GRANT.TENANT_ID.eq(session.tenant()).and(COUPON_GRANT.GRANT_ID.eq(id.value()));
    }

    private static BillingException notFound(CouponId id) {
        return ErrorCode.COUPON_NOT_FOUND.at("couponId", "there is no coupon " + id);
    }

    private static BillingException exhausted(Coupon coupon) {
        return ErrorCode.COUPON_EXHAUSTED.at(
                "couponId", "coupon " + coupon.id() + " is granted " + coupon.maxGrants() + " times at most");
    }
}
