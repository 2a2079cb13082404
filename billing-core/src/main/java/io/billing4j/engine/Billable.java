package io.billing4j.engine;

import io.billing4j.invoice.InvoiceSlot;
import io.billing4j.invoice.PeriodManager;
import io.billing4j.invoice.SlotPlace;
import io.billing4j.subscription.BillingCursor;
import io.billing4j.subscription.Subscription;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A subscription with all that decides which documents it is due.
 *
 * @param subscription on the boundaries that its slots opened
 * @param slots from the period before the cursor's next one on
 */
record Billable(Subscription subscription, BillingCursor cursor, List<InvoiceSlot> slots) {
    private static final PeriodManager PERIODS = new PeriodManager();

    /** The places that are due, oldest first, at most so many. */
    List<SlotPlace> due(Instant cutOff, int limit) {
        return PERIODS.due(subscription, cursor, slots, cutOff, limit);
    }

    /** The cursor once these slots are there as well. */
    BillingCursor advanced(List<InvoiceSlot> added) {
        List<InvoiceSlot> all = new ArrayList<>(slots);
        all.addAll(added);
        return PERIODS.advanced(subscription, cursor, all);
    }
}
