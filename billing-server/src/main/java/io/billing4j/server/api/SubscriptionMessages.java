package io.billing4j.server.api;

import io.billing4j.engine.ChangePreview;
import io.billing4j.engine.NewSubscription;
import io.billing4j.grpc.v1.CreateSubscriptionRequest;
import io.billing4j.grpc.v1.PreviewChangeResponse;
import io.billing4j.grpc.v1.ValidateCoverageResponse;
import io.billing4j.id.CustomerId;
import io.billing4j.id.PlanId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.invoice.CoverageProblem;
import io.billing4j.period.BillingSchedule;
import io.billing4j.server.transport.Values;
import io.billing4j.subscription.Subscription;
import io.billing4j.subscription.SubscriptionItem;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** Subscriptions as messages. */
final class SubscriptionMessages {
    private SubscriptionMessages() {}

    static NewSubscription read(CreateSubscriptionRequest request) {
        return new NewSubscription(
                Reading.optional(request.getSubscriptionId(), SubscriptionId::of),
                CustomerId.of(request.getCustomerId()),
                PlanId.of(request.getPlanId()),
                Values.date("startDate", request.getStartDate()),
                Reading.optional(request.getAnchorDate(), date -> Values.date("anchorDate", date)),
                request.hasQuantity() ? Values.decimal("quantity", request.getQuantity()) : BigDecimal.ONE,
                request.getTrialDays(),
                request.hasTerm() ? CommandMessages.term(request.getTerm()) : null,
                Reading.optional(request.getGroup(), group -> group));
    }

    /** With all that happened to it. */
    static io.billing4j.grpc.v1.Subscription whole(Subscription subscription, Instant now) {
        return of(subscription, now).toBuilder()
                .addAllChanges(ChangeMessages.of(subscription.changes()))
                .build();
    }

    /** As it is now, without what happened to it. */
    static io.billing4j.grpc.v1.Subscription of(Subscription subscription, Instant now) {
        Instant start = subscription.startInclusive();
        Instant shown = now.isBefore(start) ? start : now;
        List<SubscriptionItem> items = subscription.itemsAt(shown);
        BillingSchedule schedule = subscription.schedule().inForceAt(shown);
        io.billing4j.grpc.v1.Subscription.Builder message = io.billing4j.grpc.v1.Subscription.newBuilder()
                .setSubscriptionId(subscription.id().value())
                .setCustomerId(subscription.customer().value())
                .setPlanId(items.get(0).plan().plan().value())
                .setPlanVersion(items.get(0).plan().version())
                .setQuantity(Writing.decimal(items.get(0).quantity()))
                .setCurrency(subscription.currency().getCode())
                .setStatus(io.billing4j.grpc.v1.Subscription.Status.valueOf(
                        subscription.statusAt(now).name()))
                .setTerm(subscription.terms().numberAt(shown))
                .setStartDate(start.atZone(subscription.schedule().zone())
                        .toLocalDate()
                        .toString())
                .setAnchorDate(schedule.anchorDate().toString())
                .setTimeZone(schedule.zone().getId())
                .setStart(Writing.timestamp(start))
                .setGroup(Objects.requireNonNullElse(subscription.group(), ""))
                .setRevision(revision(subscription))
                .addAllItems(items.stream().map(SubscriptionMessages::of).toList());
        addEnds(message, subscription, shown);
        return message.build();
    }

    /** Of all that happened to it and what it is for: what else it shows follows from that and the time. */
    static String revision(Subscription subscription) {
        return Writing.revision(io.billing4j.grpc.v1.Subscription.newBuilder()
                .setSubscriptionId(subscription.id().value())
                .setCustomerId(subscription.customer().value())
                .setCurrency(subscription.currency().getCode())
                .setGroup(Objects.requireNonNullElse(subscription.group(), ""))
                .addAllChanges(ChangeMessages.of(subscription.changes()))
                .build());
    }

    static PreviewChangeResponse of(ChangePreview preview, Instant now) {
        PreviewChangeResponse.Builder message =
                PreviewChangeResponse.newBuilder().setSubscription(whole(preview.subscription(), now));
        preview.difference().map(InvoiceMessages::of).ifPresent(message::setDifference);
        preview.next().map(InvoiceMessages::of).ifPresent(message::setNext);
        return message.build();
    }

    static ValidateCoverageResponse of(List<CoverageProblem> problems) {
        return ValidateCoverageResponse.newBuilder()
                .addAllProblems(problems.stream()
                        .map(problem -> io.billing4j.grpc.v1.CoverageProblem.newBuilder()
                                .setKind(io.billing4j.grpc.v1.CoverageProblem.Kind.valueOf(
                                        problem.kind().name()))
                                .setStart(Writing.timestamp(problem.startInclusive()))
                                .setEnd(Writing.timestamp(problem.endExclusive()))
                                .build())
                        .toList())
                .build();
    }

    private static void addEnds(
            io.billing4j.grpc.v1.Subscription.Builder message, Subscription subscription, Instant shown) {
        Instant end = subscription.endExclusive();
        if (end != null) {
            message.setEnd(Writing.timestamp(end));
        }
        Instant trialEnd = subscription.trialEnd();
        if (trialEnd != null) {
            message.setTrialEnd(Writing.timestamp(trialEnd));
        }
        Instant termEnd = subscription.terms().endOfTermAt(shown);
        if (termEnd != null) {
            message.setTermEnd(Writing.timestamp(termEnd));
        }
    }

    private static io.billing4j.grpc.v1.SubscriptionItem of(SubscriptionItem item) {
        return io.billing4j.grpc.v1.SubscriptionItem.newBuilder()
                .setPlanId(item.plan().plan().value())
                .setPlanVersion(item.plan().version())
                .setQuantity(Writing.decimal(item.quantity()))
                .setAddOn(!item.main())
                .build();
    }
}
