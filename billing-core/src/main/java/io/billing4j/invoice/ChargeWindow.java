package io.billing4j.invoice;

import io.billing4j.catalog.BillingTiming;
import io.billing4j.period.BillingPeriod;
import io.billing4j.period.BillingSchedule;
import io.billing4j.subscription.Subscription;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The charges of one timing in one period: what is billed together, and computed again together.
 *
 * @param index of the period
 * @param billedBy the index of the slot that bills it: of its own period in advance, of the one after it in arrears
 * @param dueAt when that slot is due
 * @param waived whether that slot's document was waived, so that the window is neither asked for nor given back any more
 */
record ChargeWindow(int index, BillingTiming timing, int billedBy, Instant dueAt, boolean waived) {
    private static final Comparator<ChargeWindow> ORDER = Comparator.comparingInt(ChargeWindow::billedBy)
            .thenComparing(window -> window.timing() == BillingTiming.IN_ADVANCE)
            .thenComparingInt(ChargeWindow::index);

    /** The windows that a document is about: those of its place and, where something was touched, all that were billed since. */
    static List<ChargeWindow> of(Subscription subscription, SlotPlace place, @Nullable EarlierBilling earlier) {
        boolean soFar = place.reason() == SlotReason.PROGRESSIVE;
        if (soFar || (earlier == null && place.reason().ofPeriod())) {
            return ofSlot(subscription, place, false);
        }
        Map<Key, ChargeWindow> windows = new TreeMap<>();
        if (place.reason().ofPeriod()) {
            ofSlot(subscription, place, false).forEach(window -> windows.put(window.key(), window));
        }
        if (earlier != null) {
            int first = firstTouched(subscription.schedule(), earlier.from());
            for (InvoiceSlot slot : earlier.slots()) {
                if (slot.place().reason().ofPeriod()) {
                    ofSlot(subscription, slot.place(), slot.waived()).stream()
                            .filter(window -> window.index >= first)
                            .filter(window -> slot.live() || subscription.period(window.index) == null)
                            .forEach(window -> windows.merge(window.key(), window, ChargeWindow::settledBy));
                } else if (slot.place().reason() == SlotReason.PROGRESSIVE) {
                    // Its period has gone since, and with it the place that would have billed the rest.
                    ofSlot(subscription, slot.place(), false).stream()
                            .filter(window -> window.index >= first && subscription.period(window.index) == null)
                            .forEach(window -> windows.putIfAbsent(window.key(), window));
                }
            }
        }
        return windows.values().stream().sorted(ORDER).toList();
    }

    /** The period that holds an instant or, where it begins there, the one before: that may have been cut there. */
    static int firstTouched(BillingSchedule schedule, Instant from) {
        return from.isAfter(schedule.startInclusive()) ? schedule.indexContaining(from.minus(1, ChronoUnit.MICROS)) : 0;
    }

    /**
     * The windows that a place bills: the arrears of the period before, and what its own has in advance. Usage so far is of the arrears, and
     * is billed as by the place that bills the rest.
     */
    static List<ChargeWindow> ofSlot(Subscription subscription, SlotPlace place, boolean waived) {
        List<ChargeWindow> windows = new ArrayList<>();
        int before = subscription.schedule().indexBefore(place.index());
        if (place.index() > 0 && before >= 0) {
            Instant dueAt = place.reason() == SlotReason.PROGRESSIVE ? end(subscription, before, place) : place.dueAt();
            windows.add(new ChargeWindow(before, BillingTiming.IN_ARREARS, place.index(), dueAt, waived));
        }
        if (place.reason() == SlotReason.CYCLE) {
            windows.add(
                    new ChargeWindow(place.index(), BillingTiming.IN_ADVANCE, place.index(), place.dueAt(), waived));
        }
        return windows;
    }

    private static Instant end(Subscription subscription, int index, SlotPlace place) {
        BillingPeriod period = subscription.period(index);
        return period == null ? place.window().endExclusive() : period.endExclusive();
    }

    /** Two slots may bill the same arrears, where one was opened before an end was known; waived by one of them is waived. */
    private ChargeWindow settledBy(ChargeWindow other) {
        return waived ? this : other;
    }

    BilledAt at() {
        return new BilledAt(billedBy, dueAt);
    }

    Key key() {
        return new Key(index, timing);
    }

    /** What a window is, however it is billed. */
    record Key(int index, BillingTiming timing) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            return Comparator.comparingInt(Key::index)
                    .thenComparing(Key::timing)
                    .compare(this, other);
        }
    }
}
