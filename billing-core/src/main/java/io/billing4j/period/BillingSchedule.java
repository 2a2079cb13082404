package io.billing4j.period;

import io.billing4j.error.ErrorCode;
import io.billing4j.error.Inputs;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
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
 */
public record BillingSchedule(
        LocalDate startDate,
        Instant startInclusive,
        LocalDate anchorDate,
        BillingInterval interval,
        ZoneId zone,
        LocalTime boundaryTime,
        Map<Integer, Instant> pinned) {
    /** Cuts the time to microseconds and keeps a copy of the pinned boundaries. */
    public BillingSchedule {
        boundaryTime = boundaryTime.truncatedTo(ChronoUnit.MICROS);
        pinned = Map.copyOf(pinned);
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
        return startingAt(instantOf(startDate, boundaryTime, zone), boundaryTime, anchorDate, interval, zone);
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
        LocalDate date = start.atZone(zone).toLocalDate().plusDays(1);
        while (instantOf(date, boundaryTime, zone).isAfter(start)) {
            date = date.minusDays(1);
        }
        BillingSchedule schedule = new BillingSchedule(date, start, anchorDate, interval, zone, boundaryTime, Map.of());
        // Now rather than when the first period is due: then nobody would be there to choose another anchor.
        Inputs.instant("anchorDate", schedule.boundary(0));
        Inputs.instant("anchorDate", schedule.boundary(1));
        return schedule;
    }

    /** The same schedule with these stored boundaries and no others. */
    public BillingSchedule withPinned(Map<Integer, Instant> boundaries) {
        return new BillingSchedule(startDate, startInclusive, anchorDate, interval, zone, boundaryTime, boundaries);
    }

    /**
     * Boundary {@code k}; boundary 0 may lie before the start, all others lie after it. INVALID_DATE at {@code interval}
     * where the calendar does not go that far.
     */
    public Instant boundary(int k) {
        Instant stored = pinned.get(k);
        return stored != null ? stored : instantOf(dateOf(k), boundaryTime, zone);
    }

    /**
     * The whole window of period {@code k}, boundary to boundary; only for period 0 can it be longer than the period.
     *
     * @throws io.billing4j.error.BillingException INVALID_PERIOD if the zone skips the whole window
     */
    public BillingPeriod nominal(int k) {
        return new BillingPeriod(boundary(k), boundary(k + 1), zone);
    }

    /** Period {@code k}, from 0. */
    public BillingPeriod period(int k) {
        if (k < 0) {
            throw ErrorCode.INVALID_PERIOD.at("periodStart", "the schedule starts on " + startDate);
        }
        return k == 0 ? new BillingPeriod(startInclusive, boundary(1), zone) : nominal(k);
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
        LocalDate local = Inputs.instant("periodStart", instant).atZone(zone).toLocalDate();
        int k = Math.max(0, Math.toIntExact(interval.wholeBetween(anchorDate, local) - firstOffset()));
        while (k > 0 && boundary(k).isAfter(instant)) {
            k--;
        }
        while (!boundary(k + 1).isAfter(instant)) {
            k++;
        }
        return k;
    }

    /** The number of the period after period {@code k}: one more, or more than that where the zone skips whole dates. */
    public int indexAfter(int k) {
        int after = k + 1;
        while (!boundary(after).isBefore(boundary(after + 1))) {
            after++;
        }
        return after;
    }

    /** The number of the period before period {@code k}; negative for the first. */
    public int indexBefore(int k) {
        int before = k - 1;
        while (before > 0 && !boundary(before).isBefore(boundary(before + 1))) {
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
        return boundary(k).equals(from) ? from : boundary(k + 1);
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

    private static Instant instantOf(LocalDate date, LocalTime time, ZoneId zone) {
        // A gap may begin before midnight and end after it: the day then starts where the gap ends, not an hour later.
        return time.equals(LocalTime.MIDNIGHT)
                ? date.atStartOfDay(zone).toInstant()
                : date.atTime(time).atZone(zone).toInstant();
    }

    private LocalDate dateOf(int k) {
        return interval.after(anchorDate, firstOffset() + k);
    }

    private long firstOffset() {
        return interval.wholeBetween(anchorDate, startDate);
    }
}
