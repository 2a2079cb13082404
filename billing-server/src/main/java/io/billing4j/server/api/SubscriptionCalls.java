package io.billing4j.server.api;

import io.billing4j.engine.BillingEngine;
import io.billing4j.error.ErrorCode;
import io.billing4j.grpc.v1.ActivateSubscriptionRequest;
import io.billing4j.grpc.v1.CancelSubscriptionRequest;
import io.billing4j.grpc.v1.ChangePlanRequest;
import io.billing4j.grpc.v1.ChangeQuantityRequest;
import io.billing4j.grpc.v1.ChangeZoneRequest;
import io.billing4j.grpc.v1.CreateSubscriptionRequest;
import io.billing4j.grpc.v1.ExpireSubscriptionRequest;
import io.billing4j.grpc.v1.ExtendTrialRequest;
import io.billing4j.grpc.v1.GetSubscriptionRequest;
import io.billing4j.grpc.v1.ListScheduledChangesRequest;
import io.billing4j.grpc.v1.ListScheduledChangesResponse;
import io.billing4j.grpc.v1.ListSubscriptionsRequest;
import io.billing4j.grpc.v1.ListSubscriptionsResponse;
import io.billing4j.grpc.v1.MarkPastDueRequest;
import io.billing4j.grpc.v1.PauseSubscriptionRequest;
import io.billing4j.grpc.v1.PreviewChangeRequest;
import io.billing4j.grpc.v1.PreviewChangeResponse;
import io.billing4j.grpc.v1.RecoverSubscriptionRequest;
import io.billing4j.grpc.v1.RemoveAddOnRequest;
import io.billing4j.grpc.v1.RenewSubscriptionRequest;
import io.billing4j.grpc.v1.ResumeSubscriptionRequest;
import io.billing4j.grpc.v1.SetAddOnRequest;
import io.billing4j.grpc.v1.SetGroupRequest;
import io.billing4j.grpc.v1.Subscription;
import io.billing4j.grpc.v1.SubscriptionServiceGrpc;
import io.billing4j.grpc.v1.UncancelSubscriptionRequest;
import io.billing4j.grpc.v1.ValidateCoverageRequest;
import io.billing4j.grpc.v1.ValidateCoverageResponse;
import io.billing4j.grpc.v1.WithdrawChangeRequest;
import io.billing4j.id.CustomerId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.server.transport.Values;
import io.billing4j.store.Page;
import io.billing4j.subscription.SubscriptionCommand;
import io.billing4j.tenant.TenantSettings;
import io.grpc.stub.StreamObserver;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/** Subscribes customers, shows what they have, and changes it. */
final class SubscriptionCalls extends SubscriptionServiceGrpc.SubscriptionServiceImplBase {
    private final Engines engines;

    SubscriptionCalls(Engines engines) {
        this.engines = engines;
    }

    @Override
    public void createSubscription(CreateSubscriptionRequest request, StreamObserver<Subscription> observer) {
        engines.answer(
                observer, engine -> shown(engine, engine.subscriptions().create(SubscriptionMessages.read(request))));
    }

    @Override
    public void getSubscription(GetSubscriptionRequest request, StreamObserver<Subscription> observer) {
        engines.answer(
                observer, engine -> shown(engine, found(engine, SubscriptionId.of(request.getSubscriptionId()))));
    }

    @Override
    public void listSubscriptions(
            ListSubscriptionsRequest request, StreamObserver<ListSubscriptionsResponse> observer) {
        Page page = Paging.byKey(request.hasPageSize(), request.getPageSize(), request.getPageToken());
        engines.answer(observer, engine -> {
            List<io.billing4j.subscription.Subscription> subscriptions =
                    engine.subscriptions().list(Reading.optional(request.getCustomerId(), CustomerId::of), page);
            Instant now = engines.now(engine);
            return ListSubscriptionsResponse.newBuilder()
                    .addAllSubscriptions(subscriptions.stream()
                            .map(each -> SubscriptionMessages.of(each, now))
                            .toList())
                    .setNextPageToken(Paging.next(page, subscriptions, io.billing4j.subscription.Subscription::id))
                    .build();
        });
    }

    @Override
    public void activateSubscription(ActivateSubscriptionRequest request, StreamObserver<Subscription> observer) {
        change(observer, request.getIfRevision(), request.getSubscriptionId(), SubscriptionCommand.Activate::new);
    }

    @Override
    public void extendTrial(ExtendTrialRequest request, StreamObserver<Subscription> observer) {
        change(observer, request.getIfRevision(), request.getSubscriptionId(), () -> CommandMessages.read(request));
    }

    @Override
    public void pauseSubscription(PauseSubscriptionRequest request, StreamObserver<Subscription> observer) {
        change(observer, request.getIfRevision(), request.getSubscriptionId(), () -> CommandMessages.read(request));
    }

    @Override
    public void resumeSubscription(ResumeSubscriptionRequest request, StreamObserver<Subscription> observer) {
        change(observer, request.getIfRevision(), request.getSubscriptionId(), () -> CommandMessages.read(request));
    }

    @Override
    public void changePlan(ChangePlanRequest request, StreamObserver<Subscription> observer) {
        change(observer, request.getIfRevision(), request.getSubscriptionId(), () -> CommandMessages.read(request));
    }

