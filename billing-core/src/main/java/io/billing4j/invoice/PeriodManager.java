package io.billing4j.invoice;

import io.billing4j.error.ErrorCode;
import io.billing4j.error.Inputs;
import io.billing4j.period.BillingPeriod;
import io.billing4j.period.BillingSchedule;
import io.billing4j.subscription.BillingCursor;
import io.billing4j.subscription.Subscription;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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
            Instant until = earlier(covered(subscription, slot), endExclusive);
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
        Map<Integer, BillingPeriod> windows = new HashMap<>();
        for (InvoiceSlot slot : slots) {
            if (slot.place().reason() == SlotReason.CYCLE) {
                windows.put(slot.place().index(), slot.place().window());
            }
        }
        return windows.isEmpty() ? subscription : subscription.onWindows(windows);
    }

    /** All places that are due up to and including the cut-off and hold no live document, oldest first. */
    public List<SlotPlace> due(
            Subscription subscription, BillingCursor cursor, Collection<InvoiceSlot> slots, Instant cutOff) {
        return due(subscription, cursor, slots, cutOff, Integer.MAX_VALUE);
    }

    /**
     * The first of the places that are due up to and including the cut-off and hold no live document: those that are to be
     * made again, those of periods, and those of changes that are settled at once, in the order of their sequences; once all
     * of that is billed, one for what has come out otherwise since.
     *
     * @param limit the most places wanted
     */
    public List<SlotPlace> due(
            Subscription subscription, BillingCursor cursor, Collection<InvoiceSlot> slots, Instant cutOff, int limit) {
        Places places = new Places(subscription, cursor, slots);
        List<SlotPlace> due = new ArrayList<>();
        for (SlotPlace place = places.next(due); place != null && due.size() < limit; place = places.next(due)) {
            if (places.dueAt(place).isAfter(cutOff)) {
                break;
            }
            due.add(place);
        }
        due.sort(Comparator.comparingInt(SlotPlace::term).thenComparingInt(SlotPlace::sequence));
        return due;
    }

    /** The first place without a live document, due or not; null once there is nothing left to bill. */
    public @Nullable SlotPlace next(Subscription subscription, BillingCursor cursor, Collection<InvoiceSlot> slots) {
        return new Places(subscription, cursor, slots).next(List.of());
    }

    /**
     * The place for a period's document, whether it is due or not.
     *
     * @throws io.billing4j.error.BillingException PERIOD_ALREADY_BILLED at {@code periodStart} if a live slot is there
     */
    public SlotPlace placeFor(
            Subscription subscription, BillingCursor cursor, Collection<InvoiceSlot> slots, int index) {
        SlotPlace place = new Places(subscription, cursor, slots).ofPeriod(index, List.of());
        if (place == null) {
            throw ErrorCode.PERIOD_NOT_ON_BOUNDARY.at("periodStart", "the subscription ends before period " + index);
        }
        if (Places.isLive(slots, place)) {
            throw ErrorCode.PERIOD_ALREADY_BILLED.at(
                    "periodStart", place.period() + " of subscription " + subscription.id() + " is billed");
        }
        return place;
    }

    /**
     * Whether the place is the next after all that were opened, so that nothing of what it bills can have been billed before: no part of the
     * usage either.
     *
     * @param slots all behind the period before the place
     */
    public boolean untouched(Subscription subscription, SlotPlace place, Collection<InvoiceSlot> slots) {
        if (!place.reason().ofPeriod() || place.revision() > 0) {
            return false;
        }
        int before = subscription.schedule().indexBefore(place.index());
        return slots.stream()
                .map(InvoiceSlot::place)
                .noneMatch(other -> other.index() >= place.index()
                        || (other.reason() == SlotReason.PROGRESSIVE && other.index() > before));
    }

    /**
     * The place for usage so far of the period that runs before an instant. It takes a sequence of its own, and neither the period's nor the
     * next one's place.
     *
     * @param until usage at this instant or later is not counted; for all that is known by now, one microsecond after now
     * @return null where no period runs, where its own document is not there yet, where what bills the rest was opened, and where the
     *     period has 50 such places, void ones among them
     */
    public @Nullable SlotPlace progressive(
            Subscription subscription, BillingCursor cursor, Collection<InvoiceSlot> slots, Instant until) {
        return RunningPeriod.place(subscription, cursor, slots, until);
    }

    /**
     * Whether a period runs before an instant whose own document is not there yet, so that there is no place for its usage so far until
     * it is.
     *
     * @param until as for {@link #progressive}
     */
    public boolean awaitsDocument(Subscription subscription, Collection<InvoiceSlot> slots, Instant until) {
        return RunningPeriod.awaitsDocument(subscription, slots, until);
    }

    /**
     * Whether usage so far is all that was billed of what a place bills: the period before it then begins as it did, and what was
     * billed of the one before that stays.
     *
     * @param slots all behind the period before the place
     */
    public boolean begunEarly(Subscription subscription, SlotPlace place, Collection<InvoiceSlot> slots) {
        if (place.reason() == SlotReason.PROGRESSIVE) {
            return true;
        }
        int before = subscription.schedule().indexBefore(place.index());
        return before >= 0
                && place.reason().ofPeriod()
                && place.revision() == 0
                && slots.stream()
                        .map(InvoiceSlot::place)
                        .noneMatch(other -> other.index() >= place.index() && other.reason() != SlotReason.PROGRESSIVE);
    }

    /**
     * From when on what was billed is asked for again with a place that is not untouched: the period before it and, unless that was begun
     * early and no more, what was cut where it begins.
     *
     * @param slots as for {@link #begunEarly}
     */
    public Instant recomputedFrom(Subscription subscription, SlotPlace place, Collection<InvoiceSlot> slots) {
        Instant start = firstTouchedBy(subscription, place);
        return begunEarly(subscription, place, slots) ? start.plus(1, ChronoUnit.MICROS) : start;
    }

    /** The earliest instant of the windows that a place bills: the period before it, whose arrears are its. */
    public Instant firstTouchedBy(Subscription subscription, SlotPlace place) {
        int before = subscription.schedule().indexBefore(place.index());
        return before < 0
                ? subscription.schedule().startInclusive()
                : subscription.schedule().period(before).startInclusive();
    }

    /**
     * The start of the first period whose billed lines may come out otherwise where something was touched at an instant: of
     * the one that holds it or, where one begins there, of the one before.
     */
    public Instant touchedPeriodStart(Subscription subscription, Instant from) {
        BillingSchedule schedule = subscription.schedule();
        return schedule.period(ChargeWindow.firstTouched(schedule, from)).startInclusive();
    }

    /** From when on a place may be billed. */
    public Instant dueAt(SlotPlace place) {
        return place.dueAt();
    }

    /**
     * The cursor after all of these slots, old and new: at the first place without a live document.
     *
     * @param subscription with all that is known of the future
     * @param slots all from the period before {@code cursor.nextIndex()} on
     */
    public BillingCursor advanced(Subscription subscription, BillingCursor cursor, Collection<InvoiceSlot> slots) {
        int term = cursor.term();
        int sequence = cursor.nextSequence();
        Instant billedUntil = cursor.billedUntil();
        Instant sealed = cursor.usageSealedUntil();
        for (InvoiceSlot slot : slots) {
            SlotPlace place = slot.place();
            if (place.term() > term) {
                term = place.term();
                sequence = place.sequence() + 1;
            } else if (place.term() == term) {
                sequence = Math.max(sequence, place.sequence() + 1);
            }
            if (slot.live() && place.reason().ofPeriod()) {
                billedUntil = laterOrFirst(billedUntil, place.window().endExclusive());
                sealed = place.index() == 0 ? sealed : laterOrFirst(sealed, dueAt(place));
            }
        }
        BillingCursor moved = new BillingCursor(
                cursor.nextIndex(),
                cursor.nextDueAt(),
                term,
                sequence,
                billedUntil,
                sealed,
                cursor.touchedFrom(),
                cursor.settledUntil());
        return placed(subscription, moved, slots);
    }

    /**
     * The cursor at the first place without a live document, and the instant at which something is due next.
     *
     * @param subscription with all that is known of the future
     * @param slots all from the period before {@code cursor.nextIndex()} on
     */
    public BillingCursor placed(Subscription subscription, BillingCursor cursor, Collection<InvoiceSlot> slots) {
        Places places = new Places(subscription, cursor, slots);
        return new BillingCursor(
                places.firstOpenIndex(),
                places.earliestDue(),
                cursor.term(),
                cursor.nextSequence(),
                cursor.billedUntil(),
                cursor.usageSealedUntil(),
                cursor.touchedFrom(),
                cursor.settledUntil());
    }

    /**
     * Whether usage at this instant stands on a live document: whether the slot that bills the arrears of its period is
     * live.
     *
     * @param subscription on the boundaries of its slots
     * @param slots all of its slots
     */
    public boolean arrearsBilled(Subscription subscription, Collection<InvoiceSlot> slots, Instant occurredAt) {
        if (occurredAt.isBefore(subscription.schedule().startInclusive())) {
            return false;
        }
        int index = subscription.schedule().indexContaining(occurredAt);
        int billedBy = subscription.schedule().indexAfter(index);
        return slots.stream()
                .anyMatch(slot -> slot.live()
                        && slot.place().reason().ofPeriod()
                        && slot.place().index() == billedBy);
    }

    /** The cursor set back to a slot that is to be billed again. Usage so far is not: it is left to what bills the rest. */
    public BillingCursor reopened(BillingCursor cursor, SlotPlace place) {
        if (place.reason() == SlotReason.PROGRESSIVE) {
            return cursor;
        }
        Instant due = cursor.nextDueAt();
        return new BillingCursor(
                Math.min(cursor.nextIndex(), place.index()),
                due == null || dueAt(place).isBefore(due) ? dueAt(place) : due,
                cursor.term(),
                cursor.nextSequence(),
                cursor.billedUntil(),
                cursor.usageSealedUntil(),
                cursor.touchedFrom(),
                cursor.settledUntil());
    }

    /** Where the slot's period ends: by now it may begin another schedule earlier, or end no longer where it was cut. */
    private static Instant covered(Subscription subscription, InvoiceSlot slot) {
        int index = slot.place().index();
        BillingPeriod now = subscription.schedule().period(index);
        return now.startInclusive().equals(slot.period().startInclusive())
                ? now.endExclusive()
                : slot.period().endExclusive();
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
