package io.billing4j.period;

import static io.billing4j.fixture.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.error.ErrorCode;
import java.time.LocalDate;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BillingIntervalTest {
    @Nested
    class ADateSomeIntervalsAfterAnAnchor {
        @ParameterizedTest
        @CsvSource({
            // anchor,   unit,        count, times, date
            "2025-01-31, MONTH,       1,     1,     2025-02-28", // Fri -> Fri, clamped
            "2025-01-31, MONTH,       1,     2,     2025-03-31", // back on the 31st: from the anchor, not from 28
            // February
            "2024-01-31, MONTH,       1,     1,     2024-02-29", // leap year
            "2025-01-31, MONTH,       1,     -1,    2024-12-31",
            "2025-03-31, MONTH,       1,     -1,    2025-02-28",
            "2025-01-30, MONTH,       1,     1,     2025-02-28",
            "2025-01-31, MONTH,       3,     1,     2025-04-30",
            "2025-01-31, QUARTER,     1,     1,     2025-04-30",
            "2024-08-31, QUARTER,     1,     2,     2025-02-28",
            "2024-08-31, HALF_YEAR,   1,     1,     2025-02-28",
            "2024-08-31, HALF_YEAR,   1,     2,     2025-08-31",
            "2024-02-29, YEAR,        1,     1,     2025-02-28", // Thu -> Fri
            "2024-02-29, YEAR,        1,     4,     2028-02-29", // Tue: the 29th again
            "2096-02-29, YEAR,        1,     4,     2100-02-28", // 2100 is no leap year
            "2024-02-29, YEAR,        4,     1,     2028-02-29",
            "2025-01-31, DAY,         1,     29,    2025-03-01", // Fri + 29 = Sat
            "2025-01-31, WEEK,        1,     5,     2025-03-07", // Fri -> Fri
            "2025-01-31, WEEK,        2,     1,     2025-02-14",
            "2025-01-31, THIRTY_DAYS, 1,     1,     2025-03-02", // the day of the month means nothing
            "2025-01-31, DAY,         1,     0,     2025-01-31",
            "2025-01-31, DAY,         1000,  -1,    2022-05-07",
        })
        void is_clamped_to_the_end_of_its_month(
                LocalDate anchor, IntervalUnit unit, int count, long times, LocalDate date) {
            assertThat(new BillingInterval(unit, count).after(anchor, times)).isEqualTo(date);
        }

        @ParameterizedTest
        @CsvSource({
            "DAY,   1,    9223372036854775807",
            "DAY,   1000, 9223372036854775807", // times 1,000 it would come round to -1,000
            "WEEK,  1,    9223372036854775807",
            "MONTH, 1,    9223372036854775807",
            "YEAR,  1,    9223372036854775807",
            "YEAR,  1000, -9223372036854775808",
            "YEAR,  1,    1000000000",
        })
        void is_refused_outside_the_calendar(IntervalUnit unit, int count, long times) {
            BillingInterval interval = new BillingInterval(unit, count);

            assertRefused(ErrorCode.INVALID_DATE, "interval", () -> interval.after(LocalDate.of(2025, 1, 31), times));
        }
    }

    @Nested
    class WholeIntervalsBetweenTwoDates {
        @ParameterizedTest
        @CsvSource({
            // anchor,   unit,    count, date,       whole
            "2025-01-31, MONTH,   1,     2025-02-27, 0",
            "2025-01-31, MONTH,   1,     2025-02-28, 1", // the clamped boundary
            "2025-01-31, MONTH,   1,     2025-03-30, 1",
            "2025-01-31, MONTH,   1,     2025-03-31, 2",
            "2025-01-31, MONTH,   1,     2025-01-30, -1",
            "2025-01-31, MONTH,   1,     2024-12-31, -1",
            "2025-01-31, MONTH,   1,     2024-12-30, -2",
            "2025-01-15, QUARTER, 1,     2025-04-14, 0",
            "2025-01-15, QUARTER, 1,     2025-04-15, 1",
            "2024-02-29, YEAR,    1,     2025-02-27, 0",
            "2024-02-29, YEAR,    1,     2025-02-28, 1",
            "2024-02-29, YEAR,    1,     2028-02-28, 3",
            "2024-02-29, YEAR,    1,     2028-02-29, 4",
            "2025-01-01, WEEK,    2,     2025-01-14, 0",
            "2025-01-01, WEEK,    2,     2025-01-15, 1",
            "2025-01-01, WEEK,    2,     2024-12-31, -1",
            "2025-01-01, DAY,     1,     2025-01-01, 0",
        })
        void are_those_completed(LocalDate anchor, IntervalUnit unit, int count, LocalDate date, long whole) {
            assertThat(new BillingInterval(unit, count).wholeBetween(anchor, date))
                    .isEqualTo(whole);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 1001, Integer.MAX_VALUE})
    void has_a_count_of_1_to_1000(int count) {
        assertRefused(ErrorCode.INVALID_NUMBER, "interval.count", () -> new BillingInterval(IntervalUnit.DAY, count));
    }

    @Test
    void reads_like_what_it_is() {
        assertThat(new BillingInterval(IntervalUnit.MONTH, 3)).hasToString("3 MONTH");
    }
}
