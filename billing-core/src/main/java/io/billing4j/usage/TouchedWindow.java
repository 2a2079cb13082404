package io.billing4j.usage;

import io.billing4j.error.Inputs;
import io.billing4j.id.CustomerId;
import io.billing4j.id.MeterId;
import io.billing4j.id.SubscriptionId;
import java.time.Instant;
import java.util.UUID;

/**
 * A mark that usage arrived for a window that had been billed, kept until a correction settles it.
 *
 * @param day the start of the UTC day that the event fell in
 */
public record TouchedWindow(
        UUID id, CustomerId customer, SubscriptionId subscription, MeterId meter, Instant day, Instant recordedAt) {
    /** Cuts the instants to microseconds. */
    public TouchedWindow {
        day = Inputs.instant("day", day);
        recordedAt = Inputs.instant("recordedAt", recordedAt);
    }
}
