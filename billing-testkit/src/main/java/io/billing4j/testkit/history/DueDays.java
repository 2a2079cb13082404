package io.billing4j.testkit.history;

import io.billing4j.id.CustomerId;
import io.billing4j.invoice.InvoiceLine;
import io.billing4j.invoice.InvoiceSlot;
import io.billing4j.invoice.SlotReason;
import io.billing4j.testkit.history.OracleCalendar.Window;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * The days on which the places are due that bill a line's period, by the oracle's periods: in advance its first, in arrears the first of the
 * one after it, or the day of the subscription's end.
 */
record DueDays(Snapshot snapshot, Oracle oracle, Map<String, PlainSubscription> subscriptions, Scenario scenario) {
    Set<LocalDate> of(CustomerId customer, InvoiceLine line) {
        PlainSubscription plain = Objects.requireNonNull(
                subscriptions.get(line.key().subscription().value()));
        Instant start = line.derivation().window().startInclusive();
        Window window = window(plain, start, snapshot.now());
        boolean inAdvance =
                Objects.requireNonNull(
                                oracle.plans().get(Retelling.key(line.key().plan())))
                        .charges()
                        .stream()
                        .anyMatch(
                                charge -> charge.id().equals(line.key().charge().value()) && charge.inAdvance());
        Set<LocalDate> days = new TreeSet<>();
        if (inAdvance) {
            days.add(day(customer, window.start()));
            return days;
        }
        Instant counted = line.derivation().countedUntil();
        if (counted != null) {
            // What bills the rest is still to come, as far as is known, or was when it was counted.
            for (Window rest : List.of(window, window(plain, start, counted))) {
                days.add(day(customer, rest.end()));
                Instant end = oracle.model(plain, rest.end()).end();
                days.addAll(end == null || end.isAfter(rest.end()) ? Set.of() : Set.of(day(customer, end)));
            }
        }
        // An end that was known later may have made a second place: both bill the same arrears.
        for (InvoiceSlot slot : snapshot.slotsOf(line.key().subscription())) {
            Instant begins = slot.period().startInclusive();
            if (slot.place().reason() == SlotReason.CYCLE && begins.equals(window.end())) {
                days.add(day(customer, window.end()));
            } else if (slot.place().reason() == SlotReason.FINAL && begins.equals(window.start())) {
                days.add(day(customer, slot.period().endExclusive()));
            }
        }
        return days;
    }

    /** The period that holds an instant, as far as is known by another; the first for one before. */
    private Window window(PlainSubscription plain, Instant start, Instant asOf) {
        List<Window> windows = oracle.model(plain, asOf).calendar().windows(asOf);
        Window window = windows.get(0);
        for (Window one : windows) {
            window = one.start().isAfter(start) ? window : one;
        }
        return window;
    }

    private LocalDate day(CustomerId customer, Instant at) {
        return at.atZone(scenario.zoneOf(customer.value())).toLocalDate();
    }
}
