package io.billing4j.engine;

import io.billing4j.invoice.SlotPlace;
import java.time.Instant;
import java.util.List;

/**
 * A subscription and the places to fill now, oldest first.
 *
 * @param more whether it has further places due, which are for another transaction
 */
record Due(Billable billable, List<SlotPlace> places, boolean more) {
    /** One place. */
    static Due one(Billable billable, SlotPlace place) {
        return new Due(billable, List.of(place), false);
    }

    /** The first places that are due at the cut-off, at most so many. */
    static Due first(Billable billable, Instant cutOff, int limit) {
        List<SlotPlace> due = billable.due(cutOff, limit + 1);
        boolean more = due.size() > limit;
        return new Due(billable, more ? due.subList(0, limit) : due, more);
    }
}
