package io.billing4j.period;

import io.billing4j.error.ErrorCode;
import java.time.LocalDate;

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
        if (count < 1 || count > 1000) {
            throw ErrorCode.INVALID_NUMBER.at("interval.count", "expected 1 to 1000 but found " + count);
        }
    }

    /** The date {@code times} intervals after the anchor, clamped to the month's end: 31 January plus 1 month is 28 or 29 February. */
    public LocalDate after(LocalDate anchor, long times) {
        return unit.after(anchor, times * count);
    }

    /** The largest {@code n} with {@code after(anchor, n) <= date}; negative where the date lies before the anchor. */
    public long wholeBetween(LocalDate anchor, LocalDate date) {
        long n = Math.floorDiv(unit.begunBetween(anchor, date), count);
        return after(anchor, n).isAfter(date) ? n - 1 : n;
    }

    @Override
    public String toString() {
        return count + " " + unit;
    }
}
