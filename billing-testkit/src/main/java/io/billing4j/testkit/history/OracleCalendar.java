package io.billing4j.testkit.history;

import io.billing4j.testkit.history.PlainSubscription.Aspect;
import io.billing4j.testkit.history.PlainSubscription.Change;
import io.billing4j.testkit.history.PlainSubscription.Term;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** When the periods of one subscription begin and end, as far as the changes that are handed in say. */
final class OracleCalendar {
    private final PlainSubscription subscription;
    private final List<Change> changes;
    private final Map<String, PlainPlan> plans;
    private final List<Stretch> stretches = new ArrayList<>();

    OracleCalendar(PlainSubscription subscription, List<Change> changes, Map<String, PlainPlan> plans) {
        this.subscription = subscription;
        this.changes = changes;
        this.plans = plans;
        lay();
    }

    /** A period; its nominal window is longer where the period was cut at its start or its end. */
    record Window(Instant start, Instant end, Instant nominalStart, Instant nominalEnd, ZoneId zone) {}

    /**
     * Dates that are counted alike, from one start on until the next stretch begins.
     *
     * @param anchored whether the first window begins on a date, and not with the stretch
     * @param before the zone that dates were counted in up to the start
     */
    private record Stretch(
            Instant start,
            boolean anchored,
            LocalDate anchor,
            LocalTime time,
            PlainPlan plan,
            ZoneId zone,
            ZoneId before) {
        Instant boundary(long n, ZoneId where) {
            return instant(anchor.plusMonths(n * plan.months()).plusDays(n * plan.days()), time, where);
        }

        /** The number of the last boundary at or before the start. */
        long first() {
            LocalDate date = start.atZone(before).toLocalDate();
            long n = plan.months() > 0
                    ? Period.between(anchor, date).toTotalMonths() / plan.months() - 2
                    : (date.toEpochDay() - anchor.toEpochDay()) / plan.days() - 2;
            while (!boundary(n + 1, before).isAfter(start)) {
                n++;
            }
            return n;
        }
    }

    /** The first instant that is paid for: the start, or the end of the trial. */
    Instant paidFrom() {
        Instant start = subscription.start();
        Instant end = subscription.trialEnd();
        for (Change change : changes) {
            if (change.aspect() == Aspect.ACTIVATION) {
                start = change.at().isBefore(start) ? change.at() : start;
                end = change.at();
            } else if (change.aspect() == Aspect.TRIAL) {
                end = change.until();
            }
        }
        return end != null && end.isAfter(start) ? end : start;
    }

    /** All periods that begin at an instant or before, in their order. */
    List<Window> windows(Instant until) {
        List<Window> windows = new ArrayList<>();
        for (int i = 0; i < stretches.size(); i++) {
            Stretch stretch = stretches.get(i);
            Instant limit = i + 1 < stretches.size() ? stretches.get(i + 1).start() : Instant.MAX;
            long n = stretch.first();
            Instant nominalStart = stretch.anchored() ? stretch.boundary(n, stretch.zone()) : stretch.start();
            Instant start = stretch.start();
            while (start.isBefore(limit) && !start.isAfter(until)) {
                Instant nominalEnd = stretch.boundary(++n, stretch.zone());
                if (nominalEnd.isAfter(start)) {
                    Instant end = nominalEnd.isBefore(limit) ? nominalEnd : limit;
                    windows.add(new Window(start, end, nominalStart, nominalEnd, stretch.zone()));
                    nominalStart = nominalEnd;
                    start = end;
                }
            }
        }
        return windows;
    }

    /** When the last term ends; null where another always follows, as far as an instant. */
    @Nullable
    Instant expiry(Instant until) {
        List<Instant> ends = termEnds(until);
        Instant last = ends.isEmpty() ? null : ends.get(ends.size() - 1);
        return last == null || last.isAfter(until) ? null : last;
    }

