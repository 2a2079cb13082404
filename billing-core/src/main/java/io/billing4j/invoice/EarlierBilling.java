package io.billing4j.invoice;

import java.time.Instant;
import java.util.List;

/**
 * What was billed before, where it may come out otherwise by now.
 *
 * @param from the earliest instant whose windows are computed again
 * @param slots those of the subscription from the period before that on, without the one that is filled
 * @param lines all that count as billed from the period that holds that instant on, without those of the document itself
 * @param documentAt when the document itself was made: of the windows of its own place, drafts made before it settle what stands on them
 *     themselves; of all others, any draft does
 */
public record EarlierBilling(Instant from, List<InvoiceSlot> slots, List<BilledLine> lines, Instant documentAt) {
    /** Keeps copies. */
    public EarlierBilling {
        slots = List.copyOf(slots);
        lines = List.copyOf(lines);
    }
}
