package io.billing4j.jdbc.internal.row;

import static io.billing4j.jdbc.internal.generated.Tables.COUPON;
import static io.billing4j.jdbc.internal.generated.Tables.COUPON_GRANT;
import static io.billing4j.jdbc.internal.generated.Tables.COUPON_REDEMPTION;

import io.billing4j.discount.Coupon;
import io.billing4j.discount.CouponGrant;
import io.billing4j.discount.CouponScope;
import io.billing4j.discount.Discount;
import io.billing4j.discount.Redemption;
import io.billing4j.id.ChargeId;
import io.billing4j.id.CouponGrantId;
import io.billing4j.id.CouponId;
import io.billing4j.id.CustomerId;
import io.billing4j.id.InvoiceId;
import io.billing4j.id.PlanId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.jdbc.internal.generated.tables.records.CouponGrantRecord;
import io.billing4j.jdbc.internal.generated.tables.records.CouponRecord;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/** Coupons in {@code coupon}, grants in {@code coupon_grant}, and what they take off in {@code coupon_redemption}. */
public final class CouponRow {
    private static final String DOCUMENT = "DOCUMENT";
    private static final String PLANS = "PLANS";
    private static final String CHARGES = "CHARGES";

    private CouponRow() {}

    /** The columns of a coupon that was never granted, without the tenant. */
    public static CouponRecord write(Coupon coupon) {
        CouponRecord row = new CouponRecord();
        row.setCouponId(coupon.id().value());
        row.setName(coupon.name());
        if (coupon.discount() instanceof Discount.Percentage percentage) {
            row.setPercent(percentage.percent());
        } else if (coupon.discount() instanceof Discount.Fixed fixed) {
            row.setAmount(fixed.amount().getAmount());
            row.setCurrency(fixed.amount().getCurrencyUnit().getCode());
        }
        if (coupon.scope() instanceof CouponScope.OfPlans plans) {
            row.setScope(PLANS);
            row.setScopeKeys(keys(plans.plans(), PlanId::value));
        } else if (coupon.scope() instanceof CouponScope.OfCharges charges) {
            row.setScope(CHARGES);
            row.setScopeKeys(keys(charges.charges(), ChargeId::value));
        } else {
            row.setScope(DOCUMENT);
        }
        row.setPeriods(coupon.periods());
        row.setGrantableUntil(coupon.grantableUntil());
        row.setMaxGrants(coupon.maxGrants());
        row.setArchivedAt(coupon.archivedAt());
        row.setCreatedAt(coupon.createdAt());
        return row;
    }

    private static <K> String[] keys(Set<K> keys, Function<K, String> text) {
        return keys.stream().map(text).sorted().toArray(String[]::new);
    }

    /** The coupon of a row. */
    public static Coupon read(Record row) {
        return Stored.read(
                () -> "coupon " + row.get(COUPON.COUPON_ID),
                () -> new Coupon(
                        CouponId.of(Stored.get(row, COUPON.COUPON_ID)),
                        Stored.get(row, COUPON.NAME),
                        discount(row),
                        scope(row),
                        row.get(COUPON.PERIODS),
                        row.get(COUPON.GRANTABLE_UNTIL),
                        row.get(COUPON.MAX_GRANTS),
                        row.get(COUPON.ARCHIVED_AT),
                        Stored.get(row, COUPON.CREATED_AT)));
    }

    private static Discount discount(Record row) {
        BigDecimal percent = row.get(COUPON.PERCENT);
        return percent == null
                ? Discount.fixed(
                        Money.of(CurrencyUnit.of(Stored.get(row, COUPON.CURRENCY)), Stored.get(row, COUPON.AMOUNT)))
                : Discount.percentage(percent);
    }

    private static CouponScope scope(Record row) {
        String scope = Stored.get(row, COUPON.SCOPE);
        return switch (scope) {
            case DOCUMENT -> CouponScope.document();
            case PLANS -> CouponScope.plans(keys(row, PlanId::of));
            case CHARGES -> CouponScope.charges(keys(row, ChargeId::of));
            default -> throw new IllegalArgumentException("'" + scope + "' is no scope");
        };
    }

    private static <K> Set<K> keys(Record row, Function<String, K> key) {
        return Arrays.stream(Stored.get(row, COUPON.SCOPE_KEYS)).map(key).collect(Collectors.toSet());
    }

    /** The columns of a grant, without the tenant. */
    public static CouponGrantRecord write(CouponGrant grant) {
        SubscriptionId subscription = grant.subscription();
        CouponGrantRecord row = new CouponGrantRecord();
        row.setGrantId(grant.id().value());
        row.setCouponId(grant.coupon().id().value());
        row.setCustomerId(grant.customer().value());
        row.setSubscriptionId(subscription == null ? null : subscription.value());
        row.setStartsAt(grant.from());
        row.setEndedAt(grant.endedAt());
        row.setRecordedAt(grant.recordedAt());
        return row;
    }

    /** The grant of a row, of this coupon. */
    public static CouponGrant readGrant(Record row, @Nullable Coupon coupon) {
        return Stored.read(() -> "grant " + row.get(COUPON_GRANT.GRANT_ID), () -> {
            String subscription = row.get(COUPON_GRANT.SUBSCRIPTION_ID);
            return new CouponGrant(
                    CouponGrantId.of(Stored.get(row, COUPON_GRANT.GRANT_ID)),
                    Objects.requireNonNull(coupon, "its coupon is not there"),
                    CustomerId.of(Stored.get(row, COUPON_GRANT.CUSTOMER_ID)),
                    subscription == null ? null : SubscriptionId.of(subscription),
                    Stored.get(row, COUPON_GRANT.STARTS_AT),
                    row.get(COUPON_GRANT.ENDED_AT),
                    Stored.get(row, COUPON_GRANT.RECORDED_AT));
        });
    }

    /** Redemptions on their way to the table. */
    public static RowSet<Redemption> write(List<Redemption> redemptions) {
        return RowSet.of(redemptions)
                .with(
                        COUPON_REDEMPTION.INVOICE_ID,
                        redemption -> redemption.invoice().value())
                .with(
                        COUPON_REDEMPTION.GRANT_ID,
                        redemption -> redemption.grant().value())
                .with(
                        COUPON_REDEMPTION.SUBSCRIPTION_ID,
                        redemption -> redemption.subscription().value())
                .with(COUPON_REDEMPTION.SLOT, Redemption::slot)
                .with(
                        COUPON_REDEMPTION.AMOUNT,
                        redemption -> redemption.amount().getAmount())
                .with(
                        COUPON_REDEMPTION.CURRENCY,
                        redemption -> redemption.amount().getCurrencyUnit().getCode());
    }

    /** The redemption of a row. */
    public static Redemption readRedemption(Record row) {
        return Stored.read(
                () -> "redemption of grant " + row.get(COUPON_REDEMPTION.GRANT_ID) + " by invoice "
                        + row.get(COUPON_REDEMPTION.INVOICE_ID),
                () -> new Redemption(
                        CouponGrantId.of(Stored.get(row, COUPON_REDEMPTION.GRANT_ID)),
                        SubscriptionId.of(Stored.get(row, COUPON_REDEMPTION.SUBSCRIPTION_ID)),
                        Stored.get(row, COUPON_REDEMPTION.SLOT),
                        InvoiceId.of(Stored.get(row, COUPON_REDEMPTION.INVOICE_ID)),
                        Money.of(
                                CurrencyUnit.of(Stored.get(row, COUPON_REDEMPTION.CURRENCY)),
                                Stored.get(row, COUPON_REDEMPTION.AMOUNT))));
    }
}
