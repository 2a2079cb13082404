package io.billing4j.usage;

import io.billing4j.error.ErrorCode;
import io.billing4j.error.Inputs;
import io.billing4j.id.CustomerId;
import io.billing4j.id.MeterId;
import io.billing4j.id.SubscriptionId;
import java.time.Instant;

/**
 * Asks what a subscription used: events that name it, and events of its customer that name no subscription.
 *
 * @param startInclusive cut to microseconds
 * @param endExclusive later than the start
 */
public record UsageQuery(
        CustomerId customer, SubscriptionId subscription, MeterId meter, Instant startInclusive, Instant endExclusive) {
    /** Refuses a window that does not start before it ends with INVALID_PERIOD. */
    public UsageQuery {
        startInclusive = Inputs.instant("start", startInclusive);
        endExclusive = Inputs.instant("end", endExclusive);
        if (!startInclusive.isBefore(endExclusive)) {
            throw ErrorCode.INVALID_PERIOD.at("end", "expected an end after " + startInclusive);
        }
    }

    /** Whether it counts this event. */
    public boolean matches(UsageEvent event) {
        return event.customer().equals(customer)
                && event.meter().equals(meter)
                && (event.subscription() == null || event.subscription().equals(subscription))
                && !event.occurredAt().isBefore(startInclusive)
                && event.occurredAt().isBefore(endExclusive);
    }
}
