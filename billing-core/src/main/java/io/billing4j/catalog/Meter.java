package io.billing4j.catalog;

import io.billing4j.error.Inputs;
import io.billing4j.id.MeterId;
import java.time.Instant;

/**
 * What is counted and how. A meter never changes; a new definition is a meter with a new key.
 *
 * @param negativeAllowed whether an event may take back what others reported; a window's total below zero is priced as
 *     zero
 * @param createdAt business time
 */
public record Meter(MeterId id, MeterAggregation aggregation, boolean negativeAllowed, Instant createdAt) {
    /** Cuts the instant to microseconds. */
    public Meter {
        createdAt = Inputs.instant("createdAt", createdAt);
    }
}
