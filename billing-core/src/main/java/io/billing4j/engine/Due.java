package io.billing4j.engine;

import io.billing4j.invoice.InvoiceSlot;
import io.billing4j.invoice.PeriodManager;
import io.billing4j.invoice.SlotPlace;
import io.billing4j.subscription.Subscription;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A subscription and the places to fill now, oldest first.
 *
 * @param subscription as it is billed now
 * @param more whether it has further places due, which are for another transaction
 * @param complete whether the places are all that is due now
 */
record Due(Billable billable, Subscription subscription, List<SlotPlace> places, boolean more, boolean complete) {
    private static final PeriodManager PERIODS = new PeriodManager();

    /** One place, filled as of an instant. */
    static Due one(Billable billable, Instant asOf, SlotPlace place) {
        return new Due(billable, billable.asOf(asOf), List.of(place), false, false);
    }

    /** The first places that are due at the cut-off, at most so many. */
    static Due first(Billable billable, Instant cutOff, Instant now, int limit) {
        List<SlotPlace> due = billable.due(cutOff, now, limit + 1);
        boolean more = due.size() > limit;
        return new Due(billable, billable.asOf(now), more ? due.subList(0, limit) : due, more, !more);
    }

    /**
     * The same of all of a customer's subscriptions, up to the last day that is complete: where one of them has more places due than
     * one transaction takes, a later day is for another transaction, so that no document falls apart.
     *
     * @param zone whose days these are
     */
    static List<Due> upToLastWholeDay(List<Due> own, ZoneId zone) {
        Optional<LocalDate> last = own.stream()
                .filter(Due::more)
                .map(one -> dayOf(one.places().get(one.places().size() - 1), zone))
                .min(LocalDate::compareTo);
        return last.isEmpty()
                ? own
                : own.stream()
                        .map(one -> one.upTo(last.get(), zone))
                        .filter(one -> !one.places().isEmpty())
                        .toList();
    }

    private Due upTo(LocalDate last, ZoneId zone) {
        List<SlotPlace> kept = places.stream()
                .takeWhile(place -> !dayOf(place, zone).isAfter(last))
                .toList();
        return kept.size() == places.size() ? this : new Due(billable, subscription, kept, true, false);
    }

    private static LocalDate dayOf(SlotPlace place, ZoneId zone) {
        return place.dueAt().atZone(zone).toLocalDate();
    }

    /** From when on what was billed may have to be computed again; null where nothing has. */
    @Nullable
    Instant recomputedFrom() {
        Instant from = billable.touchedFrom();
        List<InvoiceSlot> slots = new ArrayList<>(billable.slots());
        for (SlotPlace place : places) {
            if (!PERIODS.untouched(subscription, place, slots)) {
                Instant start = PERIODS.recomputedFrom(subscription, place, slots);
                from = from == null || start.isBefore(from) ? start : from;
            }
            slots.add(InvoiceSlot.skipped(subscription.id(), place));
        }
        return from;
    }
}
