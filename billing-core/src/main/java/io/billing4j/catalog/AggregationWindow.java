package io.billing4j.catalog;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

/**
 * A short window that is aggregated alone before all of a period are added up, such as a day for the sum of daily maxima.
 * Windows follow the clock of the period's zone: a day has 23 to 25 hours, an hour in India starts at half past of UTC.
 */
public enum AggregationWindow {
    /** From one full minute to the next. */
    MINUTE {
        @Override
        public Instant startOf(Instant instant, ZoneId zone) {
            return byClock(instant, zone, ChronoUnit.MINUTES);
        }
    },
    /** From one full hour to the next; the hour that a clock shows twice is two. */
    HOUR {
        @Override
        public Instant startOf(Instant instant, ZoneId zone) {
            return byClock(instant, zone, ChronoUnit.HOURS);
        }
    },
    /** A date. */
    DAY {
        @Override
        public Instant startOf(Instant instant, ZoneId zone) {
            LocalDate shown = instant.atZone(zone).toLocalDate();
            Instant next = startOfDate(shown.plusDays(1), zone);
            // a clock put back over midnight shows the date before again, which is over
            return next.isAfter(instant) ? startOfDate(shown, zone) : next;
        }
    },
    /** A month of the calendar. */
    MONTH {
        @Override
        public Instant startOf(Instant instant, ZoneId zone) {
            LocalDate first = instant.atZone(zone).toLocalDate().withDayOfMonth(1);
            Instant next = startOfDate(first.plusMonths(1), zone);
            return next.isAfter(instant) ? startOfDate(first, zone) : next;
        }
    };

    /** When the window that holds the instant starts; windows that start alike are one. */
    public abstract Instant startOf(Instant instant, ZoneId zone);

    private static Instant startOfDate(LocalDate date, ZoneId zone) {
        return date.atStartOfDay(zone).toInstant();
    }

    private static Instant byClock(Instant instant, ZoneId zone, ChronoUnit unit) {
        return instant.atZone(zone).toOffsetDateTime().truncatedTo(unit).toInstant();
    }
}
