package io.billing4j.event;

import io.billing4j.error.Inputs;
import io.billing4j.id.CustomerId;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened, as it is published.
 *
 * @param customer in whose order it is published; null for what concerns the tenant as a whole
 * @param subject the id of what it happened to
 * @param occurredAt business time
 * @param data flat: names to values as text
 */
public record BillingEvent(
        UUID id,
        EventType type,
        @Nullable CustomerId customer,
        String subject,
        Instant occurredAt,
        Map<String, String> data) {
    /** Keeps a copy of the data and cuts the instant to microseconds. */
    public BillingEvent {
        occurredAt = Inputs.instant("occurredAt", occurredAt);
        data = Map.copyOf(data);
    }

    /** The data in the order of names. */
    public Map<String, String> sortedData() {
        return new TreeMap<>(data);
    }
}
