package io.billing4j.invoice;

import io.billing4j.period.BillingPeriod;
import io.billing4j.subscription.BillingCursor;
import io.billing4j.subscription.Subscription;
import io.billing4j.subscription.SubscriptionChange.SettledAtOnce;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The places of a subscription that hold no live document, in the order in which they are to be filled. */
final class Places {
    private final Subscription subscription;
    private final BillingCursor cursor;
    private final Collection<InvoiceSlot> slots;

    /** Of these slots, at least those from the period before the cursor's next one on. */
    Places(Subscription subscription, BillingCursor cursor, Collection<InvoiceSlot> slots) {
        this.subscription = subscription;
        this.cursor = cursor;
        this.slots = slots;
    }

    /** The next open place that is not among those taken; null where there is none. */
    @Nullable
    SlotPlace next(List<SlotPlace> taken) {
        Optional<SlotPlace> again =
                reissues().filter(place -> !contains(taken, place)).findFirst();
        if (again.isPresent()) {
            return again.get();
        }
        SlotPlace period = nextOfPeriod(taken);
        SlotPlace change = nextOfChange(taken);
        if (change != null && (period == null || dueAt(change).isBefore(dueAt(period)))) {
            return change;
        }
        return period != null || !taken.isEmpty() ? period : correction();
    }

    /** The index of the first period without a live document, or of an earlier slot that is to be filled again. */
    int firstOpenIndex() {
        return Math.min(
                firstOpenPeriod(), reissues().mapToInt(SlotPlace::index).min().orElse(Integer.MAX_VALUE));
    }

    private int firstOpenPeriod() {
        int index = cursor.nextIndex();
        SlotPlace place = ofPeriod(index, List.of());
        while (place != null && isLive(slots, place)) {
            index = subscription.schedule().indexAfter(index);
            place = place.reason() == SlotReason.FINAL ? null : ofPeriod(index, List.of());
        }
        return index;
    }

