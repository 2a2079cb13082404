package io.billing4j.engine;

import io.billing4j.invoice.DiscountedLines;
import io.billing4j.invoice.InvoiceDraft;
import io.billing4j.invoice.OneOffCharge;
import io.billing4j.invoice.SlotPlace;
import io.billing4j.invoice.SlotReason;
import java.util.List;
import java.util.function.Function;

/**
 * A place that is filled and has no document yet.
 *
 * @param alone the document that it makes by itself
 * @param oneOffs that the place takes
 * @param again the same with others in their place
 * @param correcting whether it takes in what has come out otherwise since
 */
record Filling(
        SubscriptionDrafting of,
        SlotPlace place,
        DiscountedLines lines,
        InvoiceDraft alone,
        List<OneOffCharge> oneOffs,
        Function<List<OneOffCharge>, Filling> again,
        boolean correcting) {
    /** The same with those of its one-off charges alone that are among these. */
    Filling only(List<OneOffCharge> taken) {
        return taken.containsAll(oneOffs)
                ? this
                : again.apply(oneOffs.stream().filter(taken::contains).toList());
    }

    /** Whether nothing has come out otherwise after all, or nothing more was used, so that no place is needed. */
    boolean unneeded() {
        boolean needed = place.reason() != SlotReason.CORRECTION && place.reason() != SlotReason.PROGRESSIVE;
        return alone.nothingDue() && !needed && place.revision() == 0;
    }
}
