package io.billing4j.jdbc.internal;

import static io.billing4j.jdbc.internal.generated.Tables.COUPON;
import static io.billing4j.jdbc.internal.generated.Tables.COUPON_GRANT;
import static io.billing4j.jdbc.internal.generated.Tables.COUPON_REDEMPTION;

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
import io.billing4j.jdbc.internal.generated.tables.records.CouponGrantRecord;
import io.billing4j.jdbc.internal.generated.tables.records.CouponRecord;
import io.billing4j.jdbc.internal.row.CouponRow;
import io.billing4j.jdbc.internal.row.RowSet;
import io.billing4j.store.CouponStore;
import io.billing4j.store.Page;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.impl.DSL;

/** Coupons on PostgreSQL. How often one was granted is counted in its row, whose lock those who grant it wait for. */
final class PgCouponStore implements CouponStore {
    private final Session session;
    private final PgCouponBooks books;

    PgCouponStore(Session session) {
        this.session = session;
        this.books = new PgCouponBooks(session);
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
    public boolean archive(CouponId id, Instant at) {
        int archived = session.sql()
                .update(COUPON)
                .set(COUPON.ARCHIVED_AT, at)
                .where(is(id), COUPON.ARCHIVED_AT.isNull())
                .execute();
        if (archived == 0 && find(id).isEmpty()) {
            throw session.refuse(notFound(id));
        }
        return archived > 0;
    }

    @Override
    public void grant(CouponGrant grant) {
        CouponId coupon = grant.coupon().id();
        int counted = session.sql()
                .update(COUPON)
                .set(COUPON.GRANTED, COUPON.GRANTED.plus(1))
                .where(
                        is(coupon),
                        COUPON.ARCHIVED_AT.isNull(),
                        COUPON.MAX_GRANTS.isNull().or(COUPON.GRANTED.lt(COUPON.MAX_GRANTS)))
                .execute();
        if (counted == 0) {
            throw session.refuse(find(coupon).map(PgCouponStore::notGranted).orElseGet(() -> notFound(coupon)));
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
    public List<CouponGrant> grants(CustomerId customer, Page page) {
        return books.grants(customer, page);
    }

    @Override
    public List<Redemption> redemptions(CouponGrantId grant, Page page) {
        return session.sql()
                .selectFrom(COUPON_REDEMPTION)
                .where(
                        COUPON_REDEMPTION.TENANT_ID.eq(session.tenant()),
                        COUPON_REDEMPTION.GRANT_ID.eq(grant.value()),
                        after(page))
                .orderBy(COUPON_REDEMPTION.SUBSCRIPTION_ID, COUPON_REDEMPTION.SLOT, COUPON_REDEMPTION.INVOICE_ID)
                .limit(page.size())
                .fetch(CouponRow::readRedemption);
    }

    private static Condition after(Page page) {
        String after = page.after();
        if (after == null) {
            return DSL.noCondition();
        }
        RedemptionPosition position = RedemptionPosition.parse(after);
        return DSL.row(COUPON_REDEMPTION.SUBSCRIPTION_ID, COUPON_REDEMPTION.SLOT, COUPON_REDEMPTION.INVOICE_ID)
                .gt(
                        position.subscription().value(),
                        position.slot(),
                        position.invoice().value());
    }

    @Override
    public void end(CouponGrantId id, Instant at) {
        CouponGrant ended = findGrant(id)
                .orElseThrow(() -> session.refuse(ErrorCode.COUPON_GRANT_NOT_FOUND.missing("couponGrantId", id)))
                .ended(at);
        session.sql()
                .update(COUPON_GRANT)
                .set(COUPON_GRANT.ENDED_AT, ended.endedAt())
                .where(is(id))
                .execute();
    }

    @Override
    public Map<CustomerId, CouponBook> books(Collection<CustomerId> customers) {
        return books.whole(customers);
    }

    @Override
    public Map<CustomerId, CouponBook> booksFrom(Map<CustomerId, Map<SubscriptionId, Integer>> slots) {
        return books.from(slots);
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
        return ErrorCode.COUPON_NOT_FOUND.missing("couponId", id);
    }

    /** Why one that is there was not granted. */
    private static BillingException notGranted(Coupon coupon) {
        if (coupon.archivedAt() != null) {
            return ErrorCode.COUPON_CLOSED.at(
                    "couponId", "coupon " + coupon.id() + " is archived since " + coupon.archivedAt());
        }
        return ErrorCode.COUPON_EXHAUSTED.at(
                "couponId", "coupon " + coupon.id() + " is granted " + coupon.maxGrants() + " times at most");
    }
}
