package io.billing4j.engine;

import io.billing4j.invoice.BilledLine;
import io.billing4j.invoice.EarlierBilling;
import io.billing4j.invoice.FilledPlace;
import io.billing4j.invoice.InvoiceDraft;
import io.billing4j.invoice.InvoiceLine;
import io.billing4j.invoice.InvoiceSlot;
import io.billing4j.invoice.InvoiceStatus;
import io.billing4j.invoice.PeriodManager;
import io.billing4j.invoice.SlotPlace;
import io.billing4j.subscription.BillingCursor;
import io.billing4j.subscription.Subscription;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is billed of one subscription, by documents that are stored and by those that were made for the places before: it counts for the next. */
final class BilledSoFar {
    private static final PeriodManager PERIODS = new PeriodManager();

    private final Billable billable;
    private final Subscription subscription;
    private final List<InvoiceSlot> slots;
    private final List<BilledLine> lines;
    private final CorrectionMarks marks;

    /**
     * @param subscription as it is billed now
     * @param lines of stored documents
     */
    BilledSoFar(Billable billable, Subscription subscription, List<BilledLine> lines) {
        this.billable = billable;
        this.subscription = subscription;
        this.slots = new ArrayList<>(billable.slots());
        this.lines = new ArrayList<>(lines);
        this.marks = new CorrectionMarks(billable);
    }

    List<InvoiceSlot> slots() {
        return Collections.unmodifiableList(slots);
    }

    /** Whether the next place is to take in what has come out otherwise since. */
    boolean touched() {
        return marks.touched() != null;
    }

    /** Whether it is, and could be filled without it. */
    boolean mayLeaveCorrections(SlotPlace place) {
        return touched() && (untouched(place) || PERIODS.begunEarly(subscription, place, slots));
    }

    /** What a place is compared with, what has come out otherwise since among it; null where it is billed for the first time alone. */
    @Nullable
    EarlierBilling before(SlotPlace place, Instant recordedAt) {
        Instant touched = marks.touched();
        boolean untouched = untouched(place);
        if (touched == null && untouched) {
            return null;
        }
        Instant own = PERIODS.recomputedFrom(subscription, place, slots);
        Instant from = touched != null && (untouched || touched.isBefore(own)) ? touched : own;
        return new EarlierBilling(from, slots, lines, recordedAt);
    }

    /** The same of its own windows alone. */
    @Nullable
    EarlierBilling ownBefore(SlotPlace place, Instant recordedAt) {
        return untouched(place)
                ? null
                : new EarlierBilling(PERIODS.recomputedFrom(subscription, place, slots), slots, lines, recordedAt);
    }

    private boolean untouched(SlotPlace place) {
        return PERIODS.untouched(subscription, place, slots);
    }

    /** A document has taken in all that has come out otherwise. */
    void settle() {
        marks.settle();
    }

    /** A place turned out not to be needed. */
    void leave(FilledPlace own) {
        marks.leave(own);
    }

    /** A place has its document. */
    void add(FilledPlace own, InvoiceDraft draft, InvoiceStatus outcome) {
        marks.leave(own);
        slots.add(own.slot(draft.id()));
        for (int number : own.lines()) {
            InvoiceLine line = draft.lines().get(number - 1);
            if (line.key().bills(subscription.id())) {
                lines.add(new BilledLine(draft.id(), outcome, draft.recordedAt(), line));
            }
        }
    }

    /** A place has no document, for which there is too little: a later place asks for that as well. */
    void putOff(FilledPlace own, InvoiceDraft draft) {
        slots.add(InvoiceSlot.skipped(subscription.id(), own.place()));
        marks.leave(own);
        Instant from = draft.firstWindow(own);
        if (from != null) {
            marks.putOff(from);
        }
    }

    /**
     * The subscription's cursor once all its places are filled.
     *
     * @param settledAt changes that were recorded by then have had their documents; null where some may not
     */
    BillingCursor cursor(@Nullable Instant settledAt, Instant now) {
        BillingCursor cursor =
                settledAt == null ? marks.cursor() : marks.cursor().settledUntil(settledAt);
        return Drafting.moved(billable, cursor, slots, now, !marks.corrected());
    }
}
