package io.billing4j.period;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BoundaryTimeTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @Nested
    class ABoundary {
        @ParameterizedTest
        @CsvSource({
            // zone,           time,  date,       instant
            "Z,                15:00, 2025-02-28, 2025-02-28T15:00:00Z",
            "Asia/Kolkata,     14:30, 2024-03-13, 2024-03-13T09:00:00Z", // +05:30
            "Europe/Berlin,    02:30, 2025-03-29, 2025-03-29T01:30:00Z", // Sat, +01
            "Europe/Berlin,    02:30, 2025-03-30, 2025-03-30T01:30:00Z", // Sun: no 02:30, so 03:30 +02
            "Europe/Berlin,    02:30, 2025-03-31, 2025-03-31T00:30:00Z", // Mon, +02
            "Europe/Berlin,    02:30, 2025-10-26, 2025-10-26T00:30:00Z", // Sun: 02:30 twice, the first is +02
            "Europe/Berlin,    02:30, 2025-10-27, 2025-10-27T01:30:00Z", // Mon, +01
            "Asia/Beirut,      00:00, 2024-03-31, 2024-03-30T22:00:00Z", // Sun: no midnight, the day begins at 01:00
            "Asia/Beirut,      00:30, 2024-03-31, 2024-03-30T22:30:00Z", // Sun: no 00:30, so 01:30 +03
            "Pacific/Apia,     10:00, 2011-12-31, 2011-12-30T20:00:00Z", // Sat: no Friday; +14
        })
        void is_at_the_time_of_day(ZoneId zone, LocalTime time, LocalDate date, Instant instant) {
            BillingSchedule daily =
                    BillingSchedule.of(date.minusDays(3), time, date, new BillingInterval(IntervalUnit.DAY, 1), zone);

            assertThat(daily.containing(instant).startInclusive()).isEqualTo(instant);
            assertThat(daily.containing(instant.minusNanos(1000)).endExclusive())
                    .isEqualTo(instant);
        }

        @Test
        void keeps_its_time_through_short_months() {
            BillingSchedule monthly = BillingSchedule.of(
                    LocalDate.of(2025, 1, 31),
                    LocalTime.of(15, 0),
                    LocalDate.of(2025, 1, 31),
                    BillingInterval.MONTHLY,
                    ZoneOffset.UTC);

            assertThat(monthly.period(0).endExclusive()).isEqualTo("2025-02-28T15:00:00Z");
            assertThat(monthly.period(1).endExclusive()).isEqualTo("2025-03-31T15:00:00Z");
        }
    }

    @Nested
    class AStart {
        private final LocalDate fifteenth = LocalDate.of(2026, 1, 15);

        @Test
        void after_the_boundary_of_its_day_cuts_the_period_that_begins_there() {
            BillingSchedule monthly = startingAt("2026-01-15T09:37:00Z", LocalTime.MIDNIGHT);

            assertThat(monthly.period(0)).isEqualTo(period("2026-01-15T09:37:00Z", "2026-02-14T23:00:00Z"));
            assertThat(monthly.nominal(0)).isEqualTo(period("2026-01-14T23:00:00Z", "2026-02-14T23:00:00Z"));
        }

        @Test
        void before_the_boundary_of_its_day_leaves_a_period_of_hours() {
            BillingSchedule monthly = startingAt("2026-01-15T09:37:00Z", LocalTime.NOON);

            assertThat(monthly.period(0)).isEqualTo(period("2026-01-15T09:37:00Z", "2026-01-15T11:00:00Z"));
            assertThat(monthly.nominal(0)).isEqualTo(period("2025-12-15T11:00:00Z", "2026-01-15T11:00:00Z"));
        }

        @Test
        void on_a_boundary_is_whole() {
            BillingSchedule monthly = startingAt("2026-01-15T11:00:00Z", LocalTime.NOON);

            assertThat(monthly.period(0)).isEqualTo(monthly.nominal(0));
            assertThat(monthly)
                    .isEqualTo(
                            BillingSchedule.of(fifteenth, LocalTime.NOON, fifteenth, BillingInterval.MONTHLY, BERLIN));
        }

        private BillingSchedule startingAt(String start, LocalTime time) {
            return BillingSchedule.startingAt(Instant.parse(start), time, fifteenth, BillingInterval.MONTHLY, BERLIN);
        }

        private BillingPeriod period(String start, String end) {
            return new BillingPeriod(Instant.parse(start), Instant.parse(end), BERLIN);
        }
    }

    @Nested
    class AnInstant {
        private final BillingSchedule monthly = BillingSchedule.of(
                LocalDate.of(2026, 1, 20), LocalDate.of(2026, 2, 1), BillingInterval.MONTHLY, ZoneOffset.UTC);

        @ParameterizedTest
        @CsvSource({
            // instant,             ended, period that ended last,  next boundary
            "2025-11-01T00:00:00Z,  0,     ,                        2026-02-01T00:00:00Z", // before the start
            "2026-01-20T00:00:00Z,  0,     ,                        2026-02-01T00:00:00Z",
            "2026-01-31T23:59:59Z,  0,     ,                        2026-02-01T00:00:00Z",
            "2026-02-01T00:00:00Z,  1,     2026-01-20T00:00:00Z,    2026-02-01T00:00:00Z",
            "2026-02-01T00:00:01Z,  1,     2026-01-20T00:00:00Z,    2026-03-01T00:00:00Z",
            "2026-04-15T00:00:00Z,  3,     2026-03-01T00:00:00Z,    2026-05-01T00:00:00Z",
        })
        void lies_after_so_many_periods(Instant instant, int ended, Instant lastStart, Instant boundary) {
            BillingPeriod last = monthly.endedAt(instant);

            assertThat(monthly.elapsedAt(instant)).isEqualTo(ended);
            assertThat(last == null ? null : last.startInclusive()).isEqualTo(lastStart);
            assertThat(monthly.boundaryFrom(instant)).isEqualTo(boundary);
        }

        @Test
        void before_the_start_has_the_first_period_to_come() {
            assertThat(monthly.endingAfter(Instant.parse("2025-11-01T00:00:00Z")))
                    .isEqualTo(monthly.period(0));
        }

        @Test
        void of_the_start_is_a_boundary_where_the_first_period_is_whole() {
            LocalDate first = LocalDate.of(2026, 2, 1);
            BillingSchedule whole = BillingSchedule.of(first, first, BillingInterval.MONTHLY, ZoneOffset.UTC);

            assertThat(whole.boundaryFrom(Instant.parse("2025-11-01T00:00:00Z")))
                    .isEqualTo("2026-02-01T00:00:00Z");
        }
    }
}
