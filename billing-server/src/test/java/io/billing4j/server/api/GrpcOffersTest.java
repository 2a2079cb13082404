package io.billing4j.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.billing4j.grpc.v1.AddPlanVersionRequest;
import io.billing4j.grpc.v1.AddTaxProfileRequest;
import io.billing4j.grpc.v1.AddTaxRuleRequest;
import io.billing4j.grpc.v1.BillingInterval;
import io.billing4j.grpc.v1.Coupon;
import io.billing4j.grpc.v1.CouponGrant;
import io.billing4j.grpc.v1.CouponServiceGrpc.CouponServiceBlockingStub;
import io.billing4j.grpc.v1.CreateCouponRequest;
import io.billing4j.grpc.v1.DueTax;
import io.billing4j.grpc.v1.GetCouponGrantRequest;
import io.billing4j.grpc.v1.GetPlanRequest;
import io.billing4j.grpc.v1.GetPlanVersionRequest;
import io.billing4j.grpc.v1.GetTaxRuleRequest;
import io.billing4j.grpc.v1.GrantCouponRequest;
import io.billing4j.grpc.v1.ListCouponGrantsRequest;
import io.billing4j.grpc.v1.ListTaxProfilesRequest;
import io.billing4j.grpc.v1.Plan;
import io.billing4j.grpc.v1.PlanServiceGrpc.PlanServiceBlockingStub;
import io.billing4j.grpc.v1.TaxPlace;
import io.billing4j.grpc.v1.TaxProfile;
import io.billing4j.grpc.v1.TaxRule;
import io.billing4j.grpc.v1.TaxServiceGrpc.TaxServiceBlockingStub;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Versions of plans, coupons and taxes by the generated stubs. */
class GrpcOffersTest {
    @RegisterExtension
    static final TestServer SERVER = new TestServer();

    private static final TaxPlace GERMANY =
            TaxPlace.newBuilder().setCountry("DE").build();

    private final Rest tenant = SERVER.newTenant();

    @BeforeEach
    void load() {
        Offers.in(tenant);
    }

    @Test
    void a_plan_gets_another_version() {
        PlanServiceBlockingStub plans = SERVER.stub(PlanServiceBlockingStub.class, tenant);
        GetPlanRequest basic = GetPlanRequest.newBuilder().setPlanId("basic").build();
        Plan first = plans.getPlan(basic);
        Plan second = plans.addPlanVersion(AddPlanVersionRequest.newBuilder()
                .setPlanId("basic")
                .setInterval(BillingInterval.newBuilder().setUnit(BillingInterval.Unit.YEAR))
                .addAllCharges(first.getChargesList())
                .build());

        assertThat(second.getVersion()).isEqualTo(2);
        assertThat(plans.getPlan(basic)).isEqualTo(second);
        assertThat(plans.getPlanVersion(GetPlanVersionRequest.newBuilder()
                                .setPlanId("basic")
                                .setVersion(1)
                                .build())
                        .getInterval())
                .isEqualTo(first.getInterval());
    }

    @Test
    void a_coupon_is_granted() {
        CouponServiceBlockingStub coupons = SERVER.stub(CouponServiceBlockingStub.class, tenant);
        Coupon coupon = coupons.createCoupon(CreateCouponRequest.newBuilder()
                .setCouponId("tenth")
                .setName("A tenth")
                .setPercent("10")
                .setPeriods(3)
                .build());
        assertThat(coupon.getScope().hasDocument()).isTrue();
        assertThat(coupon.hasMaxGrants()).isFalse();
        CouponGrant grant = coupons.grantCoupon(GrantCouponRequest.newBuilder()
                .setCouponGrantId("ada-tenth")
                .setCouponId("tenth")
                .setCustomerId("ada")
                .build());

        assertThat(coupons.listCouponGrants(ListCouponGrantsRequest.newBuilder()
                                .setCustomerId("ada")
                                .build())
                        .getGrantsList())
                .containsExactly(grant);
        StatusRuntimeException error = catchThrowableOfType(
                StatusRuntimeException.class,
                () -> coupons.getCouponGrant(GetCouponGrantRequest.newBuilder()
                        .setCouponGrantId("other")
                        .build()));
        assertThat(error.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND);
    }

    @Test
    void a_tax_is_due() {
        TaxServiceBlockingStub taxes = SERVER.stub(TaxServiceBlockingStub.class, tenant);
        TaxRule rule = taxes.addTaxRule(AddTaxRuleRequest.newBuilder()
                .setTaxRuleId("de")
                .setPlace(GERMANY)
                .setFrom("2021-01-01")
                .setDue(DueTax.newBuilder().setTaxId("vat").setName("VAT").setPercent("19.0"))
                .build());
        TaxProfile profile = taxes.addTaxProfile(AddTaxProfileRequest.newBuilder()
                .setCustomerId("ada")
                .setFrom("2023-11-01")
                .setPlace(GERMANY)
                .build());

        assertThat(rule.getCategory()).isEqualTo("standard");
        assertThat(rule.getDue().getPercent()).isEqualTo("19");
        assertThat(taxes.getTaxRule(
                        GetTaxRuleRequest.newBuilder().setTaxRuleId("de").build()))
                .isEqualTo(rule);
        assertThat(taxes.listTaxProfiles(ListTaxProfilesRequest.newBuilder()
                                .setCustomerId("ada")
                                .build())
                        .getProfilesList())
                .containsExactly(profile);
    }
}
