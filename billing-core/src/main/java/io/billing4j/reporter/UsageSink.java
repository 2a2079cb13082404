package io.billing4j.reporter;

import io.billing4j.usage.UsageEvent;
import java.util.List;

/** Where a reporter sends usage. An engine is one: {@code events -> engine.usage().record(events)}. */
@FunctionalInterface
public interface UsageSink {
    /**
     * Records the batch. It may be called again with the same events, also after it took them: it has to know an event by
     * its id. It returns when they are safe, or throws:
     *
     * <ul>
     *   <li>a {@link io.billing4j.error.BillingException} about the data (its category is INVALID, NOT_FOUND, CONFLICT or
     *       PRECONDITION): the batch is split until the event to blame stands alone, and that event is refused. A field such
     *       as {@code events[3].quantity} names it and saves most of the splitting
     *   <li>one that is {@code retryable()}, and TENANT_NOT_FOUND, ROUTE_NOT_FOUND, UNAUTHENTICATED and PERMISSION_DENIED, which
     *       are about no event: the batch is sent again until it is taken
     *   <li>anything else, such as INTERNAL or a NullPointerException: the same, but if it goes on the batch is cut into
     *       halves, and an event that fails alone ten times while others are taken is refused with INTERNAL
     * </ul>
     *
     * @param events at least one, at most the reporter's batch size, immutable
     */
    void record(List<UsageEvent> events);
}
