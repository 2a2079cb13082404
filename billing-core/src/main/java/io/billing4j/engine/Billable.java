package io.billing4j.engine;

import io.billing4j.invoice.InvoiceSlot;
import io.billing4j.invoice.PeriodManager;
import io.billing4j.invoice.SlotPlace;
import io.billing4j.invoice.SlotReason;
import io.billing4j.subscription.BillingCursor;
import io.billing4j.subscription.Subscription;
import io.billing4j.usage.TouchedWindow;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A subscription with all that decides which documents it is due.
 *
 * @param subscription with all that is known of the future, on the boundaries that its slots opened
 * @param slots from the period before the cursor's next one on, or before the first that was touched
 * @param marks of late usage that no document has settled
 */
record Billable(Subscription subscription, BillingCursor cursor, List<InvoiceSlot> slots, List<TouchedWindow> marks) {
    private static final PeriodManager PERIODS = new PeriodManager();

    /** The subscription as it is billed at an instant: by what has taken effect by then. */
    Subscription asOf(Instant instant) {
        return subscription.movedFrom(instant) == null
                ? subscription
                : PERIODS.onStoredBoundaries(subscription.asOf(instant), slots);
    }

    /** The earliest instant whose billed windows may come out otherwise by now; null where none may. */
    @Nullable
    Instant touchedFrom() {
        Instant earliest = cursor.touchedFrom();
        for (TouchedWindow mark : marks) {
            earliest = earliest == null || mark.day().isBefore(earliest) ? mark.day() : earliest;
        }
        return earliest;
    }

    /** The subscription as if nothing had been touched. */
    Billable untouched() {
        return new Billable(subscription, cursor.settled(), slots, List.of());
    }

    /** The cursor, which knows of late usage as well. */
    BillingCursor touchedCursor() {
        Instant from = touchedFrom();
        return from == null ? cursor : cursor.touched(from);
    }

    /** The places that are due, oldest first, at most so many. */
    List<SlotPlace> due(Instant cutOff, Instant now, int limit) {
        return PERIODS.due(asOf(now), touchedCursor(), slots, cutOff, limit);
    }

    /** The next place, due or not, as things will be when it is due; null once there is nothing left to bill. */
    @Nullable
    SlotPlace next(Instant now) {
        Instant due = cursor.nextDueAt();
        return PERIODS.next(asOf(due != null && due.isAfter(now) ? due : now), touchedCursor(), slots);
    }

    /** Whether all periods have their documents, so that nothing but what comes out otherwise is still to be billed. */
    boolean isOver() {
        SlotPlace next = PERIODS.next(subscription, touchedCursor(), slots);
        return next == null || next.reason() == SlotReason.CORRECTION;
    }
}
