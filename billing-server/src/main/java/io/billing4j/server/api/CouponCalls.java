package io.billing4j.server.api;

import io.billing4j.discount.Redemption;
import io.billing4j.error.ErrorCode;
import io.billing4j.grpc.v1.ArchiveCouponRequest;
import io.billing4j.grpc.v1.Coupon;
import io.billing4j.grpc.v1.CouponGrant;
import io.billing4j.grpc.v1.CouponServiceGrpc;
import io.billing4j.grpc.v1.CreateCouponRequest;
import io.billing4j.grpc.v1.EndCouponGrantRequest;
import io.billing4j.grpc.v1.GetCouponGrantRequest;
import io.billing4j.grpc.v1.GetCouponRequest;
import io.billing4j.grpc.v1.GrantCouponRequest;
import io.billing4j.grpc.v1.ListCouponGrantsRequest;
import io.billing4j.grpc.v1.ListCouponGrantsResponse;
import io.billing4j.grpc.v1.ListCouponsRequest;
import io.billing4j.grpc.v1.ListCouponsResponse;
import io.billing4j.grpc.v1.ListRedemptionsRequest;
import io.billing4j.grpc.v1.ListRedemptionsResponse;
import io.billing4j.id.CouponGrantId;
import io.billing4j.id.CouponId;
import io.billing4j.id.CustomerId;
import io.billing4j.server.transport.Values;
import io.billing4j.store.Page;
import io.grpc.stub.StreamObserver;
import java.time.Instant;
import java.util.List;

/** Creates and shows coupons, and grants them. */
final class CouponCalls extends CouponServiceGrpc.CouponServiceImplBase {
    private final Engines engines;

    CouponCalls(Engines engines) {
        this.engines = engines;
    }

    @Override
    public void createCoupon(CreateCouponRequest request, StreamObserver<Coupon> observer) {
        engines.answer(observer, engine -> CouponMessages.of(engine.coupons().create(CouponMessages.read(request))));
    }

    @Override
    public void getCoupon(GetCouponRequest request, StreamObserver<Coupon> observer) {
        engines.answer(observer, engine -> {
            CouponId id = CouponId.of(request.getCouponId());
            return engine.coupons()
                    .find(id)
                    .map(CouponMessages::of)
                    .orElseThrow(() -> ErrorCode.COUPON_NOT_FOUND.missing("couponId", id));
        });
    }

    @Override
    public void listCoupons(ListCouponsRequest request, StreamObserver<ListCouponsResponse> observer) {
        Page page = Paging.byKey(request.hasPageSize(), request.getPageSize(), request.getPageToken());
        engines.answer(observer, engine -> {
            List<io.billing4j.discount.Coupon> coupons = engine.coupons().list(page);
            return ListCouponsResponse.newBuilder()
                    .addAllCoupons(coupons.stream().map(CouponMessages::of).toList())
                    .setNextPageToken(Paging.next(page, coupons, io.billing4j.discount.Coupon::id))
                    .build();
        });
    }

    @Override
    public void archiveCoupon(ArchiveCouponRequest request, StreamObserver<Coupon> observer) {
        engines.answer(
                observer, engine -> CouponMessages.of(engine.coupons().archive(CouponId.of(request.getCouponId()))));
    }

    @Override
    public void grantCoupon(GrantCouponRequest request, StreamObserver<CouponGrant> observer) {
        engines.answer(observer, engine -> CouponMessages.of(engine.coupons().grant(CouponMessages.read(request))));
    }

    @Override
    public void endCouponGrant(EndCouponGrantRequest request, StreamObserver<CouponGrant> observer) {
        engines.answer(observer, engine -> {
            CouponGrantId id = CouponGrantId.of(request.getCouponGrantId());
            Instant endedAt = Values.instant("endedAt", request.hasEndedAt(), request.getEndedAt());
            return CouponMessages.of(engine.coupons().end(id, endedAt));
        });
    }

    @Override
    public void getCouponGrant(GetCouponGrantRequest request, StreamObserver<CouponGrant> observer) {
        engines.answer(observer, engine -> {
            CouponGrantId id = CouponGrantId.of(request.getCouponGrantId());
            return engine.coupons()
                    .findGrant(id)
                    .map(CouponMessages::of)
                    .orElseThrow(() -> ErrorCode.COUPON_GRANT_NOT_FOUND.missing("couponGrantId", id));
        });
    }

    @Override
    public void listCouponGrants(ListCouponGrantsRequest request, StreamObserver<ListCouponGrantsResponse> observer) {
        Page page = Paging.byKey(request.hasPageSize(), request.getPageSize(), request.getPageToken());
        engines.answer(observer, engine -> {
            List<io.billing4j.discount.CouponGrant> grants =
                    engine.coupons().grants(CustomerId.of(request.getCustomerId()), page);
            return ListCouponGrantsResponse.newBuilder()
                    .addAllGrants(grants.stream().map(CouponMessages::of).toList())
                    .setNextPageToken(
                            Paging.next(page, grants, grant -> grant.id().value()))
                    .build();
        });
    }

    @Override
    public void listRedemptions(ListRedemptionsRequest request, StreamObserver<ListRedemptionsResponse> observer) {
        Page page = Paging.byRedemption(request.hasPageSize(), request.getPageSize(), request.getPageToken());
        engines.answer(observer, engine -> {
            List<Redemption> redemptions =
                    engine.coupons().redemptions(CouponGrantId.of(request.getCouponGrantId()), page);
            return ListRedemptionsResponse.newBuilder()
                    .addAllRedemptions(
                            redemptions.stream().map(CouponMessages::of).toList())
                    .setNextPageToken(Paging.next(page, redemptions, Redemption::position))
                    .build();
        });
    }
}
