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
        List<Window> windows = oracle.model(plain, snapshot.now()).calendar().windows(snapshot.now());
        Instant start = line.derivation().window().startInclusive();
        Window window = windows.get(0);
        for (Window one : windows) {
            window = one.start().isAfter(start) ? window : one;
        }
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
        if (line.derivation().countedUntil() != null) {
            // What bills the rest is still to come.
            days.add(day(customer, window.end()));
            Instant end = oracle.model(plain, window.end()).end();
            days.addAll(end == null || end.isAfter(window.end()) ? Set.of() : Set.of(day(customer, end)));
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

    private LocalDate day(CustomerId customer, Instant at) {
        return at.atZone(scenario.zoneOf(customer.value())).toLocalDate();
    }
}
