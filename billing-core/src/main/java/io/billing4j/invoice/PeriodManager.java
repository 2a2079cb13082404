package io.billing4j.invoice;

import io.billing4j.error.ErrorCode;
import io.billing4j.error.Inputs;
import io.billing4j.period.BillingPeriod;
import io.billing4j.subscription.BillingCursor;
import io.billing4j.subscription.Subscription;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which documents a subscription is due, and where its cursor stands after them. It is pure: slots that are stored are
 * handed in, at least those from the period before the cursor's next one on, voided ones among them.
 */
public final class PeriodManager {
    /** A period manager; all are alike. */
    public PeriodManager() {}

    /**
     * The number of the subscription's period with exactly these bounds.
     *
     * @throws io.billing4j.error.BillingException PERIOD_NOT_ON_BOUNDARY at {@code periodStart} if there is none;
     *     INVALID_DATE at either bound outside the years 1900 to 9998
     */
    public int validatePeriod(Subscription subscription, Instant startInclusive, Instant endExclusive) {
        Instant start = Inputs.instant("periodStart", startInclusive);
        Instant end = Inputs.instant("periodEnd", endExclusive);
        if (!start.isBefore(subscription.startInclusive())) {
            int index = subscription.schedule().indexContaining(start);
            BillingPeriod period = subscription.period(index);
            if (period != null
                    && period.startInclusive().equals(start)
                    && period.endExclusive().equals(end)) {
                return index;
            }
        }
        throw ErrorCode.PERIOD_NOT_ON_BOUNDARY.at(
                "periodStart",
                "[" + startInclusive + ", " + endExclusive + ") is not a period of subscription " + subscription.id());
    }

    /** One more than the highest billing sequence of the term among the slots; 1 without any. */
    public int nextSequence(int term, Collection<InvoiceSlot> slots) {
        return slots.stream()
                        .map(InvoiceSlot::place)
                        .filter(place -> place.term() == term)
                        .mapToInt(SlotPlace::sequence)
                        .max()
                        .orElse(0)
                + 1;
    }

    /**
     * Every stretch of {@code [start, end)} that no live cycle slot covers, that two cover, or that a slot covers although
     * the subscription has ended, in the order in which the slots show it.
     */
    public List<CoverageProblem> validateCoverage(
            Subscription subscription, Collection<InvoiceSlot> slots, Instant startInclusive, Instant endExclusive) {
        Instant end = subscription.endExclusive();
        Instant from = later(startInclusive, subscription.startInclusive());
        Instant to = end != null && end.isBefore(endExclusive) ? end : endExclusive;
        List<CoverageProblem> problems = new ArrayList<>();
        Instant covered = from;
        for (InvoiceSlot slot : liveCycles(slots)) {
            Instant start = later(slot.period().startInclusive(), from);
            Instant until = earlier(slot.period().endExclusive(), endExclusive);
            if (!start.isBefore(until)) {
                continue;
            }
            if (start.isBefore(covered)) {
                problems.add(new CoverageProblem(CoverageProblem.Kind.OVERLAP, start, earlier(covered, until)));
            }
            if (start.isAfter(covered) && covered.isBefore(to)) {
                problems.add(new CoverageProblem(CoverageProblem.Kind.GAP, covered, earlier(start, to)));
            }
            if (until.isAfter(to)) {
                problems.add(new CoverageProblem(CoverageProblem.Kind.BEYOND_END, later(start, to), until));
            }
            covered = later(covered, until);
        }
        if (covered.isBefore(to)) {
            problems.add(new CoverageProblem(CoverageProblem.Kind.GAP, covered, to));
        }
        return problems;
    }

    /**
     * The subscription on the boundaries of the periods that these slots opened, voided or not: they win over a changed time-zone table.
     */
    public Subscription onStoredBoundaries(Subscription subscription, Collection<InvoiceSlot> slots) {
        Map<Integer, Instant> pinned = new HashMap<>();
        for (InvoiceSlot slot : slots) {
            if (slot.place().reason() == SlotReason.CYCLE) {
                pinned.put(slot.place().index(), slot.place().window().startInclusive());
                pinned.put(slot.place().index() + 1, slot.place().window().endExclusive());
            }
        }
        return pinned.isEmpty()
                ? subscription
                : subscription.withSchedule(subscription.schedule().withPinned(pinned));
    }

    /** All places that are due up to and including the cut-off and hold no live document, oldest first. */
    public List<SlotPlace> due(
            Subscription subscription, BillingCursor cursor, Collection<InvoiceSlot> slots, Instant cutOff) {
        return due(subscription, cursor, slots, cutOff, Integer.MAX_VALUE);
    }

    /**
     * The first of the places that are due up to and including the cut-off and hold no live document.
     *
     * @param limit the most places wanted
     */
    public List<SlotPlace> due(
            Subscription subscription, BillingCursor cursor, Collection<InvoiceSlot> slots, Instant cutOff, int limit) {
        List<SlotPlace> due = new ArrayList<>();
        int sequence = cursor.nextSequence();
        int index = cursor.nextIndex();
        SlotPlace place = place(subscription, slots, index, sequence);
        while (place != null && due.size() < limit && !dueAt(place).isAfter(cutOff)) {
            if (!isLive(slots, place)) {
                due.add(place);
                sequence = Math.max(sequence, place.sequence() + 1);
            }
            index = subscription.schedule().indexAfter(index);
            place = place.reason() == SlotReason.FINAL ? null : place(subscription, slots, index, sequence);
        }
        return due;
    }

