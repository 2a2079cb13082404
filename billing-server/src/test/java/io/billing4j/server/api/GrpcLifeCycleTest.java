package io.billing4j.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import com.google.protobuf.Timestamp;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import io.billing4j.grpc.v1.ActivateSubscriptionRequest;
import io.billing4j.grpc.v1.BillingInterval;
import io.billing4j.grpc.v1.CancelSubscriptionRequest;
import io.billing4j.grpc.v1.ChangePlanRequest;
import io.billing4j.grpc.v1.ChangeQuantityRequest;
import io.billing4j.grpc.v1.ChangeZoneRequest;
import io.billing4j.grpc.v1.CreateSubscriptionRequest;
import io.billing4j.grpc.v1.ExpireSubscriptionRequest;
import io.billing4j.grpc.v1.ExtendTrialRequest;
import io.billing4j.grpc.v1.GetSubscriptionRequest;
import io.billing4j.grpc.v1.ListScheduledChangesRequest;
import io.billing4j.grpc.v1.MarkPastDueRequest;
import io.billing4j.grpc.v1.PauseSubscriptionRequest;
import io.billing4j.grpc.v1.PreviewChangeRequest;
import io.billing4j.grpc.v1.PreviewChangeResponse;
import io.billing4j.grpc.v1.RecoverSubscriptionRequest;
import io.billing4j.grpc.v1.RemoveAddOnRequest;
import io.billing4j.grpc.v1.RenewSubscriptionRequest;
import io.billing4j.grpc.v1.ResumeSubscriptionRequest;
import io.billing4j.grpc.v1.SetAddOnRequest;
import io.billing4j.grpc.v1.Subscription;
import io.billing4j.grpc.v1.Subscription.Status;
import io.billing4j.grpc.v1.SubscriptionChange;
import io.billing4j.grpc.v1.SubscriptionItem;
import io.billing4j.grpc.v1.SubscriptionServiceGrpc.SubscriptionServiceBlockingStub;
import io.billing4j.grpc.v1.Term;
import io.billing4j.grpc.v1.UncancelSubscriptionRequest;
import io.billing4j.grpc.v1.WithdrawChangeRequest;
import io.grpc.StatusRuntimeException;
import java.time.Instant;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The life cycle by the generated stubs, on 2 December 2023 at half past nine. */
class GrpcLifeCycleTest {
    @RegisterExtension
    static final TestServer SERVER = new TestServer();

    private final Rest sandbox = SERVER.newSandbox();
    private final Offers ada = Offers.in(sandbox);
    private final SubscriptionServiceBlockingStub subscriptions =
            SERVER.stub(SubscriptionServiceBlockingStub.class, sandbox);

    @Nested
    class From_trial_to_cancellation {
        @Test
        void a_subscription_goes_through_its_statuses() {
            Subscription created = subscriptions.createSubscription(CreateSubscriptionRequest.newBuilder()
                    .setSubscriptionId("ada")
                    .setCustomerId("ada")
                    .setPlanId("basic")
                    .setStartDate("2023-12-01")
                    .setTrialDays(7)
                    .build());
            assertThat(created.getStatus()).isEqualTo(Status.TRIALING);
            assertThat(created.getTrialEnd()).isEqualTo(at("2023-12-08T00:00:00Z"));
            Subscription extended = subscriptions.extendTrial(ExtendTrialRequest.newBuilder()
                    .setSubscriptionId("ada")
                    .setTrialEnd(at("2023-12-09T00:00:00Z"))
                    .build());
            assertThat(extended.getTrialEnd()).isEqualTo(at("2023-12-09T00:00:00Z"));
            assertThat(subscriptions
                            .activateSubscription(ActivateSubscriptionRequest.newBuilder()
                                    .setSubscriptionId("ada")
                                    .build())
                            .getStatus())
                    .isEqualTo(Status.ACTIVE);
            assertThat(subscriptions
                            .markPastDue(MarkPastDueRequest.newBuilder()
                                    .setSubscriptionId("ada")
                                    .build())
                            .getStatus())
                    .isEqualTo(Status.PAST_DUE);
            assertThat(subscriptions
                            .recoverSubscription(RecoverSubscriptionRequest.newBuilder()
                                    .setSubscriptionId("ada")
                                    .build())
                            .getStatus())
                    .isEqualTo(Status.ACTIVE);
            assertThat(subscriptions
                            .pauseSubscription(PauseSubscriptionRequest.newBuilder()
                                    .setSubscriptionId("ada")
                                    .setPausedFees(SubscriptionChange.PausedFees.CONTINUE)
                                    .build())
                            .getStatus())
                    .isEqualTo(Status.PAUSED);
            assertThat(subscriptions
                            .resumeSubscription(ResumeSubscriptionRequest.newBuilder()
                                    .setSubscriptionId("ada")
                                    .build())
                            .getStatus())
                    .isEqualTo(Status.ACTIVE);
            Subscription canceled = cancel(SubscriptionChange.Timing.TIMING_UNSPECIFIED);
            // The first paid period began with the activation, at half past nine.
            assertThat(canceled.getEnd()).isEqualTo(at("2024-01-02T09:30:00Z"));
            assertThat(subscriptions
                            .uncancelSubscription(UncancelSubscriptionRequest.newBuilder()
                                    .setSubscriptionId("ada")
                                    .build())
                            .hasEnd())
                    .isFalse();
            assertThat(cancel(SubscriptionChange.Timing.NOW).getStatus()).isEqualTo(Status.CANCELED);
        }
    }

