package io.billing4j.invoice;

import io.billing4j.period.BillingPeriod;
import io.billing4j.period.BillingSchedule;
import io.billing4j.subscription.BillingCursor;
import io.billing4j.subscription.Subscription;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The period that runs, whose usage may be billed before it ends. */
final class RunningPeriod {
    /** How many documents of usage so far a period has at most, void ones among them: each takes the one before back. */
    static final int MOST = 50;

    private RunningPeriod() {}

    /** See {@link PeriodManager#progressive}. */
    static @Nullable SlotPlace place(
            Subscription subscription, BillingCursor cursor, Collection<InvoiceSlot> slots, Instant until) {
        if (!until.isAfter(subscription.startInclusive())) {
            return null;
        }
        BillingSchedule schedule = subscription.schedule();
        int index = schedule.indexContaining(until.minus(1, ChronoUnit.MICROS));
        BillingPeriod period = subscription.period(index);
        if (period == null || !runs(period, until) || !billedUpTo(index, slots)) {
            return null;
        }
        int rest = schedule.indexAfter(index);
        if (slots.stream()
                        .map(InvoiceSlot::place)
                        .filter(place -> place.reason() == SlotReason.PROGRESSIVE && place.index() == rest)
                        .count()
                >= MOST) {
            return null;
        }
        return new Places(subscription, cursor, slots)
                .fresh(
                        subscription.terms().numberAt(period.startInclusive()),
                        List.of(),
                        rest,
                        SlotReason.PROGRESSIVE,
                        new BillingPeriod(period.startInclusive(), until, period.zone()),
                        schedule.nominal(index),
                        null);
    }

    /** See {@link PeriodManager#awaitsDocument}. */
    static boolean awaitsDocument(Subscription subscription, Collection<InvoiceSlot> slots, Instant until) {
        if (!until.isAfter(subscription.startInclusive())) {
            return false;
        }
        int index = subscription.schedule().indexContaining(until.minus(1, ChronoUnit.MICROS));
        BillingPeriod period = subscription.period(index);
        return period != null
                && runs(period, until)
                && slots.stream()
                        .filter(slot -> slot.live() && slot.place().reason().ofPeriod())
                        .noneMatch(slot -> slot.place().index() >= index);
    }

    private static boolean runs(BillingPeriod period, Instant until) {
        return until.isAfter(period.startInclusive()) && until.isBefore(period.endExclusive());
    }

    /** Whether the period has its own document, and no place of a period after it was opened. */
    private static boolean billedUpTo(int index, Collection<InvoiceSlot> slots) {
        boolean own = false;
        for (InvoiceSlot slot : slots) {
            SlotPlace place = slot.place();
            if (place.reason().ofPeriod() && place.index() > index) {
                return false;
            }
            own |= slot.live() && place.reason() == SlotReason.CYCLE && place.index() == index;
        }
        return own;
    }
}
