package io.billing4j.invoice;

import io.billing4j.error.ErrorCode;
import io.billing4j.period.BillingPeriod;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which document of a subscription a slot is for.
 *
 * @param term the contract's run, from 1
 * @param sequence the billing sequence: counts the subscription's slots in the term in the order they open, from 1; a
 *     document that is made again keeps it
 * @param revision 0 for the first document of the sequence, one more each time it is made again
 * @param index the number of the period that begins, from 0; for the final document one past the last period, and for one of usage so far
 *     the place that bills the rest
 * @param period the period that begins; for the final document the last period, and for usage so far the running one until usage is
 *     counted
 * @param window the whole nominal period around it, boundary to boundary: longer where the period was cut at the
 *     subscription's start or end. It is what is stored of the boundaries of an opened period.
 * @param change the number of the change that an immediate document settles; null for all others
 */
public record SlotPlace(
        int term,
        int sequence,
        int revision,
        int index,
        SlotReason reason,
        BillingPeriod period,
        BillingPeriod window,
        @Nullable Integer change) {
    /** Refuses a window that does not enclose the period with INVALID_PERIOD, and a change at any but an immediate place. */
    public SlotPlace {
        if (!window.encloses(period)) {
            throw ErrorCode.INVALID_PERIOD.because(window + " does not enclose " + period);
        }
        if ((reason == SlotReason.IMMEDIATE) != (change != null)) {
            throw ErrorCode.STORED_DATA_UNREADABLE.because(reason + " and change " + change + " do not fit together");
        }
    }

    /** A place that settles no single change. */
    public SlotPlace(
            int term,
            int sequence,
            int revision,
            int index,
            SlotReason reason,
            BillingPeriod period,
            BillingPeriod window) {
        this(term, sequence, revision, index, reason, period, window, null);
    }

    /** A place for a whole period, which is its own window. */
    public SlotPlace(int term, int sequence, int revision, int index, SlotReason reason, BillingPeriod period) {
        this(term, sequence, revision, index, reason, period, period);
    }

    /** From when on it may be billed: from the start of its period; of the final document and of usage so far from its end. */
    public Instant dueAt() {
        return reason == SlotReason.FINAL || reason == SlotReason.PROGRESSIVE
                ? period.endExclusive()
                : period.startInclusive();
    }

    /** Until when usage is counted that is billed before its period ends; null for any other place. */
    @Nullable
    Instant countedUntil() {
        return reason == SlotReason.PROGRESSIVE ? period.endExclusive() : null;
    }

    /** The same place with another sequence. */
    public SlotPlace withSequence(int other) {
        return new SlotPlace(term, other, revision, index, reason, period, window, change);
    }

    @Override
    public String toString() {
        return reason + " " + term + "/" + sequence + (revision == 0 ? "" : " revision " + revision) + " " + period;
    }
}
