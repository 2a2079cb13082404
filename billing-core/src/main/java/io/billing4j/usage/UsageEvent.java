package io.billing4j.usage;

import io.billing4j.error.ErrorCode;
import io.billing4j.error.Inputs;
import io.billing4j.id.ContentHash;
import io.billing4j.id.CustomerId;
import io.billing4j.id.EventId;
import io.billing4j.id.MeterId;
import io.billing4j.id.SubscriptionId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One report of usage.
 *
 * @param id identifies it within the tenant, whatever its instant: the same event again is a duplicate, other content
 *     under the same id a conflict, as long as events of its age are taken in
 * @param subscription whose usage it is; null for the customer's one subscription with a charge on the meter
 * @param quantity canonical; below zero only where the meter allows it
 * @param occurredAt when it was used, cut to microseconds
 * @param service that reports it, 1 to 64 characters, or null
 * @param properties at most {@value #MAX_PROPERTIES}, names up to 64 and values up to 256 characters
 */
public record UsageEvent(
        EventId id,
        CustomerId customer,
        @Nullable SubscriptionId subscription,
        MeterId meter,
        BigDecimal quantity,
        Instant occurredAt,
        @Nullable String service,
        Map<String, String> properties) {
    /** The most properties that an event has. */
    public static final int MAX_PROPERTIES = 20;

    /** Brings quantity and instant into canonical form and checks sizes; a property without a value is MISSING_FIELD. */
    public UsageEvent {
        Inputs.required("id", id);
        Inputs.required("customer", customer);
        Inputs.required("meter", meter);
        quantity = Inputs.decimal("quantity", quantity);
        occurredAt = Inputs.instant("occurredAt", occurredAt);
        service = service == null ? null : Inputs.text("service", service, 64);
        Inputs.required("properties", properties);
        if (properties.size() > MAX_PROPERTIES) {
            throw ErrorCode.INVALID_BATCH.at(
                    "properties", "expected at most " + MAX_PROPERTIES + " but found " + properties.size());
        }
        properties.forEach((name, value) -> {
            Inputs.text("properties", name, 64);
            if (value == null || !value.isEmpty()) {
                Inputs.text("properties", value, 256);
            }
        });
        properties = Map.copyOf(properties);
    }

    /** An event of the customer's one subscription with a charge on the meter. */
    public static UsageEvent of(
            EventId id, CustomerId customer, MeterId meter, BigDecimal quantity, Instant occurredAt) {
        return new UsageEvent(id, customer, null, meter, quantity, occurredAt, null, Map.of());
    }

    /** The hash of everything but the id: two events with one id are the same exactly where this is. */
    public ContentHash contentHash() {
        return ContentHash.builder("usage", 1)
                .field(customer)
                .field(subscription)
                .field(meter)
                .field(quantity.toPlainString())
                .field(occurredAt)
                .field(service)
                .fields(properties)
                .build();
    }
}
