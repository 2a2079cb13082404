package io.billing4j.run;

import io.billing4j.error.Inputs;
import io.billing4j.id.CustomerId;
import io.billing4j.id.RunId;
import io.billing4j.id.SubscriptionId;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Says what was not billed and why.
 *
 * @param dedupeKey findings with the same reason and key are one: only the first is kept; at most 300 characters
 * @param detail names to values as text
 * @param run that found it, or null
 * @param recordedAt business time
 */
public record Finding(
        UUID id,
        FindingReason reason,
        @Nullable CustomerId customer,
        @Nullable SubscriptionId subscription,
        String dedupeKey,
        Map<String, String> detail,
        @Nullable RunId run,
        Instant recordedAt) {
    /** Keeps a copy of the detail and cuts the instant to microseconds. */
    public Finding {
        recordedAt = Inputs.instant("recordedAt", recordedAt);
        detail = Map.copyOf(detail);
    }
}
