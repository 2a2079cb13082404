package io.billing4j.engine;

import io.billing4j.invoice.FilledPlace;
import io.billing4j.subscription.BillingCursor;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** From when on what was billed of a subscription may have come out otherwise since, while its places are filled one after the other. */
final class CorrectionMarks {
    private final Billable billable;
    private @Nullable Instant touched;
    private @Nullable Instant left;
    private @Nullable Instant waiting;
    private boolean corrected;

    CorrectionMarks(Billable billable) {
        this.billable = billable;
        touched = billable.touchedFrom();
    }

    /** What the next place corrects begins then; null where it corrects nothing. */
    @Nullable
    Instant touched() {
        return touched;
    }

    /** Whether a document has taken in all that has come out otherwise. */
    boolean corrected() {
        return corrected;
    }

    /** A document has. */
    void settle() {
        corrected = true;
        touched = null;
        waiting = null;
    }

    /** A document leaves to other drafts what differs of them. */
    void leave(FilledPlace place) {
        Drafting.leftFrom(place).ifPresent(from -> left = earlier(left, from));
    }

    /**
     * No document is made of windows of which the first begins then: a later place asks for them.
     *
     * <p>None of them begins before its period, which is loaded: where periods are counted anew the first window begins there, and no
     * period with a document lies behind that. Only the subscription's own first period may be a part of its window, and nothing is before
     * it. One may begin later than its period: what was to be taken back then is touched still, and waits as well.
     */
    void putOff(Instant firstWindow) {
        // Of the period before, which ends where the first window begins, nothing waits: its usage may not be loaded.
        Instant within = firstWindow.plus(1, ChronoUnit.MICROS);
        touched = earlier(touched, within);
        waiting = earlier(waiting, within);
    }

    /** Where the subscription's cursor is marked once all places are filled. */
    BillingCursor cursor() {
        // Marks that no correction has settled are remembered by it: a subscription that is over is due again because
        // of them.
        BillingCursor cursor = corrected ? billable.cursor().settled() : billable.touchedCursor();
        if (left != null) {
            cursor = cursor.touched(left);
        }
        return waiting == null ? cursor : cursor.touched(waiting);
    }

    private static Instant earlier(@Nullable Instant one, Instant other) {
        return one == null || other.isBefore(one) ? other : one;
    }
}