    @Nested
    class What_it_consists_of {
        @Test
        void changes_now_and_later() {
            ada.subscribed("2023-12-01", "");
            Subscription more = subscriptions.setAddOn(SetAddOnRequest.newBuilder()
                    .setSubscriptionId("ada")
                    .setPlanId("support")
                    .setQuantity("2")
                    .build());
            assertThat(more.getItemsList())
                    .extracting(SubscriptionItem::getPlanId, SubscriptionItem::getQuantity, SubscriptionItem::getAddOn)
                    .containsExactly(tuple("basic", "1", false), tuple("support", "2", true));
            assertThat(subscriptions
                            .removeAddOn(RemoveAddOnRequest.newBuilder()
                                    .setSubscriptionId("ada")
                                    .setPlanId("support")
                                    .build())
                            .getItemsCount())
                    .isEqualTo(1);
            Subscription later = subscriptions.changeQuantity(ChangeQuantityRequest.newBuilder()
                    .setSubscriptionId("ada")
                    .setQuantity("3")
                    .setTiming(SubscriptionChange.Timing.PERIOD_END)
                    .build());
            assertThat(later.getQuantity()).isEqualTo("1");
            SubscriptionChange scheduled = subscriptions
                    .listScheduledChanges(ListScheduledChangesRequest.newBuilder()
                            .setSubscriptionId("ada")
                            .build())
                    .getChanges(0);
            assertThat(scheduled.getNumber()).isEqualTo(4);
            assertThat(scheduled.getKind()).isEqualTo(SubscriptionChange.Kind.QUANTITY_CHANGED);
            assertThat(subscriptions
                            .withdrawChange(WithdrawChangeRequest.newBuilder()
                                    .setSubscriptionId("ada")
                                    .setChange(4)
                                    .build())
                            .getChanges(4)
                            .getChange())
                    .isEqualTo(4);
        }

        @Test
        void is_previewed_and_then_changed_with_the_plan() {
            ada.subscribed("2023-12-01", "");
            sandbox.post("/api/billing/runs", "{'cutOff': '2023-12-01'}").ok();
            ChangePlanRequest upgrade = ChangePlanRequest.newBuilder()
                    .setPlanId("pro")
                    .setEffectiveAt(at("2023-12-01T00:00:00Z"))
                    .setSettlement(SubscriptionChange.Settlement.IMMEDIATE)
                    .build();
            PreviewChangeResponse preview = subscriptions.previewChange(PreviewChangeRequest.newBuilder()
                    .setSubscriptionId("ada")
                    .setChangePlan(upgrade)
                    .build());
            // The whole of 20.00 is given back and 50.00 asked for.
            assertThat(preview.getDifference().getInvoice().getTotal().getAmount())
                    .isEqualTo("30.00");
            assertThat(preview.getSubscription().getPlanId()).isEqualTo("pro");
            assertThat(preview.hasNext()).isTrue();
            assertThat(subscriptions
                            .changePlan(
                                    upgrade.toBuilder().setSubscriptionId("ada").build())
                            .getPlanId())
                    .isEqualTo("pro");
            assertThat(ada.invoices().get(1).path("total").path("amount").asText())
                    .isEqualTo("30.00");
        }
    }

