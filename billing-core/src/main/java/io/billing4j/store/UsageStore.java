package io.billing4j.store;

import io.billing4j.id.CustomerId;
import io.billing4j.usage.TouchedWindow;
import io.billing4j.usage.UsageEvent;
import io.billing4j.usage.UsageOutcome;
import io.billing4j.usage.UsageQuery;
import io.billing4j.usage.UsageTotal;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Events, and what windows hold of them. */
public interface UsageStore {
    /**
     * Records the events whose ids are new, and says of each what became of it, in the order given. An id that stands
     * twice in the list is recorded for its first event; the others are duplicates or conflicts of that. It waits for
     * another transaction that records the same id.
     *
     * @throws io.billing4j.error.BillingException EVENT_OUT_OF_RANGE at {@code events[i].occurredAt} for an instant that
     *     the store keeps no place for
     */
    List<UsageOutcome> record(List<UsageEvent> events, Instant recordedAt);

    /** What each window holds; {@link UsageTotal#NONE} for an empty one. */
    Map<UsageQuery, UsageTotal> totals(Collection<UsageQuery> queries);

    /** Adds marks of late usage. */
    void insertTouched(List<TouchedWindow> windows);

    /** The marks of a customer that no correction has settled, in the order they were recorded. */
    List<TouchedWindow> touched(CustomerId customer);
}
