package io.billing4j.grpc;

import com.google.protobuf.Timestamp;
import io.billing4j.grpc.v1.RecordUsageRequest;
import io.billing4j.usage.UsageEvent;
import java.time.Instant;
import java.util.List;

/** Usage as messages. */
final class UsageRequests {
    private UsageRequests() {}

    static RecordUsageRequest of(List<UsageEvent> events) {
        RecordUsageRequest.Builder request = RecordUsageRequest.newBuilder();
        events.forEach(event -> request.addEvents(of(event)));
        return request.build();
    }

    private static io.billing4j.grpc.v1.UsageEvent of(UsageEvent event) {
        io.billing4j.grpc.v1.UsageEvent.Builder message = io.billing4j.grpc.v1.UsageEvent.newBuilder()
                .setEventId(event.id().value())
                .setCustomerId(event.customer().value())
                .setMeterId(event.meter().value())
                .setQuantity(event.quantity().toPlainString())
                .setOccurredAt(of(event.occurredAt()))
                .putAllProperties(event.properties());
        if (event.subscription() != null) {
            message.setSubscriptionId(event.subscription().value());
        }
        if (event.service() != null) {
            message.setService(event.service());
        }
        return message.build();
    }

    private static Timestamp of(Instant instant) {
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }
}
