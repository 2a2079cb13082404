package io.billing4j.period;

import io.billing4j.error.ErrorCode;
import io.billing4j.error.Inputs;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;

/**
 * How often something is billed, such as every 3 months.
 *
 * @param count how many units, 1 to 1,000
 */
public record BillingInterval(IntervalUnit unit, int count) {
    /** Once a month. */
    public static final BillingInterval MONTHLY = new BillingInterval(IntervalUnit.MONTH, 1);

    /** Once a year. */
    public static final BillingInterval YEARLY = new BillingInterval(IntervalUnit.YEAR, 1);

    /** Refuses a count outside 1 to 1,000 with INVALID_NUMBER at {@code interval.count}. */
    public BillingInterval {
        Inputs.required("interval.unit", unit);
        if (count < 1 || count > 1000) {
            throw ErrorCode.INVALID_NUMBER.at("interval.count", "expected 1 to 1000 but found " + count);
        }
    }

    /**
     * The date {@code times} intervals after the anchor, clamped to the month's end: 31 January plus 1 month is 28 or 29
     * February. INVALID_DATE at {@code interval} where the calendar does not go that far.
     */
    public LocalDate after(LocalDate anchor, long times) {
        try {
            return unit.after(anchor, Math.multiplyExact(times, count));
        } catch (ArithmeticException | DateTimeException e) {
            throw ErrorCode.INVALID_DATE.at(
                    "interval", times + " times " + this + " from " + anchor + " is not in the calendar");
        }
    }

    /** The largest {@code n} with {@code after(anchor, n) <= date}; negative where the date lies before the anchor. */
    public long wholeBetween(LocalDate anchor, LocalDate date) {
        long n = Math.floorDiv(unit.begunBetween(anchor, date), count);
        return after(anchor, n).isAfter(date) ? n - 1 : n;
    }

    /**
     * An anchor that puts boundaries on a day of the month, one of them in the month of the start: from 20 January and the
     * 15th, quarters end on 15 April; from 10 January, the first one does on 15 January. Days, weeks and thirty days have no
     * day of the month, and their anchor is the start.
     *
     * @param dayOfMonth 1 to 31; clamped in each month that lacks it
     * @throws io.billing4j.error.BillingException INVALID_NUMBER at {@code anchorDay}
     */
    public LocalDate anchorOnDay(int dayOfMonth, LocalDate startDate) {
        if (dayOfMonth < 1 || dayOfMonth > 31) {
            throw ErrorCode.INVALID_NUMBER.at("anchorDay", "expected 1 to 31 but found " + dayOfMonth);
        }
        if (unit.months() == 0) {
            return startDate;
        }
        // The start's month may lack the day. An anchor clamped there would clamp every boundary, so it is looked for
        // in
        // the months of other boundaries; after twelve of them no longer month comes.
        LocalDate month = startDate.withDayOfMonth(1);
        LocalDate longest = month;
        for (int times = 0; times < 12 && longest.lengthOfMonth() < dayOfMonth; times++) {
            LocalDate other = after(month, times);
            longest = other.lengthOfMonth() > longest.lengthOfMonth() ? other : longest;
        }
        return longest.withDayOfMonth(Math.min(dayOfMonth, longest.lengthOfMonth()));
    }

    /** An anchor that puts the boundaries of weeks on a weekday: the last one at or before the start; else the start. */
    public LocalDate anchorOnWeekday(DayOfWeek weekday, LocalDate startDate) {
        return unit == IntervalUnit.WEEK ? startDate.with(TemporalAdjusters.previousOrSame(weekday)) : startDate;
    }

    @Override
    public String toString() {
        return count + " " + unit;
    }
}
