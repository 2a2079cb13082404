package io.billing4j.period;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

/**
 * In which measure a part of a window counts against the whole. A policy gives the measure passed since the window's
 * start, which only grows; parts are differences of it, so that the parts of any split add up to the whole.
 */
public enum ProrationPolicy {
    /** Real time; a day with a clock change counts 23 or 25 hours. Measured to the microsecond. */
    BY_SECOND {
        @Override
        public long passed(BillingPeriod window, Instant until) {
            return ChronoUnit.MICROS.between(window.startInclusive(), until);
        }
    },
    /** Whole dates in the window's zone; the date of a change counts with what comes after it. */
    BY_DAY {
        @Override
        public long passed(BillingPeriod window, Instant until) {
            return ChronoUnit.DAYS.between(
                    dateReached(window.startInclusive(), window.zone()), dateReached(until, window.zone()));
        }
    },
    /** Nothing is shared out: the part that holds the window's last instant carries the whole. */
    NONE {
        @Override
        public long passed(BillingPeriod window, Instant until) {
            return until.isBefore(window.endExclusive()) ? 0 : 1;
        }
    };

    /**
     * The measure from the window's start to the instant: 0 at the start, never less later, {@link #whole} at the end.
     *
     * @param until in the window or its end
     */
    public abstract long passed(BillingPeriod window, Instant until);

    /** The measure of the whole window; 0 only where a window lies within one date and dates are counted. */
    public long whole(BillingPeriod window) {
        return passed(window, window.endExclusive());
    }

    /** The latest date that has begun: a clock put back over midnight shows the date before again, which is over. */
    private static LocalDate dateReached(Instant instant, ZoneId zone) {
        LocalDate shown = instant.atZone(zone).toLocalDate();
        LocalDate next = shown.plusDays(1);
        return next.atStartOfDay(zone).toInstant().isAfter(instant) ? shown : next;
    }
}
