package io.billing4j.period;

import io.billing4j.id.EpochMicros;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * In which measure a part of a window counts against the whole. A policy gives the measure passed since the window's
 * start, which only grows; parts are differences of it, so that the parts of any split add up to the whole.
 */
public enum ProrationPolicy {
    /** Real time; a day with a clock change counts 23 or 25 hours. Measured to the microsecond. */
    BY_SECOND {
        @Override
        public long passed(BillingPeriod window, Instant until) {
            return EpochMicros.of(until) - EpochMicros.of(window.startInclusive());
        }
    },
    /** Whole dates in the window's zone; the date of a change counts with what comes after it. */
    BY_DAY {
        @Override
        public long passed(BillingPeriod window, Instant until) {
            return dateReached(until, window.zone()).toEpochDay()
                    - dateReached(window.startInclusive(), window.zone()).toEpochDay();
        }
    },
    /**
     * Dates in the window's zone, thirty in every month: the 31st counts nothing, the last day of February makes up for
     * what its month lacks. From the 23rd to the 15th of the next month is 22 of 30, whatever the months. A window from the
     * 31st, or one that a short month has clamped, has a few days more or less than 30 a month; they are its whole.
     */
    FIXED_30_DAYS {
        @Override
        public long passed(BillingPeriod window, Instant until) {
            return inMonthsOf30Days(dateReached(until, window.zone()))
                    - inMonthsOf30Days(dateReached(window.startInclusive(), window.zone()));
        }
    },
    /**
     * Nothing is shared out: the part that holds the window's first instant carries the whole. Its window begins with what
     * is billed, see {@link #window}, so that neither a short first period nor one that is cut at its end costs nothing.
     */
    NONE {
        @Override
        public long passed(BillingPeriod window, Instant until) {
            return until.isAfter(window.startInclusive()) ? 1 : 0;
        }

        @Override
        public BillingPeriod window(BillingPeriod nominal, Instant heldFrom) {
            return heldFrom.isAfter(nominal.startInclusive())
                    ? new BillingPeriod(heldFrom, nominal.endExclusive(), nominal.zone())
                    : nominal;
        }
    };

    /**
     * The measure from the window's start to the instant: 0 at the start, never less later, {@link #whole} at the end.
     *
     * @param until in the window or its end
     */
    public abstract long passed(BillingPeriod window, Instant until);

    /** The measure of the whole window; 0 only where the dates that count in it are none. */
    public long whole(BillingPeriod window) {
        return passed(window, window.endExclusive());
    }

    /**
     * The window that a price is for. It is the whole nominal period, never a stub, wherever there is something to measure;
     * without proration it is what is left of the nominal period when it was first held.
     *
     * @param heldFrom the first instant of the nominal period at which the subscription holds; before the period's end
     */
    public BillingPeriod window(BillingPeriod nominal, Instant heldFrom) {
        return nominal;
    }

    /** The latest date that has begun: a clock put back over midnight shows the date before again, which is over. */
    static LocalDate dateReached(Instant instant, ZoneId zone) {
        LocalDate shown = instant.atZone(zone).toLocalDate();
        LocalDate next = shown.plusDays(1);
        return next.atStartOfDay(zone).toInstant().isAfter(instant) ? shown : next;
    }

    private static long inMonthsOf30Days(LocalDate date) {
        return 30 * (12L * date.getYear() + date.getMonthValue()) + Math.min(date.getDayOfMonth() - 1, 30);
    }
}