    @Override
    public void changeQuantity(ChangeQuantityRequest request, StreamObserver<Subscription> observer) {
        change(observer, request.getIfRevision(), request.getSubscriptionId(), () -> CommandMessages.read(request));
    }

    @Override
    public void setAddOn(SetAddOnRequest request, StreamObserver<Subscription> observer) {
        change(observer, request.getIfRevision(), request.getSubscriptionId(), () -> CommandMessages.read(request));
    }

    @Override
    public void removeAddOn(RemoveAddOnRequest request, StreamObserver<Subscription> observer) {
        change(observer, request.getIfRevision(), request.getSubscriptionId(), () -> CommandMessages.read(request));
    }

    @Override
    public void cancelSubscription(CancelSubscriptionRequest request, StreamObserver<Subscription> observer) {
        change(observer, request.getIfRevision(), request.getSubscriptionId(), () -> CommandMessages.read(request));
    }

    @Override
    public void uncancelSubscription(UncancelSubscriptionRequest request, StreamObserver<Subscription> observer) {
        change(observer, request.getIfRevision(), request.getSubscriptionId(), SubscriptionCommand.Uncancel::new);
    }

    @Override
    public void withdrawChange(WithdrawChangeRequest request, StreamObserver<Subscription> observer) {
        change(observer, request.getIfRevision(), request.getSubscriptionId(), () -> CommandMessages.read(request));
    }

    @Override
    public void renewSubscription(RenewSubscriptionRequest request, StreamObserver<Subscription> observer) {
        change(observer, request.getIfRevision(), request.getSubscriptionId(), () -> CommandMessages.read(request));
    }

    @Override
    public void expireSubscription(ExpireSubscriptionRequest request, StreamObserver<Subscription> observer) {
        change(observer, request.getIfRevision(), request.getSubscriptionId(), SubscriptionCommand.Expire::new);
    }

    @Override
    public void changeZone(ChangeZoneRequest request, StreamObserver<Subscription> observer) {
        change(observer, request.getIfRevision(), request.getSubscriptionId(), () -> CommandMessages.read(request));
    }

    @Override
    public void markPastDue(MarkPastDueRequest request, StreamObserver<Subscription> observer) {
        change(observer, request.getIfRevision(), request.getSubscriptionId(), SubscriptionCommand.MarkPastDue::new);
    }

    @Override
    public void recoverSubscription(RecoverSubscriptionRequest request, StreamObserver<Subscription> observer) {
        change(observer, request.getIfRevision(), request.getSubscriptionId(), SubscriptionCommand.Recover::new);
    }

    @Override
    public void setGroup(SetGroupRequest request, StreamObserver<Subscription> observer) {
        Seen seen = Seen.subscription(request.getIfRevision(), request.getSubscriptionId());
        engines.change(
                observer,
                request.getGroup().isEmpty() ? seen : seen.afterSettings(TenantSettings::groups),
                engine -> shown(
                        engine,
                        engine.subscriptions()
                                .setGroup(
                                        SubscriptionId.of(request.getSubscriptionId()),
                                        Reading.optional(request.getGroup(), group -> group))));
    }

    @Override
    public void listScheduledChanges(
            ListScheduledChangesRequest request, StreamObserver<ListScheduledChangesResponse> observer) {
        engines.answer(
                observer,
                engine -> ListScheduledChangesResponse.newBuilder()
                        .addAllChanges(
                                engine
                                        .subscriptions()
                                        .scheduled(SubscriptionId.of(request.getSubscriptionId()))
                                        .stream()
                                        .map(ChangeMessages::of)
                                        .toList())
                        .build());
    }

    @Override
    public void previewChange(PreviewChangeRequest request, StreamObserver<PreviewChangeResponse> observer) {
        engines.answer(
                observer,
                engine -> SubscriptionMessages.of(
                        ChangePreviews.of(engine.subscriptions(), request), engines.now(engine)));
    }

    @Override
    public void validateCoverage(ValidateCoverageRequest request, StreamObserver<ValidateCoverageResponse> observer) {
        engines.answer(observer, engine -> {
            Instant start = Values.instant("start", request.hasStart(), request.getStart());
            Instant end = Values.instant("end", request.hasEnd(), request.getEnd());
            Reading.requireBefore(start, end);
            return SubscriptionMessages.of(
                    engine.validateCoverage(SubscriptionId.of(request.getSubscriptionId()), start, end));
        });
    }

    private void change(
            StreamObserver<Subscription> observer, String seen, String id, Supplier<SubscriptionCommand> command) {
        engines.change(
                observer,
                Seen.subscription(seen, id),
                engine -> shown(engine, engine.subscriptions().change(SubscriptionId.of(id), command.get())));
    }

    static io.billing4j.subscription.Subscription found(BillingEngine engine, SubscriptionId id) {
        return engine.subscriptions()
                .find(id)
                .orElseThrow(() -> ErrorCode.SUBSCRIPTION_NOT_FOUND.missing("subscriptionId", id))
                .subscription();
    }

    private Subscription shown(BillingEngine engine, io.billing4j.subscription.Subscription subscription) {
        return SubscriptionMessages.whole(subscription, engines.now(engine));
    }
}