    /** The first place without a live document, due or not; null once there is nothing left to bill. */
    public @Nullable SlotPlace next(Subscription subscription, BillingCursor cursor, Collection<InvoiceSlot> slots) {
        int index = cursor.nextIndex();
        SlotPlace place = place(subscription, slots, index, cursor.nextSequence());
        while (place != null && isLive(slots, place)) {
            index = subscription.schedule().indexAfter(index);
            place = place.reason() == SlotReason.FINAL
                    ? null
                    : place(subscription, slots, index, cursor.nextSequence());
        }
        return place;
    }

    /**
     * The place for a period's document, whether it is due or not.
     *
     * @throws io.billing4j.error.BillingException PERIOD_ALREADY_BILLED at {@code periodStart} if a live slot is there
     */
    public SlotPlace placeFor(
            Subscription subscription, BillingCursor cursor, Collection<InvoiceSlot> slots, int index) {
        SlotPlace place = place(subscription, slots, index, cursor.nextSequence());
        if (place == null) {
            throw ErrorCode.PERIOD_NOT_ON_BOUNDARY.at("periodStart", "the subscription ends before period " + index);
        }
        if (isLive(slots, place)) {
            throw ErrorCode.PERIOD_ALREADY_BILLED.at(
                    "periodStart", place.period() + " of subscription " + subscription.id() + " is billed");
        }
        return place;
    }

    /** From when on a place may be billed. */
    public Instant dueAt(SlotPlace place) {
        return place.reason() == SlotReason.CYCLE
                ? place.period().startInclusive()
                : place.period().endExclusive();
    }

    /**
     * The cursor after all of these slots, old and new: at the first place without a live document.
     *
     * @param slots all from the period before {@code cursor.nextIndex()} on
     */
    public BillingCursor advanced(Subscription subscription, BillingCursor cursor, Collection<InvoiceSlot> slots) {
        int index = cursor.nextIndex();
        int sequence = Math.max(cursor.nextSequence(), nextSequence(subscription.term(), slots));
        Instant billedUntil = cursor.billedUntil();
        Instant sealed = cursor.usageSealedUntil();
        for (InvoiceSlot slot : slots) {
            if (slot.live()) {
                billedUntil = laterOrFirst(billedUntil, slot.period().endExclusive());
                sealed = slot.place().index() == 0 ? sealed : laterOrFirst(sealed, dueAt(slot.place()));
            }
        }
        SlotPlace next = place(subscription, slots, index, sequence);
        while (next != null && isLive(slots, next)) {
            index = subscription.schedule().indexAfter(index);
            next = next.reason() == SlotReason.FINAL ? null : place(subscription, slots, index, sequence);
        }
        return new BillingCursor(index, next == null ? null : dueAt(next), sequence, billedUntil, sealed);
    }

    /**
     * Whether usage at this instant stands on a live document: whether the slot that bills the arrears of its period is
     * live.
     *
     * @param subscription on the boundaries of its slots
     * @param slots all of its slots
     */
    public boolean arrearsBilled(Subscription subscription, Collection<InvoiceSlot> slots, Instant occurredAt) {
        int index = subscription.schedule().indexContaining(occurredAt);
        int billedBy = subscription.schedule().indexAfter(index);
        return slots.stream().anyMatch(slot -> slot.live() && slot.place().index() == billedBy);
    }

    /** The cursor set back to a slot that is to be billed again. */
    public BillingCursor reopened(BillingCursor cursor, SlotPlace place) {
        boolean earlier = place.index() < cursor.nextIndex() || cursor.nextDueAt() == null;
        return earlier
                ? new BillingCursor(
                        place.index(),
                        dueAt(place),
                        cursor.nextSequence(),
                        cursor.billedUntil(),
                        cursor.usageSealedUntil())
                : cursor;
    }

    private static @Nullable SlotPlace place(
            Subscription subscription, Collection<InvoiceSlot> slots, int index, int nextSequence) {
        BillingPeriod period = subscription.period(index);
        int windowIndex = index;
        SlotReason reason = SlotReason.CYCLE;
        if (period == null) {
            Integer last = subscription.lastIndex();
            period = last == null || index != subscription.schedule().indexAfter(last)
                    ? null
                    : subscription.period(last);
            windowIndex = last == null ? index : last;
            reason = SlotReason.FINAL;
        }
        if (period == null) {
            return null;
        }
        int term = subscription.term();
        int sequence = nextSequence;
        int revision = 0;
        for (InvoiceSlot slot : slots) {
            if (slot.place().index() == index && slot.place().reason() == reason) {
                term = slot.place().term();
                sequence = slot.place().sequence();
                revision = Math.max(revision, slot.place().revision() + 1);
            }
        }
        return new SlotPlace(
                term,
                sequence,
                revision,
                index,
                reason,
                period,
                subscription.schedule().nominal(windowIndex));
    }

    private static boolean isLive(Collection<InvoiceSlot> slots, SlotPlace place) {
        return slots.stream()
                .anyMatch(slot -> slot.live()
                        && slot.place().index() == place.index()
                        && slot.place().reason() == place.reason());
    }

    private static List<InvoiceSlot> liveCycles(Collection<InvoiceSlot> slots) {
        return slots.stream()
                .filter(slot -> slot.live() && slot.place().reason() == SlotReason.CYCLE)
                .sorted(Comparator.comparing((InvoiceSlot slot) -> slot.period().startInclusive())
                        .thenComparing(slot -> slot.place().sequence())
                        .thenComparing(slot -> slot.place().revision()))
                .toList();
    }

    private static Instant laterOrFirst(@Nullable Instant a, Instant b) {
        return a == null ? b : later(a, b);
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }
}