    /** When something is due next; null where nothing will be, as far as is known. */
    @Nullable
    Instant earliestDue() {
        Stream<Instant> again = reissues().map(this::dueAt);
        SlotPlace period = nextOfPeriod(List.of());
        Stream<Instant> next = period == null ? Stream.empty() : Stream.of(dueAt(period));
        Stream<Instant> changes = pendingChanges(List.of()).map(SettledAtOnce::effectiveAt);
        return Stream.concat(again, Stream.concat(next, changes))
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    /** The place of a period, or the final one where the subscription ends before it; null where there is neither. */
    @Nullable
    SlotPlace ofPeriod(int index, List<SlotPlace> taken) {
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
        BillingPeriod window = subscription.schedule().nominal(windowIndex);
        InvoiceSlot before = null;
        for (InvoiceSlot slot : slots) {
            if (slot.place().index() == index && slot.place().reason() == reason) {
                before = before == null
                                || slot.place().revision() > before.place().revision()
                        ? slot
                        : before;
            }
        }
        if (before != null) {
            SlotPlace place = before.place();
            return new SlotPlace(place.term(), place.sequence(), place.revision() + 1, index, reason, period, window);
        }
        int term = subscription.terms().numberAt(period.startInclusive());
        return fresh(term, taken, index, reason, period, window, null);
    }

    static boolean isLive(Collection<InvoiceSlot> slots, SlotPlace place) {
        return slots.stream()
                .anyMatch(slot -> slot.live()
                        && slot.place().index() == place.index()
                        && slot.place().reason() == place.reason());
    }

    private @Nullable SlotPlace nextOfPeriod(List<SlotPlace> taken) {
        int index = cursor.nextIndex();
        for (SlotPlace before : taken) {
            index = before.reason().ofPeriod() ? Math.max(index, before.index()) : index;
        }
        SlotPlace place = ofPeriod(index, taken);
        while (place != null && (isLive(slots, place) || contains(taken, place))) {
            index = subscription.schedule().indexAfter(index);
            place = place.reason() == SlotReason.FINAL ? null : ofPeriod(index, taken);
        }
        return place;
    }

    /** Documents of changes and corrections that were voided to be made again. */
    private Stream<SlotPlace> reissues() {
        return slots.stream()
                // Usage so far is not what it was then: it comes again with more, or with its period's document.
                .filter(slot ->
                        !slot.place().reason().ofPeriod() && slot.place().countedUntil() == null)
                .filter(slot -> !slot.live() && !superseded(slot))
                .sorted(Comparator.comparingInt(
                                (InvoiceSlot slot) -> slot.place().term())
                        .thenComparing(slot -> slot.place().sequence()))
                .map(slot -> {
                    SlotPlace place = slot.place();
                    return new SlotPlace(
                            place.term(),
                            place.sequence(),
                            place.revision() + 1,
                            place.index(),
                            place.reason(),
                            place.period(),
                            place.window(),
                            place.change());
                });
    }

    private boolean superseded(InvoiceSlot slot) {
        return slots.stream()
                .anyMatch(other -> other.place().term() == slot.place().term()
                        && other.place().sequence() == slot.place().sequence()
                        && other.place().revision() > slot.place().revision());
    }

    private @Nullable SlotPlace nextOfChange(List<SlotPlace> taken) {
        SlotPlace at = lastOpened(taken);
        return at == null
                ? null
                : pendingChanges(taken)
                        .findFirst()
                        .map(change -> fresh(
                                at.term(),
                                taken,
                                at.index(),
                                SlotReason.IMMEDIATE,
                                at.period(),
                                at.window(),
                                change.change()))
                        .orElse(null);
    }

    /** Changes to be settled at once that have no place yet. */
    private Stream<SettledAtOnce> pendingChanges(List<SlotPlace> taken) {
        Instant settled = cursor.settledUntil();
        return lastOpened(taken) == null
                ? Stream.empty()
                : subscription.settledAtOnce().stream()
                        .filter(change -> settled == null
                                || change.effectiveAt().isAfter(settled)
                                // Where the clock stands, what comes next is recorded at the very instant after the
                                // last document.
                                || !change.recordedAt().isBefore(settled))
                        .filter(change -> places(taken)
                                .noneMatch(place ->
                                        Integer.valueOf(change.change()).equals(place.change())));
    }

    private @Nullable SlotPlace lastOpened(List<SlotPlace> taken) {
        return places(taken)
                .filter(place -> place.reason().ofPeriod())
                .max(Comparator.comparingInt(SlotPlace::index))
                .orElse(null);
    }

    private Stream<SlotPlace> places(List<SlotPlace> taken) {
        return Stream.concat(slots.stream().map(InvoiceSlot::place), taken.stream());
    }

    /** One more place after all was billed, if something has come out otherwise since. */
    private @Nullable SlotPlace correction() {
        SlotPlace at = lastOpened(List.of());
        if (at == null || cursor.touchedFrom() == null) {
            return null;
        }
        return fresh(at.term(), List.of(), at.index(), SlotReason.CORRECTION, at.period(), at.window(), null);
    }

    /** A place of its own sequence, after all that the cursor and the places taken know. */
    SlotPlace fresh(
            int atLeast,
            List<SlotPlace> taken,
            int index,
            SlotReason reason,
            BillingPeriod period,
            BillingPeriod window,
            @Nullable Integer change) {
        int term = Math.max(atLeast, cursor.term());
        int sequence = term == cursor.term() ? cursor.nextSequence() : 1;
        for (SlotPlace place : taken) {
            if (place.term() > term) {
                term = place.term();
                sequence = place.sequence() + 1;
            } else if (place.term() == term) {
                sequence = Math.max(sequence, place.sequence() + 1);
            }
        }
        return new SlotPlace(term, sequence, 0, index, reason, period, window, change);
    }

    private static boolean contains(List<SlotPlace> taken, SlotPlace place) {
        return taken.stream()
                .anyMatch(one -> one.index() == place.index()
                        && one.reason() == place.reason()
                        && (place.reason().ofPeriod() || one.sequence() == place.sequence()));
    }

    /** From when on a place may be billed. */
    Instant dueAt(SlotPlace place) {
        Integer change = place.change();
        if (change != null) {
            for (SettledAtOnce settled : subscription.settledAtOnce()) {
                if (settled.change() == change) {
                    return settled.effectiveAt();
                }
            }
        }
        return place.reason() == SlotReason.FINAL
                ? place.period().endExclusive()
                : place.period().startInclusive();
    }
}
