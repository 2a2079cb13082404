package io.billing4j.server.api;

import io.billing4j.discount.Coupon;
import io.billing4j.discount.CouponGrant;
import io.billing4j.discount.CouponScope;
import io.billing4j.discount.Discount;
import io.billing4j.discount.Redemption;
import io.billing4j.engine.NewCoupon;
import io.billing4j.engine.NewCouponGrant;
import io.billing4j.error.ErrorCode;
import io.billing4j.error.Inputs;
import io.billing4j.grpc.v1.CreateCouponRequest;
import io.billing4j.grpc.v1.GrantCouponRequest;
import io.billing4j.grpc.v1.Money;
import io.billing4j.id.ChargeId;
import io.billing4j.id.CouponGrantId;
import io.billing4j.id.CouponId;
import io.billing4j.id.CustomerId;
import io.billing4j.id.PlanId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.money.Currencies;
import io.billing4j.server.transport.Values;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Coupons and their grants as messages. */
final class CouponMessages {
    private CouponMessages() {}

    static NewCoupon read(CreateCouponRequest request) {
        return new NewCoupon(
                CouponId.of(request.getCouponId()),
                request.getName(),
                discount(request),
                request.hasScope() ? scope(request.getScope()) : CouponScope.document(),
                request.hasPeriods() ? request.getPeriods() : null,
                request.hasGrantableUntil()
                        ? Values.instant("grantableUntil", true, request.getGrantableUntil())
                        : null,
                request.hasMaxGrants() ? request.getMaxGrants() : null);
    }

    static NewCouponGrant read(GrantCouponRequest request) {
        return new NewCouponGrant(
                CouponGrantId.of(request.getCouponGrantId()),
                CouponId.of(request.getCouponId()),
                CustomerId.of(request.getCustomerId()),
                Reading.optional(request.getSubscriptionId(), SubscriptionId::of),
                request.hasFrom() ? Values.instant("from", true, request.getFrom()) : null);
    }

    static io.billing4j.grpc.v1.Coupon of(Coupon coupon) {
        io.billing4j.grpc.v1.Coupon.Builder message = io.billing4j.grpc.v1.Coupon.newBuilder()
                .setCouponId(coupon.id().value())
                .setName(coupon.name())
                .setScope(of(coupon.scope()))
                .setCreatedAt(Writing.timestamp(coupon.createdAt()));
        if (coupon.discount() instanceof Discount.Percentage percentage) {
            message.setPercent(Writing.decimal(percentage.percent()));
        } else if (coupon.discount() instanceof Discount.Fixed fixed) {
            message.setFixed(Writing.money(fixed.amount()));
        }
        if (coupon.periods() != null) {
            message.setPeriods(coupon.periods());
        }
        if (coupon.grantableUntil() != null) {
            message.setGrantableUntil(Writing.timestamp(coupon.grantableUntil()));
        }
        if (coupon.maxGrants() != null) {
            message.setMaxGrants(coupon.maxGrants());
        }
        if (coupon.archivedAt() != null) {
            message.setArchivedAt(Writing.timestamp(coupon.archivedAt()));
        }
        return message.build();
    }

    static io.billing4j.grpc.v1.CouponGrant of(CouponGrant grant) {
        io.billing4j.grpc.v1.CouponGrant.Builder message = io.billing4j.grpc.v1.CouponGrant.newBuilder()
                .setCouponGrantId(grant.id().value())
                .setCouponId(grant.coupon().id().value())
                .setCustomerId(grant.customer().value())
                .setFrom(Writing.timestamp(grant.from()))
                .setRecordedAt(Writing.timestamp(grant.recordedAt()));
        if (grant.subscription() != null) {
            message.setSubscriptionId(grant.subscription().value());
        }
        if (grant.endedAt() != null) {
            message.setEndedAt(Writing.timestamp(grant.endedAt()));
        }
        return message.build();
    }

    static io.billing4j.grpc.v1.Redemption of(Redemption redemption) {
        return io.billing4j.grpc.v1.Redemption.newBuilder()
                .setCouponGrantId(redemption.grant().value())
                .setSubscriptionId(redemption.subscription().value())
                .setSlot(redemption.slot())
                .setInvoiceId(redemption.invoice().toString())
                .setAmount(Writing.money(redemption.amount()))
                .build();
    }

    private static Discount discount(CreateCouponRequest request) {
        return switch (request.getDiscountCase()) {
            case PERCENT -> Discount.percentage(Values.decimal("percent", request.getPercent()));
            case FIXED -> Inputs.within("fixed", () -> fixed(request.getFixed()));
            case DISCOUNT_NOT_SET ->
                throw ErrorCode.MISSING_FIELD.at("discount", "one of percent and fixed is required");
        };
    }

    private static Discount fixed(Money message) {
        return Discount.fixed(Currencies.money(
                "amount",
                Currencies.currency("currency", message.getCurrency()),
                Values.decimal("amount", message.getAmount())));
    }

    private static CouponScope scope(io.billing4j.grpc.v1.CouponScope message) {
        return switch (message.getScopeCase()) {
            case DOCUMENT -> CouponScope.document();
            case PLANS ->
                CouponScope.plans(keys("scope.plans.planIds", message.getPlans().getPlanIdsList(), PlanId::of));
            case CHARGES ->
                CouponScope.charges(
                        keys("scope.charges.chargeIds", message.getCharges().getChargeIdsList(), ChargeId::of));
            case SCOPE_NOT_SET ->
                throw ErrorCode.MISSING_FIELD.at("scope", "one of document, plans and charges is required");
        };
    }

    private static <T> Set<T> keys(String field, List<String> texts, Function<String, T> typed) {
        Set<T> keys = new LinkedHashSet<>();
        for (int i = 0; i < texts.size(); i++) {
            keys.add(typed.apply(Inputs.key(field + "[" + i + "]", texts.get(i))));
        }
        return keys;
    }

    private static io.billing4j.grpc.v1.CouponScope of(CouponScope scope) {
        io.billing4j.grpc.v1.CouponScope.Builder message = io.billing4j.grpc.v1.CouponScope.newBuilder();
        if (scope instanceof CouponScope.OfPlans some) {
            message.getPlansBuilder().addAllPlanIds(sorted(some.plans()));
        } else if (scope instanceof CouponScope.OfCharges some) {
            message.getChargesBuilder().addAllChargeIds(sorted(some.charges()));
        } else {
            message.setDocument(io.billing4j.grpc.v1.CouponScope.Document.getDefaultInstance());
        }
        return message.build();
    }

    private static List<String> sorted(Set<?> keys) {
        return keys.stream().map(Object::toString).sorted().toList();
    }
}
