package io.billing4j.period;

import io.billing4j.error.ErrorCode;
import io.billing4j.error.Inputs;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The periods of a subscription, numbered from 0. Boundary {@code k} is the anchor plus a whole number of intervals,
 * clamped to the month's end, at one time of that day in the zone: an anchor on the 31st gives 28 February and then 31
 * March. Boundary 0 is the last one at or before the start; where it lies before, period 0 is short, and its {@linkplain
 * #nominal nominal window} is the whole one.
 *
 * <p>The time of day is midnight unless another is given. Midnight means the start of the day, whatever the clock shows
 * then. Another time that a clock change leaves out moves on by as much as the clock does (02:30 to 03:30), and one that
 * comes twice is the first.
 *
 * <p>A boundary that was stored when its period was opened is given in {@code pinned} and wins over the computed one, so
 * that a changed time-zone table moves no period that anybody has seen.
 *
 * <p>Laws: periods are contiguous, disjoint and cover everything from the start on; exactly one contains any instant from
 * the start on; {@code next(previous(p)) = p}. Where a zone skips a whole date (Pacific/Apia, 30 December 2011), a daily
 * schedule has no period for that date, and the numbers of its periods skip it too.
 *
 * @param startDate the last date whose time of day has come when the schedule starts, in the zone
 * @param startInclusive the first instant of period 0, as it was computed when the schedule was made
 * @param anchorDate any date that a boundary falls on, before clamping; before or after the start
 * @param boundaryTime at which time of day a period begins and ends
 * @param pinned instants of boundaries that are stored, by their number
 * @param next the schedule that takes over from its own start on, or null: the period that holds this instant is cut there,
 *     its nominal window stays whole, and the numbers go on. So a subscription changes its interval or its zone.
 */
public record BillingSchedule(
        LocalDate startDate,
        Instant startInclusive,
        LocalDate anchorDate,
        BillingInterval interval,
        ZoneId zone,
        LocalTime boundaryTime,
        Map<Integer, Instant> pinned,
        @Nullable BillingSchedule next) {
    /**
     * Cuts the time to microseconds and keeps a copy of the pinned boundaries. Refuses with INVALID_PERIOD a schedule that
     * takes over before this one has begun.
     */
    public BillingSchedule {
        Inputs.required("startDate", startDate);
        Inputs.required("startInclusive", startInclusive);
        Inputs.required("anchorDate", anchorDate);
        Inputs.required("interval", interval);
        Inputs.required("zone", zone);
        Inputs.required("boundaryTime", boundaryTime);
        boundaryTime = boundaryTime.truncatedTo(ChronoUnit.MICROS);
        pinned = Inputs.map("pinned", pinned);
        if (next != null && !next.startInclusive.isAfter(startInclusive)) {
            throw ErrorCode.INVALID_PERIOD.because(
                    "a schedule from " + startInclusive + " is not followed by one from " + next.startInclusive);
        }
    }

    /** A schedule that none takes over from. */
    public BillingSchedule(
            LocalDate startDate,
            Instant startInclusive,
            LocalDate anchorDate,
            BillingInterval interval,
            ZoneId zone,
            LocalTime boundaryTime,
            Map<Integer, Instant> pinned) {
        this(startDate, startInclusive, anchorDate, interval, zone, boundaryTime, pinned, null);
    }

    /**
     * A schedule with no stored boundaries whose periods begin with the day. A start on a date that the zone skips is one on
     * the next date.
     *
     * @throws io.billing4j.error.BillingException INVALID_DATE at {@code anchorDate} if the window around the start does
     *     not lie in the years 1900 to 9998
     */
    public static BillingSchedule of(LocalDate startDate, LocalDate anchorDate, BillingInterval interval, ZoneId zone) {
        return of(startDate, LocalTime.MIDNIGHT, anchorDate, interval, zone);
    }

    /**
     * A schedule with no stored boundaries that starts at a time of day and has its boundaries at that time too; refused like
     * the other.
     */
    public static BillingSchedule of(
            LocalDate startDate, LocalTime boundaryTime, LocalDate anchorDate, BillingInterval interval, ZoneId zone) {
        Inputs.required("startDate", startDate);
        Inputs.required("boundaryTime", boundaryTime);
        Inputs.required("zone", zone);
        return startingAt(
                Boundaries.instantOf(startDate, boundaryTime, zone), boundaryTime, anchorDate, interval, zone);
    }

    /**
     * A schedule with no stored boundaries that starts at any instant, whatever the time of its boundaries; refused like the
     * others. From 10:37 on 15 January, monthly from the 15th at midnight, period 0 lacks what went before 10:37.
     */
    public static BillingSchedule startingAt(
            Instant startInclusive,
            LocalTime boundaryTime,
            LocalDate anchorDate,
            BillingInterval interval,
            ZoneId zone) {
        Instant start = Inputs.instant("startDate", startInclusive);
        Inputs.required("boundaryTime", boundaryTime);
        LocalDate date =
                start.atZone(Inputs.required("zone", zone)).toLocalDate().plusDays(1);
        while (Boundaries.instantOf(date, boundaryTime, zone).isAfter(start)) {
            date = date.minusDays(1);
        }
        BillingSchedule schedule = new BillingSchedule(date, start, anchorDate, interval, zone, boundaryTime, Map.of());
        // Now rather than when the first period is due: then nobody would be there to choose another anchor.
        Inputs.instant("anchorDate", schedule.boundary(0));
        Inputs.instant("anchorDate", schedule.boundary(1));
        return schedule;
    }

    /** A schedule that starts at any instant and has its boundaries at that time of that day. */
    public static BillingSchedule anniversary(Instant startInclusive, BillingInterval interval, ZoneId zone) {
        ZonedDateTime start = Inputs.instant("startDate", startInclusive).atZone(Inputs.required("zone", zone));
        boolean startOfDay = start.toLocalDate().atStartOfDay(zone).toInstant().equals(start.toInstant());
        return startingAt(
                start.toInstant(),
                startOfDay ? LocalTime.MIDNIGHT : start.toLocalTime(),
                start.toLocalDate(),
                interval,
                zone);
    }

    /** The same schedule with these stored boundaries and no others, as far as no other schedule takes over. */
    public BillingSchedule withPinned(Map<Integer, Instant> boundaries) {
        return new BillingSchedule(
                startDate, startInclusive, anchorDate, interval, zone, boundaryTime, boundaries, next);
    }

    /** The same schedules with the boundaries of stored nominal windows, by the numbers of their periods, and no others. */
    public BillingSchedule withWindows(Map<Integer, BillingPeriod> windows) {
        Inputs.requireValues("windows", windows);
        Map<Integer, Instant> own = new HashMap<>();
        if (beginsOnNoDate()) {
            own.put(0, startInclusive);
        }
        Map<Integer, BillingPeriod> later = new HashMap<>();
        windows.forEach((k, window) -> {
            if (next == null || window.startInclusive().isBefore(next.startInclusive)) {
                own.put(k, window.startInclusive());
                own.put(k + 1, window.endExclusive());
            } else {
                later.put(k, window);
            }
        });
        BillingSchedule stored = withPinned(own);
        if (next == null) {
            return stored;
        }
        int before = stored.count();
        Map<Integer, BillingPeriod> shifted = new HashMap<>();
        later.forEach((k, window) -> shifted.put(k - before, window));
        return stored.before(next.withWindows(shifted));
    }

    /** Whether its first boundary is where another zone's was, and not on a date of its own. */
    private boolean beginsOnNoDate() {
        return startInclusive.equals(pinned.get(0))
                && !Boundaries.computed(this, 0).equals(startInclusive);
    }

    /** These schedules, and this one from its start on. */
    public BillingSchedule followedBy(BillingSchedule last) {
        return before(next == null ? Inputs.required("last", last) : next.followedBy(last));
    }

    /** This schedule alone, without those that take over. */
    public BillingSchedule alone() {
        return before(null);
    }

    /** The instants at which other schedules take over. */
    public List<Instant> turns() {
        List<Instant> turns = new ArrayList<>();
        for (BillingSchedule later = next; later != null; later = later.next) {
            turns.add(later.startInclusive);
        }
        return turns;
    }

    /** The schedule that is in force at an instant: the first one before its start. */
    public BillingSchedule inForceAt(Instant instant) {
        Inputs.required("instant", instant);
        return next == null || instant.isBefore(next.startInclusive) ? this : next.inForceAt(instant);
    }

    /**
     * A schedule that takes over at a boundary of this one and has the same dates in another zone. Its first boundary is that
     * instant, whatever date it has in the new zone, so that no moment is left out or billed twice.
     */
    public BillingSchedule inZone(ZoneId other, Instant fromBoundary) {
        BillingSchedule last = inForceAt(fromBoundary);
        LocalDate date = fromBoundary.atZone(last.zone).toLocalDate();
        return new BillingSchedule(
                date, fromBoundary, last.anchorDate, last.interval, other, last.boundaryTime, Map.of(0, fromBoundary));
    }

    /**
     * The first boundary of a date or later, whatever zone is in force by then: it is looked for from the first instant on
     * that the date has in any of them.
     */
    public Instant boundaryOn(LocalDate date) {
        Instant earliest = Boundaries.instantOf(date, boundaryTime, zone);
        for (BillingSchedule later = next; later != null; later = later.next) {
            Instant there = Boundaries.instantOf(date, later.boundaryTime, later.zone);
            earliest = there.isBefore(earliest) ? there : earliest;
        }
        return boundaryFrom(earliest);
    }

    /**
     * Boundary {@code k}; boundary 0 may lie before the start, all others lie after it. INVALID_DATE at {@code interval}
     * where the calendar does not go that far.
     */
    public Instant boundary(int k) {
        BillingSchedule later = next;
        return later != null && k >= count() ? later.boundary(k - count()) : own(k);
    }

    /**
     * The whole window of period {@code k}, boundary to boundary. Only for period 0 and for one in which another schedule
     * takes over can it be longer than the period.
     *
     * @throws io.billing4j.error.BillingException INVALID_PERIOD if the zone skips the whole window
     */
    public BillingPeriod nominal(int k) {
        BillingSchedule later = next;
        return later != null && k >= count() ? later.nominal(k - count()) : new BillingPeriod(own(k), own(k + 1), zone);
    }

    /** Period {@code k}, from 0. */
    public BillingPeriod period(int k) {
        if (k < 0) {
            throw ErrorCode.INVALID_PERIOD.at("periodStart", "the schedule starts on " + startDate);
        }
        BillingSchedule later = next;
        if (later != null && k >= count()) {
            return later.period(k - count());
        }
        Instant end = own(k + 1);
        return new BillingPeriod(
                k == 0 ? startInclusive : own(k),
                later != null && later.startInclusive.isBefore(end) ? later.startInclusive : end,
                zone);
    }

    /**
     * The number of the one period that contains the instant.
     *
     * @throws io.billing4j.error.BillingException INVALID_PERIOD at {@code periodStart} before the start, INVALID_DATE after
     *     the years of the books
     */
    public int indexContaining(Instant instant) {
        if (instant.isBefore(startInclusive)) {
            throw ErrorCode.INVALID_PERIOD.at(
                    "periodStart", "the schedule starts at " + startInclusive + ", after " + instant);
        }
        BillingSchedule later = next;
        return later != null && !instant.isBefore(later.startInclusive)
                ? count() + later.indexContaining(instant)
                : Boundaries.indexContaining(this, instant);
    }

    /** The number of the period after period {@code k}: one more, or more than that where the zone skips whole dates. */
    public int indexAfter(int k) {
        int count = count();
        BillingSchedule later = next;
        if (later != null && k >= count) {
            return count + later.indexAfter(k - count);
        }
        int after = k + 1;
        while (after < count && !own(after).isBefore(own(after + 1))) {
            after++;
        }
        return later != null && after >= count ? count + Boundaries.first(later) : after;
    }

    /** The number of the period before period {@code k}; negative for the first. */
    public int indexBefore(int k) {
        int count = count();
        BillingSchedule later = next;
        if (later != null && k >= count) {
            return k - count <= Boundaries.first(later) ? count - 1 : count + later.indexBefore(k - count);
        }
        int before = k - 1;
        while (before > 0 && !own(before).isBefore(own(before + 1))) {
            before--;
        }
        return before;
    }

    /** The one period that contains the instant; refused like {@link #indexContaining}. */
    public BillingPeriod containing(Instant instant) {
        return period(indexContaining(instant));
    }

    /** The period that starts where this one ends. */
    public BillingPeriod next(BillingPeriod period) {
        return containing(period.endExclusive());
    }

    /** The period that ends where this one starts, or null for the first. */
    public @Nullable BillingPeriod previous(BillingPeriod period) {
        return period.startInclusive().isAfter(startInclusive)
                ? containing(period.startInclusive().minus(1, ChronoUnit.MICROS))
                : null;
    }

    /** The first period that ends after the instant: the one that contains it, or the first before the start. */
    public BillingPeriod endingAfter(Instant instant) {
        return instant.isBefore(startInclusive) ? period(0) : containing(instant);
    }

    /** The last period that has ended at the instant, or null while none has. */
    public @Nullable BillingPeriod endedAt(Instant instant) {
        return previous(endingAfter(instant));
    }

    /** How many periods have ended at the instant, by their numbers; 0 before the start. */
    public int elapsedAt(Instant instant) {
        return instant.isBefore(startInclusive) ? 0 : indexContaining(instant);
    }

    /** The first boundary from the start on that is not before the instant. A short first period begins on none. */
    public Instant boundaryFrom(Instant instant) {
        Instant from = instant.isBefore(startInclusive) ? startInclusive : instant;
        int k = indexContaining(from);
        return boundary(k).equals(from) ? from : period(k).endExclusive();
    }

    /** The number of this very period, or null if it is not one of the schedule's periods. */
    public @Nullable Integer indexOf(Instant periodStart, Instant periodEnd) {
        if (periodStart.isBefore(startInclusive)) {
            return null;
        }
        int k = indexContaining(periodStart);
        BillingPeriod found = period(k);
        return found.startInclusive().equals(periodStart)
                        && found.endExclusive().equals(periodEnd)
                ? k
                : null;
    }

    /** How many numbers come before those of the schedule that takes over. */
    private int count() {
        return next == null
                ? Integer.MAX_VALUE
                : Boundaries.indexContaining(this, next.startInclusive.minus(1, ChronoUnit.MICROS)) + 1;
    }

    private BillingSchedule before(@Nullable BillingSchedule later) {
        return new BillingSchedule(startDate, startInclusive, anchorDate, interval, zone, boundaryTime, pinned, later);
    }

    private Instant own(int k) {
        return Boundaries.of(this, k);
    }
}
