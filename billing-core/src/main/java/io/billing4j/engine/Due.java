package io.billing4j.engine;

import io.billing4j.invoice.InvoiceSlot;
import io.billing4j.invoice.PeriodManager;
import io.billing4j.invoice.SlotPlace;
import io.billing4j.subscription.Subscription;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A subscription and the places to fill now, oldest first.
 *
 * @param subscription as it is billed now
 * @param more whether it has further places due, which are for another transaction
 * @param complete whether the places are all that is due now
 */
record Due(Billable billable, Subscription subscription, List<SlotPlace> places, boolean more, boolean complete) {
    private static final PeriodManager PERIODS = new PeriodManager();

    /** One place, filled as of an instant. */
    static Due one(Billable billable, Instant asOf, SlotPlace place) {
        return new Due(billable, billable.asOf(asOf), List.of(place), false, false);
    }

    /** The first places that are due at the cut-off, at most so many. */
    static Due first(Billable billable, Instant cutOff, Instant now, int limit) {
        List<SlotPlace> due = billable.due(cutOff, now, limit + 1);
        boolean more = due.size() > limit;
        return new Due(billable, billable.asOf(now), more ? due.subList(0, limit) : due, more, !more);
    }

    /** From when on what was billed may have to be computed again; null where nothing has. */
    @Nullable
    Instant recomputedFrom() {
        Instant from = billable.touchedFrom();
        List<InvoiceSlot> slots = new ArrayList<>(billable.slots());
        for (SlotPlace place : places) {
            if (!PERIODS.untouched(place, slots)) {
                Instant start = PERIODS.firstTouchedBy(subscription, place);
                from = from == null || start.isBefore(from) ? start : from;
            }
            slots.add(InvoiceSlot.skipped(subscription.id(), place));
        }
        return from;
    }
}
