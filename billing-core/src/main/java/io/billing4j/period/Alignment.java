package io.billing4j.period;

import java.time.LocalDate;

/** Where the boundaries of a subscription's periods come from when nobody names a date. */
public enum Alignment {
    /**
     * From the calendar: days, weeks from Monday, months from the 1st, quarters and half-years from January, years. Several of
     * them are counted from the one that holds the start: every 2 months from 30 December end on 1 February. Thirty days are
     * no part of the calendar and count from the start.
     */
    CALENDAR {
        @Override
        public LocalDate anchor(LocalDate startDate, BillingInterval interval) {
            return interval.unit().calendarStart(startDate);
        }
    },
    /** From the start: on its day of the week, month or year. */
    ANNIVERSARY {
        @Override
        public LocalDate anchor(LocalDate startDate, BillingInterval interval) {
            return startDate;
        }
    };

    /** The anchor for a subscription from this date on. */
    public abstract LocalDate anchor(LocalDate startDate, BillingInterval interval);
}
