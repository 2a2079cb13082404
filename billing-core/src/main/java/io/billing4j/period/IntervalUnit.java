package io.billing4j.period;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;

/** The unit of a billing interval. Units of months clamp to the month's last day; the others count days. */
public enum IntervalUnit {
    /** One calendar day. */
    DAY(0, 1),
    /** Seven calendar days. */
    WEEK(0, 7),
    /** Thirty calendar days, whatever the month. */
    THIRTY_DAYS(0, 30),
    /** One calendar month. */
    MONTH(1, 0),
    /** Three calendar months. */
    QUARTER(3, 0),
    /** Six calendar months. */
    HALF_YEAR(6, 0),
    /** Twelve calendar months. */
    YEAR(12, 0);

    private final int months;
    private final int days;

    IntervalUnit(int months, int days) {
        this.months = months;
        this.days = days;
    }

    /** The date {@code times} units after the anchor; before it where {@code times} is negative; as java.time throws. */
    LocalDate after(LocalDate anchor, long times) {
        return months > 0
                ? anchor.plusMonths(Math.multiplyExact(times, months))
                : anchor.plusDays(Math.multiplyExact(times, days));
    }

    /** How many calendar months it is; 0 for one of days. */
    int months() {
        return months;
    }

    /** The first date of the calendar's unit that holds the date; the date itself for days and for thirty days. */
    LocalDate calendarStart(LocalDate date) {
        if (months > 0) {
            int month = (date.getMonthValue() - 1) / months * months + 1;
            return LocalDate.of(date.getYear(), month, 1);
        }
        return this == WEEK ? date.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)) : date;
    }

    /** How many units lie between two dates, or one more where the last is a month that has begun and is not complete. */
    long begunBetween(LocalDate anchor, LocalDate date) {
        if (months > 0) {
            long between = (date.getYear() - anchor.getYear()) * 12L + date.getMonthValue() - anchor.getMonthValue();
            return Math.floorDiv(between, months);
        }
        return Math.floorDiv(date.toEpochDay() - anchor.toEpochDay(), days);
    }
}