    /** The ends of the terms, in their order; the last is the expiry, or lies behind an instant. */
    List<Instant> termEnds(Instant until) {
        List<Instant> ends = new ArrayList<>();
        Term term = subscription.term();
        LocalDate date =
                stretches.get(0).start().atZone(stretches.get(0).zone()).toLocalDate();
        for (int count = 1;
                term != null && (ends.isEmpty() || !ends.get(ends.size() - 1).isAfter(until));
                count++) {
            LocalDate target = date.plusMonths((long) count * term.months()).plusDays((long) count * term.days());
            Instant end = boundaryFrom(stretches.stream()
                    .map(stretch -> instant(target, stretch.time(), stretch.zone()))
                    .min(Comparator.naturalOrder())
                    .orElseThrow());
            ends.add(end);
            Term next = term.renews() ? term : null;
            for (Change change : changes) {
                if (change.aspect() == Aspect.TERM && change.target() == ends.size()) {
                    next = change.term();
                    count = 0;
                    date = end.atZone(stretchAt(end).zone()).toLocalDate();
                }
            }
            term = next;
        }
        return ends;
    }

    /** Whether a period begins at an instant, or ends there. */
    boolean isBoundary(Instant instant) {
        return boundaryFrom(instant).equals(instant);
    }

    private Instant boundaryFrom(Instant instant) {
        Instant from = paidFrom();
        for (Window window : windows(instant.isBefore(from) ? from : instant)) {
            boolean whole = window.start().equals(window.nominalStart());
            if (whole && !window.start().isBefore(instant)) {
                return window.start();
            }
            if (!window.end().isBefore(instant)) {
                return window.end();
            }
        }
        throw new IllegalStateException("no period holds " + instant);
    }

    private void lay() {
        Instant from = paidFrom();
        ZoneId zone = subscription.zone();
        for (Change change : changes) {
            boolean before = change.aspect() == Aspect.ZONE && !change.at().isAfter(from);
            zone = before ? Objects.requireNonNull(change.zone()) : zone;
        }
        LocalDate anchor = subscription.anchor();
        stretches.add(
                anchor == null
                        ? anniversary(from, plan(from), zone)
                        : new Stretch(from, true, anchor, LocalTime.MIDNIGHT, plan(from), zone, zone));
        changes.stream()
                .filter(change -> change.aspect() == Aspect.PLAN || change.aspect() == Aspect.ZONE)
                .filter(change -> change.at().isAfter(from))
                .sorted(Comparator.comparing(Change::at))
                .forEach(change -> addAfter(stretches.get(stretches.size() - 1), change));
    }

    private void addAfter(Stretch last, Change change) {
        Instant at = change.at();
        PlainPlan plan = plan(at);
        if (change.zone() != null) {
            stretches.add(new Stretch(at, false, last.anchor(), last.time(), last.plan(), change.zone(), last.zone()));
        } else if (change.anew()
                || plan.months() != last.plan().months()
                || plan.days() != last.plan().days()) {
            stretches.add(anniversary(at, plan, last.zone()));
        }
    }

    private static Stretch anniversary(Instant start, PlainPlan plan, ZoneId zone) {
        ZonedDateTime local = start.atZone(zone);
        boolean midnight = local.toLocalDate().atStartOfDay(zone).toInstant().equals(start);
        LocalTime time = midnight ? LocalTime.MIDNIGHT : local.toLocalTime();
        return new Stretch(start, false, local.toLocalDate(), time, plan, zone, zone);
    }

    private PlainPlan plan(Instant at) {
        String key = subscription.plan();
        Instant latest = Instant.MIN;
        for (Change change : changes) {
            if (change.aspect() == Aspect.PLAN
                    && !change.at().isAfter(at)
                    && !change.at().isBefore(latest)) {
                key = change.what();
                latest = change.at();
            }
        }
        return Objects.requireNonNull(plans.get(key), key);
    }

    private Stretch stretchAt(Instant at) {
        Stretch found = stretches.get(0);
        for (Stretch stretch : stretches) {
            found = stretch.start().isAfter(at) ? found : stretch;
        }
        return found;
    }

    private static Instant instant(LocalDate date, LocalTime time, ZoneId zone) {
        return time.equals(LocalTime.MIDNIGHT)
                ? date.atStartOfDay(zone).toInstant()
                : date.atTime(time).atZone(zone).toInstant();
    }
}