    @Nested
    class Its_terms {
        @Test
        void follow_each_other_until_it_expires() {
            Term quarter = Term.newBuilder()
                    .setInterval(BillingInterval.newBuilder().setUnit(BillingInterval.Unit.QUARTER))
                    .build();
            Subscription created = subscriptions.createSubscription(CreateSubscriptionRequest.newBuilder()
                    .setSubscriptionId("ada")
                    .setCustomerId("ada")
                    .setPlanId("basic")
                    .setStartDate("2023-12-01")
                    .setTerm(quarter)
                    .build());
            assertThat(created.getEnd()).isEqualTo(at("2024-03-01T00:00:00Z"));
            Subscription renewed = subscriptions.renewSubscription(RenewSubscriptionRequest.newBuilder()
                    .setSubscriptionId("ada")
                    .setTerm(quarter.toBuilder().setRenews(true))
                    .build());
            assertThat(renewed.hasEnd()).isFalse();
            ada.advanced("2024-03-02T00:00:00Z");
            Subscription now = subscriptions.getSubscription(
                    GetSubscriptionRequest.newBuilder().setSubscriptionId("ada").build());
            assertThat(now.getTerm()).isEqualTo(2);
            Subscription expiring = subscriptions.expireSubscription(ExpireSubscriptionRequest.newBuilder()
                    .setSubscriptionId("ada")
                    .build());
            assertThat(expiring.getEnd()).isEqualTo(expiring.getTermEnd());
            ada.advanced("2024-07-01T00:00:00Z");
            assertThat(subscriptions
                            .getSubscription(GetSubscriptionRequest.newBuilder()
                                    .setSubscriptionId("ada")
                                    .build())
                            .getStatus())
                    .isEqualTo(Status.EXPIRED);
        }
    }

    @Nested
    class Its_zone {
        @Test
        void changes_at_the_next_boundary() {
            ada.subscribed("2023-12-01", "");
            Subscription zoned = subscriptions.changeZone(ChangeZoneRequest.newBuilder()
                    .setSubscriptionId("ada")
                    .setTimeZone("Asia/Tokyo")
                    .build());
            assertThat(zoned.getChanges(1).getTimeZone()).isEqualTo("Asia/Tokyo");
            assertThat(zoned.getTimeZone()).isEqualTo("Z");
            ada.advanced("2024-01-01T00:00:00Z");
            assertThat(subscriptions
                            .getSubscription(GetSubscriptionRequest.newBuilder()
                                    .setSubscriptionId("ada")
                                    .build())
                            .getTimeZone())
                    .isEqualTo("Asia/Tokyo");
        }
    }

    @Nested
    class A_refusal {
        @Test
        void carries_code_and_field() {
            ada.subscribed("2023-12-01", "");
            StatusRuntimeException error = assertRefused(
                    () -> subscriptions.resumeSubscription(ResumeSubscriptionRequest.newBuilder()
                            .setSubscriptionId("ada")
                            .build()),
                    io.grpc.Status.Code.FAILED_PRECONDITION,
                    "ILLEGAL_TRANSITION");
            assertThat(field(error)).isEqualTo("subscriptionId");
        }

        @Test
        void is_given_for_a_choice_of_a_later_version() {
            ada.subscribed("2023-12-01", "");
            StatusRuntimeException timing = assertRefused(
                    () -> subscriptions.cancelSubscription(CancelSubscriptionRequest.newBuilder()
                            .setSubscriptionId("ada")
                            .setTimingValue(99)
                            .build()),
                    io.grpc.Status.Code.INVALID_ARGUMENT,
                    "INVALID_CHOICE");
            assertThat(field(timing)).isEqualTo("timing");
            StatusRuntimeException settlement = assertRefused(
                    () -> subscriptions.cancelSubscription(CancelSubscriptionRequest.newBuilder()
                            .setSubscriptionId("ada")
                            .setSettlementValue(99)
                            .build()),
                    io.grpc.Status.Code.INVALID_ARGUMENT,
                    "INVALID_CHOICE");
            assertThat(field(settlement)).isEqualTo("settlement");
        }

        @Test
        void of_a_preview_names_the_field_below_the_change() {
            ada.subscribed("2023-12-01", "");
            StatusRuntimeException error = assertRefused(
                    () -> subscriptions.previewChange(PreviewChangeRequest.newBuilder()
                            .setSubscriptionId("ada")
                            .setSetAddOn(SetAddOnRequest.newBuilder().setPlanId("annual"))
                            .build()),
                    io.grpc.Status.Code.FAILED_PRECONDITION,
                    "INTERVAL_MISMATCH");
            assertThat(field(error)).isEqualTo("setAddOn.planId");
        }
    }

    private Subscription cancel(SubscriptionChange.Timing timing) {
        return subscriptions.cancelSubscription(CancelSubscriptionRequest.newBuilder()
                .setSubscriptionId("ada")
                .setTiming(timing)
                .build());
    }

    private static Timestamp at(String instant) {
        return Writing.timestamp(Instant.parse(instant));
    }

    private static StatusRuntimeException assertRefused(
            ThrowingCallable call, io.grpc.Status.Code status, String code) {
        StatusRuntimeException error = catchThrowableOfType(StatusRuntimeException.class, call);
        assertThat(error.getStatus().getCode()).isEqualTo(status);
        assertThat(GrpcErrorDetails.of(error, ErrorInfo.class).getReason()).isEqualTo(code);
        return error;
    }

    private static String field(StatusRuntimeException error) {
        return GrpcErrorDetails.of(error, BadRequest.class)
                .getFieldViolations(0)
                .getField();
    }
}
