package io.billing4j.server.api;

import io.billing4j.engine.BillingEngine;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.CustomerId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.server.v1.CancelSubscriptionRequest;
import io.billing4j.server.v1.CreateSubscriptionRequest;
import io.billing4j.server.v1.GetSubscriptionRequest;
import io.billing4j.server.v1.ListSubscriptionsRequest;
import io.billing4j.server.v1.ListSubscriptionsResponse;
import io.billing4j.server.v1.Subscription;
import io.billing4j.server.v1.SubscriptionServiceGrpc;
import io.billing4j.store.Page;
import io.grpc.stub.StreamObserver;
import java.time.Instant;
import java.util.List;

/** Subscribes customers, shows what they have, and ends it. */
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
    public void cancelSubscription(CancelSubscriptionRequest request, StreamObserver<Subscription> observer) {
        engines.answer(
                observer,
                engine -> shown(
                        engine,
                        engine.subscriptions().cancelAtPeriodEnd(SubscriptionId.of(request.getSubscriptionId()))));
    }

    static io.billing4j.subscription.Subscription found(BillingEngine engine, SubscriptionId id) {
        return engine.subscriptions()
                .find(id)
                .orElseThrow(
                        () -> ErrorCode.SUBSCRIPTION_NOT_FOUND.at("subscriptionId", "there is no subscription " + id))
                .subscription();
    }

    private Subscription shown(BillingEngine engine, io.billing4j.subscription.Subscription subscription) {
        return SubscriptionMessages.of(subscription, engines.now(engine));
    }
}
