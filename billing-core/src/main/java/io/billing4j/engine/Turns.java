package io.billing4j.engine;

import io.billing4j.error.ErrorCode;
import io.billing4j.invoice.InvoiceSlot;
import io.billing4j.invoice.SlotReason;
import io.billing4j.subscription.Subscription;
import java.time.Instant;
import java.util.List;

/** When periods may be counted anew. */
final class Turns {
    private Turns() {}

    /**
     * Refuses with PERIODS_ARE_OPEN at {@code effectiveAt} an instant that periods with documents have begun at or after, and
     * one before another at which periods are counted anew.
     */
    static void require(Subscription subscription, List<InvoiceSlot> slots, Instant at) {
        for (InvoiceSlot slot : slots) {
            Instant opened = slot.period().startInclusive();
            if (slot.place().reason().ofPeriod() && !opened.isBefore(at)) {
                throw ErrorCode.PERIODS_ARE_OPEN.at(
                        "effectiveAt", "the period from " + opened + " on has a document, so it cannot begin anew");
            }
        }
        subscription.schedule().turns().stream()
                .filter(turn -> !turn.isBefore(at))
                .findFirst()
                .ifPresent(turn -> {
                    throw ErrorCode.PERIODS_ARE_OPEN.at(
                            "effectiveAt", "periods are counted anew from " + turn + " on; withdraw that change first");
                });
    }

    /** The end of the last period with a document, or of the one that holds an instant if that is later. */
    static Instant nextBoundary(Subscription subscription, List<InvoiceSlot> slots, Instant at) {
        Instant start = subscription.schedule().startInclusive();
        Instant boundary = subscription
                .schedule()
                .containing(at.isBefore(start) ? start : at)
                .endExclusive();
        for (InvoiceSlot slot : slots) {
            if (slot.place().reason() == SlotReason.CYCLE) {
                Instant end =
                        subscription.schedule().period(slot.place().index()).endExclusive();
                boundary = end.isAfter(boundary) ? end : boundary;
            }
        }
        return boundary;
    }
}
