package io.billing4j.period;

import static io.billing4j.fixture.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.error.ErrorCode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BillingScheduleTest {
    private static final ZoneId UTC = ZoneOffset.UTC;
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @Nested
    class Boundaries {
        /** The dates are those of period 0's start and then of every boundary; weekdays in the comments. */
        @ParameterizedTest
        @CsvSource({
            // start,    anchor,     unit,        count, boundaries
            "2025-01-31, 2025-01-31, MONTH,       1, 2025-01-31 2025-02-28 2025-03-31 2025-04-30 2025-05-31", // Fri Fri
            // Mon Wed
            // Sat
            "2024-01-31, 2024-01-31, MONTH,       1, 2024-01-31 2024-02-29 2024-03-31 2024-04-30", // Wed Thu Sun Tue
            "2025-01-30, 2025-01-30, MONTH,       1, 2025-01-30 2025-02-28 2025-03-30", // Thu Fri Sun
            "2023-12-29, 2023-12-29, MONTH,       1, 2023-12-29 2024-01-29 2024-02-29 2024-03-29", // Fri Mon Thu Fri
            "2024-02-29, 2024-02-29, YEAR,        1, 2024-02-29 2025-02-28 2026-02-28 2027-02-28 2028-02-29", // Thu Fri
            // Sat Sun
            // Tue
            "2023-11-30, 2023-11-30, QUARTER,     1, 2023-11-30 2024-02-29 2024-05-30 2024-08-30", // Thu Thu Thu Fri
            "2024-08-31, 2024-08-31, HALF_YEAR,   1, 2024-08-31 2025-02-28 2025-08-31 2026-02-28", // Sat Fri Sun Sat
            "2024-02-28, 2024-02-28, WEEK,        1, 2024-02-28 2024-03-06 2024-03-13", // three Wednesdays
            "2024-02-28, 2024-02-28, WEEK,        2, 2024-02-28 2024-03-13 2024-03-27", // three Wednesdays
            "2024-01-31, 2024-01-31, THIRTY_DAYS, 1, 2024-01-31 2024-03-01 2024-03-31 2024-04-30", // Wed Fri Sun Tue
            "2024-02-28, 2024-02-28, DAY,         1, 2024-02-28 2024-02-29 2024-03-01", // Wed Thu Fri
            "2025-05-31, 2025-05-31, MONTH,       4, 2025-05-31 2025-09-30 2026-01-31 2026-05-31", // Sat Tue Sat Sun
        })
        void come_from_the_anchor(LocalDate start, LocalDate anchor, IntervalUnit unit, int count, String boundaries) {
            assertBoundaries(start, anchor, unit, count, boundaries);
        }

        @ParameterizedTest
        @CsvSource({
            // start,    anchor,     unit,    count, period 0's start and every boundary, and the nominal start of
            // period 0
            "2025-01-20, 2025-02-01, MONTH,   1, 2025-01-20 2025-02-01 2025-03-01, 2025-01-01", // Mon, Sat, Sat
            "2025-01-20, 2024-11-15, MONTH,   1, 2025-01-20 2025-02-15 2025-03-15, 2025-01-15", // anchor before the
            // start
            "2025-02-10, 2025-01-31, MONTH,   1, 2025-02-10 2025-02-28 2025-03-31, 2025-01-31",
            "2025-02-10, 2025-05-31, MONTH,   1, 2025-02-10 2025-02-28 2025-03-31 2025-04-30, 2025-01-31",
            "2025-02-10, 2025-01-01, QUARTER, 1, 2025-02-10 2025-04-01 2025-07-01, 2025-01-01", // calendar quarters
            "2025-02-10, 2030-01-01, YEAR,    1, 2025-02-10 2026-01-01 2027-01-01, 2025-01-01", // anchor years ahead
            "2025-02-12, 2025-02-10, WEEK,    1, 2025-02-12 2025-02-17 2025-02-24, 2025-02-10", // Wed, then Mondays
            "2025-02-12, 2025-02-17, WEEK,    2, 2025-02-12 2025-02-17 2025-03-03, 2025-02-03",
        })
        void other_than_the_start_give_a_short_first_period(
                LocalDate start, LocalDate anchor, IntervalUnit unit, int count, String boundaries, LocalDate nominal) {
            assertBoundaries(start, anchor, unit, count, boundaries);

            BillingPeriod window = schedule(start, anchor, unit, count, UTC).nominal(0);
            assertThat(window.startDate()).isEqualTo(nominal);
            assertThat(window.encloses(schedule(start, anchor, unit, count, UTC).period(0)))
                    .isTrue();
        }

        private void assertBoundaries(
                LocalDate start, LocalDate anchor, IntervalUnit unit, int count, String boundaries) {
            BillingSchedule schedule = schedule(start, anchor, unit, count, UTC);
            List<LocalDate> dates =
                    Arrays.stream(boundaries.split(" ")).map(LocalDate::parse).toList();

            List<BillingPeriod> periods = IntStream.range(0, dates.size() - 1)
                    .mapToObj(schedule::period)
                    .toList();

            for (int k = 0; k < periods.size(); k++) {
                assertThat(periods.get(k)).isEqualTo(BillingPeriod.ofDates(dates.get(k), dates.get(k + 1), UTC));
            }
        }
    }

    @Nested
    class Zones {
        /** A day's first instant is what the zone makes of it, where midnight is missing or comes twice too. */
        @ParameterizedTest
        @CsvSource({
            // zone,              date,       first instant of the day
            "Europe/Berlin,       2025-03-30, 2025-03-29T23:00:00Z", // Sun: the gap is at two, not at midnight
            "Europe/Berlin,       2025-03-31, 2025-03-30T22:00:00Z",
            "Europe/Berlin,       2025-10-27, 2025-10-26T23:00:00Z",
            "America/Sao_Paulo,   2017-10-15, 2017-10-15T03:00:00Z", // Sun: no midnight, begins at 01:00 -02
            "America/Sao_Paulo,   2018-02-18, 2018-02-18T03:00:00Z", // Sun: Saturday's last hour came twice
            "Asia/Beirut,         2024-03-31, 2024-03-30T22:00:00Z", // Sun: begins at 01:00 +03
            "Africa/Cairo,        2024-04-26, 2024-04-25T22:00:00Z", // Fri: begins at 01:00 +03
            "Africa/Cairo,        2024-11-01, 2024-10-31T22:00:00Z", // Fri: Thursday's last hour came twice
            "America/Havana,      2024-11-03, 2024-11-03T04:00:00Z", // Sun: midnight comes twice, the first counts
            "Asia/Kathmandu,      2025-01-01, 2024-12-31T18:15:00Z", // +05:45
            "Australia/Lord_Howe, 2025-04-07, 2025-04-06T13:30:00Z", // Mon: +10:30 after half an hour came twice
            "Australia/Lord_Howe, 2025-10-06, 2025-10-05T13:00:00Z", // Mon: +11
            "Pacific/Apia,        2011-12-31, 2011-12-30T10:00:00Z", // Sat: follows Thursday the 29th
            "Pacific/Kiritimati,  2025-01-01, 2024-12-31T10:00:00Z", // +14
        })
        void decide_when_a_boundary_is(ZoneId zone, LocalDate date, Instant firstInstant) {
            BillingSchedule daily = schedule(date.minusDays(3), date, IntervalUnit.DAY, 1, zone);

            assertThat(daily.containing(firstInstant).startInclusive()).isEqualTo(firstInstant);
            assertThat(daily.containing(firstInstant.minusNanos(1000)).endExclusive())
                    .isEqualTo(firstInstant);
        }

        @Test
        void leave_out_a_date_without_leaving_out_time() {
            // Samoa went from Thursday 29 to Saturday 31 December 2011.
            ZoneId apia = ZoneId.of("Pacific/Apia");
            BillingSchedule daily =
                    schedule(LocalDate.of(2011, 12, 28), LocalDate.of(2011, 12, 28), IntervalUnit.DAY, 1, apia);

            BillingPeriod thursday = daily.containing(Instant.parse("2011-12-30T09:59:59.999999Z"));
            BillingPeriod saturday = daily.next(thursday);

            assertThat(thursday.startDate()).isEqualTo(LocalDate.of(2011, 12, 29));
            assertThat(saturday.startDate()).isEqualTo(LocalDate.of(2011, 12, 31));
            assertThat(saturday.startInclusive()).isEqualTo(thursday.endExclusive());
            assertThat(saturday.length()).isEqualTo(java.time.Duration.ofHours(24));
            assertThat(daily.previous(saturday)).isEqualTo(thursday);
        }

        @Test
        void number_periods_on_past_a_date_that_they_leave_out() {
            ZoneId apia = ZoneId.of("Pacific/Apia");
            BillingSchedule daily =
                    schedule(LocalDate.of(2011, 12, 29), LocalDate.of(2011, 12, 29), IntervalUnit.DAY, 1, apia);

            assertThat(daily.indexAfter(0)).isEqualTo(2); // 1 would be the 30th
            assertThat(daily.indexAfter(2)).isEqualTo(3);
            assertThat(daily.indexBefore(2)).isEqualTo(0);
            assertRefused(ErrorCode.INVALID_PERIOD, "periodEnd", () -> daily.period(1));
        }

        @Test
        void make_a_start_on_a_date_that_they_leave_out_one_on_the_next() {
            ZoneId apia = ZoneId.of("Pacific/Apia");
            BillingSchedule daily =
                    schedule(LocalDate.of(2011, 12, 30), LocalDate.of(2011, 12, 30), IntervalUnit.DAY, 1, apia);

            assertThat(daily.startDate()).isEqualTo(LocalDate.of(2011, 12, 31));
            assertThat(daily.period(0))
                    .isEqualTo(BillingPeriod.ofDates(LocalDate.of(2011, 12, 31), LocalDate.of(2012, 1, 1), apia));
        }

        @Test
        void may_show_a_date_twice_without_a_second_period() {
            // St John's put the clock back at 00:01 on Sunday 7 November 2010, to 23:01 of the Saturday.
            ZoneId stJohns = ZoneId.of("America/St_Johns");
            BillingSchedule daily =
                    schedule(LocalDate.of(2010, 11, 6), LocalDate.of(2010, 11, 6), IntervalUnit.DAY, 1, stJohns);

            assertThat(daily.indexContaining(Instant.parse("2010-11-07T02:30:30Z")))
                    .isEqualTo(1); // Sun 00:00:30
            assertThat(daily.indexContaining(Instant.parse("2010-11-07T02:31:30Z")))
                    .isEqualTo(1); // Sat 23:01:30 again
            assertThat(daily.indexContaining(Instant.parse("2010-11-07T02:29:59Z")))
                    .isEqualTo(0); // Sat 23:59:59
        }
    }

    @Nested
    class StoredBoundaries {
        private final BillingSchedule monthly =
                schedule(LocalDate.of(2026, 1, 1), LocalDate.of(2026, 1, 1), IntervalUnit.MONTH, 1, BERLIN);
        private final Instant oneHourLate = Instant.parse("2026-04-01T00:00:00Z"); // as if summer time had not begun

        @Test
        void win_over_computed_ones_on_both_sides() {
            BillingSchedule pinned = monthly.withPinned(Map.of(3, oneHourLate));

            assertThat(monthly.boundary(3)).isEqualTo(Instant.parse("2026-03-31T22:00:00Z"));
            assertThat(pinned.period(2).endExclusive()).isEqualTo(oneHourLate);
            assertThat(pinned.period(3).startInclusive()).isEqualTo(oneHourLate);
            assertThat(pinned.period(3).endExclusive()).isEqualTo(monthly.boundary(4));
            assertThat(pinned.nominal(3)).isEqualTo(pinned.period(3));
        }

        @Test
        void decide_which_period_contains_an_instant_between_both() {
            BillingSchedule late = monthly.withPinned(Map.of(3, oneHourLate));
            BillingSchedule early = monthly.withPinned(Map.of(3, Instant.parse("2026-03-31T20:00:00Z")));
            Instant between = Instant.parse("2026-03-31T22:30:00Z");

            assertThat(late.indexContaining(between)).isEqualTo(2);
            assertThat(monthly.indexContaining(between)).isEqualTo(3);
            assertThat(early.indexContaining(between.minusSeconds(3600))).isEqualTo(3);
        }

        @Test
        void replace_those_that_were_given_before() {
            assertThat(monthly.withPinned(Map.of(3, oneHourLate)).withPinned(Map.of()))
                    .isEqualTo(monthly);
        }

        @Test
        void of_the_start_survive_a_changed_time_zone_table() {
            Instant storedStart = Instant.parse("2025-12-31T22:00:00Z");
            BillingSchedule stored = new BillingSchedule(
                    monthly.startDate(),
                    storedStart,
                    monthly.anchorDate(),
                    monthly.interval(),
                    BERLIN,
                    LocalTime.MIDNIGHT,
                    Map.of());

            assertThat(stored.period(0).startInclusive()).isEqualTo(storedStart);
            assertThat(stored.indexContaining(storedStart)).isZero();
        }
    }

    @Nested
    class APeriodOfTheSchedule {
        private final BillingSchedule schedule =
                schedule(LocalDate.of(2025, 1, 20), LocalDate.of(2025, 2, 1), IntervalUnit.MONTH, 1, UTC);

        @Test
        void is_found_by_its_exact_bounds() {
            assertThat(schedule.indexOf(at("2025-01-20"), at("2025-02-01"))).isZero();
            assertThat(schedule.indexOf(at("2025-03-01"), at("2025-04-01"))).isEqualTo(2);
        }

        @Test
        void is_not_found_by_any_other() {
            assertThat(schedule.indexOf(at("2025-01-01"), at("2025-02-01"))).isNull(); // the nominal window
            assertThat(schedule.indexOf(at("2025-02-01"), at("2025-04-01"))).isNull();
            assertThat(schedule.indexOf(at("2025-02-02"), at("2025-03-01"))).isNull();
            assertThat(schedule.indexOf(at("2025-02-01"), at("2025-02-28"))).isNull();
            assertThat(schedule.indexOf(at("2025-03-01"), at("2025-02-01"))).isNull();
        }

        @Test
        void before_the_start_does_not_exist() {
            assertRefused(ErrorCode.INVALID_PERIOD, "periodStart", () -> schedule.period(-1));
            assertRefused(
                    ErrorCode.INVALID_PERIOD,
                    "periodStart",
                    () -> schedule.containing(at("2025-01-20").minusNanos(1000)));
            assertThat(schedule.previous(schedule.period(0))).isNull();
        }
    }

    @Nested
    class AScheduleThatCannotBe {
        @Test
        void is_refused_when_it_is_made_and_not_when_it_is_billed() {
            // Boundary 0 would lie a thousand years before the start, outside the years of the books.
            assertRefused(
                    ErrorCode.INVALID_DATE,
                    "anchorDate",
                    () -> schedule(LocalDate.of(2024, 1, 10), LocalDate.of(2024, 1, 15), IntervalUnit.YEAR, 1000, UTC));
            assertRefused(
                    ErrorCode.INVALID_DATE,
                    "anchorDate",
                    () -> schedule(LocalDate.of(9998, 12, 1), LocalDate.of(9998, 12, 1), IntervalUnit.MONTH, 1, UTC));
        }

        @Test
        void is_not_asked_beyond_the_calendar() {
            LocalDate date = LocalDate.of(2024, 1, 15);
            BillingSchedule daily = schedule(date, date, IntervalUnit.DAY, 1, UTC);
            BillingSchedule yearly = schedule(date, date, IntervalUnit.YEAR, 1, UTC);

            assertRefused(ErrorCode.INVALID_DATE, "periodStart", () -> daily.containing(Instant.MAX));
            assertRefused(ErrorCode.INVALID_DATE, "periodStart", () -> yearly.indexContaining(Instant.MAX));
            assertRefused(ErrorCode.INVALID_DATE, "periodStart", () -> daily.elapsedAt(Instant.MAX));
            assertRefused(ErrorCode.INVALID_DATE, "interval", () -> yearly.boundary(Integer.MAX_VALUE));
            assertRefused(ErrorCode.INVALID_DATE, "interval", () -> yearly.boundary(Integer.MIN_VALUE));
            assertRefused(ErrorCode.INVALID_DATE, "periodStart", () -> daily.period(Integer.MAX_VALUE));
        }
    }

    private static BillingSchedule schedule(
            LocalDate start, LocalDate anchor, IntervalUnit unit, int count, ZoneId zone) {
        return BillingSchedule.of(start, anchor, new BillingInterval(unit, count), zone);
    }

    private static Instant at(String date) {
        return LocalDate.parse(date).atStartOfDay(UTC).toInstant();
    }
}
