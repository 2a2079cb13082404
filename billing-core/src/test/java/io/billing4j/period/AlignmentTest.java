package io.billing4j.period;

import static io.billing4j.fixture.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.error.ErrorCode;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlignmentTest {
    @ParameterizedTest
    @CsvSource({
        // start,    unit,        count, anchor,     end of period 0
        "2024-12-30, MONTH,       1,     2024-12-01, 2025-01-01", // Monday
        "2024-12-30, MONTH,       2,     2024-12-01, 2025-02-01",
        "2024-03-06, WEEK,        1,     2024-03-04, 2024-03-11", // Wednesday; Mondays
        "2024-03-06, WEEK,        2,     2024-03-04, 2024-03-18",
        "2024-03-04, WEEK,        1,     2024-03-04, 2024-03-11",
        "2024-03-10, WEEK,        1,     2024-03-04, 2024-03-11", // Sunday
        "2026-03-22, QUARTER,     1,     2026-01-01, 2026-04-01",
        "2026-10-01, QUARTER,     1,     2026-10-01, 2027-01-01",
        "2026-03-15, HALF_YEAR,   1,     2026-01-01, 2026-07-01",
        "2026-07-01, HALF_YEAR,   1,     2026-07-01, 2027-01-01",
        "2024-02-28, YEAR,        1,     2024-01-01, 2025-01-01",
        "2024-02-27, DAY,         1,     2024-02-27, 2024-02-28",
        "2024-02-27, THIRTY_DAYS, 1,     2024-02-27, 2024-03-28", // no part of the calendar
    })
    void with_the_calendar_ends_periods_where_the_calendar_does(
            LocalDate start, IntervalUnit unit, int count, LocalDate anchor, LocalDate end) {
        BillingInterval interval = new BillingInterval(unit, count);

        assertThat(Alignment.CALENDAR.anchor(start, interval)).isEqualTo(anchor);
        assertThat(firstEnd(start, anchor, interval)).isEqualTo(end);
    }

    @Test
    void with_the_anniversary_counts_from_the_start() {
        LocalDate start = LocalDate.of(2024, 2, 29);

        assertThat(Alignment.ANNIVERSARY.anchor(start, BillingInterval.YEARLY)).isEqualTo(start);
    }

    @ParameterizedTest
    @CsvSource({
        // start,    unit,        count, day, anchor,     end of period 0
        "2021-01-10, MONTH,       1,     1,   2021-01-01, 2021-02-01",
        "2021-01-01, QUARTER,     1,     10,  2021-01-10, 2021-01-10", // the day is still to come
        "2021-01-10, QUARTER,     1,     1,   2021-01-01, 2021-04-01",
        "2012-02-16, YEAR,        1,     14,  2012-02-14, 2013-02-14",
        "2012-01-16, YEAR,        1,     17,  2012-01-17, 2012-01-17",
        "2026-02-10, MONTH,       1,     31,  2026-03-31, 2026-02-28", // February lacks it, March has it
        "2026-02-10, QUARTER,     1,     30,  2026-05-30, 2026-02-28",
        "2026-02-10, YEAR,        1,     31,  2028-02-29, 2026-02-28", // no February has it; the longest is of a leap
        // year
        "2026-02-10, THIRTY_DAYS, 1,     31,  2026-02-10, 2026-03-12",
        "2026-02-10, WEEK,        1,     31,  2026-02-10, 2026-02-17",
    })
    void with_a_day_of_the_month_has_a_boundary_in_the_month_of_the_start(
            LocalDate start, IntervalUnit unit, int count, int day, LocalDate anchor, LocalDate end) {
        BillingInterval interval = new BillingInterval(unit, count);

        assertThat(interval.anchorOnDay(day, start)).isEqualTo(anchor);
        assertThat(firstEnd(start, anchor, interval)).isEqualTo(end);
    }

    @Test
    void with_a_day_of_the_month_refuses_one_that_no_month_has() {
        LocalDate start = LocalDate.of(2026, 2, 10);

        assertRefused(ErrorCode.INVALID_NUMBER, "anchorDay", () -> BillingInterval.MONTHLY.anchorOnDay(0, start));
        assertRefused(ErrorCode.INVALID_NUMBER, "anchorDay", () -> BillingInterval.MONTHLY.anchorOnDay(32, start));
    }

    @Test
    void with_a_weekday_counts_weeks_from_the_last_one() {
        LocalDate sunday = LocalDate.of(2024, 12, 29);
        BillingInterval threeWeeks = new BillingInterval(IntervalUnit.WEEK, 3);

        assertThat(threeWeeks.anchorOnWeekday(DayOfWeek.THURSDAY, sunday)).isEqualTo("2024-12-26");
        assertThat(threeWeeks.anchorOnWeekday(DayOfWeek.SUNDAY, sunday)).isEqualTo(sunday);
        assertThat(BillingInterval.MONTHLY.anchorOnWeekday(DayOfWeek.THURSDAY, sunday))
                .isEqualTo(sunday);
    }

    private static LocalDate firstEnd(LocalDate start, LocalDate anchor, BillingInterval interval) {
        return BillingSchedule.of(start, anchor, interval, ZoneOffset.UTC)
                .boundary(1)
                .atZone(ZoneOffset.UTC)
                .toLocalDate();
    }
}
