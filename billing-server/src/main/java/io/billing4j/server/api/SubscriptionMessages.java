package io.billing4j.server.api;

import io.billing4j.catalog.PlanVersionRef;
import io.billing4j.engine.NewSubscription;
import io.billing4j.id.CustomerId;
import io.billing4j.id.PlanId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.server.v1.CreateSubscriptionRequest;
import io.billing4j.subscription.Subscription;
import java.math.BigDecimal;
import java.time.Instant;

/** Subscriptions as messages. */
final class SubscriptionMessages {
    private SubscriptionMessages() {}

    static NewSubscription read(CreateSubscriptionRequest request) {
        return new NewSubscription(
                Reading.optional(request.getSubscriptionId(), SubscriptionId::of),
                CustomerId.of(request.getCustomerId()),
                PlanId.of(request.getPlanId()),
                Reading.date("startDate", request.getStartDate()),
                Reading.optional(request.getAnchorDate(), date -> Reading.date("anchorDate", date)),
                request.hasQuantity() ? Reading.decimal("quantity", request.getQuantity()) : BigDecimal.ONE);
    }

    static io.billing4j.server.v1.Subscription of(Subscription subscription, Instant now) {
        Instant start = subscription.startInclusive();
        Instant shown = now.isBefore(start) ? start : now;
        PlanVersionRef plan = subscription.planAt(shown);
        io.billing4j.server.v1.Subscription.Builder message = io.billing4j.server.v1.Subscription.newBuilder()
                .setSubscriptionId(subscription.id().value())
                .setCustomerId(subscription.customer().value())
                .setPlanId(plan.plan().value())
                .setPlanVersion(plan.version())
                .setQuantity(Writing.decimal(subscription.quantityAt(shown)))
                .setCurrency(subscription.currency().getCode())
                .setStatus(io.billing4j.server.v1.Subscription.Status.valueOf(
                        subscription.statusAt(now).name()))
                .setTerm(subscription.term())
                .setStartDate(subscription.schedule().startDate().toString())
                .setAnchorDate(subscription.schedule().anchorDate().toString())
                .setTimeZone(subscription.schedule().zone().getId())
                .setStart(Writing.timestamp(start));
        Instant end = subscription.endExclusive();
        if (end != null) {
            message.setEnd(Writing.timestamp(end));
        }
        return message.build();
    }
}
