package io.billing4j.server.api;

import io.billing4j.error.Inputs;
import io.billing4j.grpc.v1.RecordUsageRequest;
import io.billing4j.id.CustomerId;
import io.billing4j.id.EventId;
import io.billing4j.id.MeterId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.server.transport.Values;
import io.billing4j.usage.UsageEvent;
import io.billing4j.usage.UsageQuery;
import io.billing4j.usage.UsageSummary;
import java.util.ArrayList;
import java.util.List;

/** Usage as messages. */
final class UsageMessages {
    private UsageMessages() {}

    static List<UsageEvent> read(RecordUsageRequest request) {
        List<UsageEvent> events = new ArrayList<>();
        for (int i = 0; i < request.getEventsCount(); i++) {
            io.billing4j.grpc.v1.UsageEvent event = request.getEvents(i);
            events.add(Inputs.within("events[" + i + "]", () -> read(event)));
        }
        return events;
    }

    static io.billing4j.grpc.v1.UsageTotal of(UsageQuery query, UsageSummary summary) {
        return io.billing4j.grpc.v1.UsageTotal.newBuilder()
                .setSubscriptionId(query.subscription().value())
                .setMeterId(query.meter().id().value())
                .setStart(Writing.timestamp(query.service().startInclusive()))
                .setEnd(Writing.timestamp(query.service().endExclusive()))
                .setQuantity(Writing.decimal(summary.quantity()))
                .setEvents(summary.events())
                .build();
    }

    private static UsageEvent read(io.billing4j.grpc.v1.UsageEvent event) {
        return new UsageEvent(
                EventId.of(event.getEventId()),
                CustomerId.of(event.getCustomerId()),
                Reading.optional(event.getSubscriptionId(), SubscriptionId::of),
                MeterId.of(event.getMeterId()),
                Values.decimal("quantity", event.getQuantity()),
                Values.instant("occurredAt", event.hasOccurredAt(), event.getOccurredAt()),
                event.getService().isEmpty() ? null : event.getService(),
                event.getPropertiesMap());
    }
}
