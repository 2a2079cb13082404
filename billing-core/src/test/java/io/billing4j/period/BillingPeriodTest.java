package io.billing4j.period;

import static io.billing4j.fixture.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.error.ErrorCode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class BillingPeriodTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final BillingPeriod NOVEMBER =
            BillingPeriod.ofDates(LocalDate.of(2026, 11, 1), LocalDate.of(2026, 12, 1), BERLIN);

    @Nested
    class APeriod {
        @Test
        void holds_its_start_and_not_its_end() {
            assertThat(NOVEMBER.contains(Instant.parse("2026-10-31T22:59:59.999999Z")))
                    .isFalse();
            assertThat(NOVEMBER.contains(Instant.parse("2026-10-31T23:00:00Z"))).isTrue();
            assertThat(NOVEMBER.contains(Instant.parse("2026-11-30T22:59:59.999999Z")))
                    .isTrue();
            assertThat(NOVEMBER.contains(Instant.parse("2026-11-30T23:00:00Z"))).isFalse();
        }

        @Test
        void encloses_itself_and_its_parts_and_nothing_beyond() {
            Instant middle = Instant.parse("2026-11-15T00:00:00Z");
            BillingPeriod firstHalf = new BillingPeriod(NOVEMBER.startInclusive(), middle, BERLIN);
            BillingPeriod beyond =
                    new BillingPeriod(middle, NOVEMBER.endExclusive().plusNanos(1000), BERLIN);

            assertThat(NOVEMBER.encloses(NOVEMBER)).isTrue();
            assertThat(NOVEMBER.encloses(firstHalf)).isTrue();
            assertThat(firstHalf.encloses(NOVEMBER)).isFalse();
            assertThat(NOVEMBER.encloses(beyond)).isFalse();
        }

        @Test
        void starts_before_it_ends() {
            Instant instant = Instant.parse("2026-11-01T00:00:00Z");

            assertRefused(ErrorCode.INVALID_PERIOD, "periodEnd", () -> new BillingPeriod(instant, instant, BERLIN));
            assertRefused(
                    ErrorCode.INVALID_PERIOD,
                    "periodEnd",
                    () -> new BillingPeriod(instant, instant.minusSeconds(1), BERLIN));
            // Cut to microseconds nothing is left between them.
            assertRefused(
                    ErrorCode.INVALID_PERIOD,
                    "periodEnd",
                    () -> new BillingPeriod(instant, instant.plusNanos(999), BERLIN));
        }

        @Test
        void is_cut_to_microseconds() {
            BillingPeriod period = new BillingPeriod(
                    Instant.parse("2026-11-01T00:00:00.000001999Z"), Instant.parse("2026-11-02T00:00:00Z"), BERLIN);

            assertThat(period.startInclusive()).isEqualTo(Instant.parse("2026-11-01T00:00:00.000001Z"));
        }
    }

    @Nested
    class ItsLength {
        @Test
        void is_real_time() {
            // Sunday 29 March 2026 lacks an hour, Sunday 25 October 2026 has one twice.
            assertThat(day(2026, 3, 29).length()).isEqualTo(Duration.ofHours(23));
            assertThat(day(2026, 3, 30).length()).isEqualTo(Duration.ofHours(24));
            assertThat(day(2026, 10, 25).length()).isEqualTo(Duration.ofHours(25));
        }

        private BillingPeriod day(int year, int month, int day) {
            LocalDate date = LocalDate.of(year, month, day);
            return BillingPeriod.ofDates(date, date.plusDays(1), BERLIN);
        }
    }

    @Nested
    class ALengthOfTime {
        @Test
        void may_not_lead_out_of_the_calendar() {
            Instant start = Instant.parse("2026-11-01T00:00:00Z");

            for (Duration length : List.of(
                    Duration.ofSeconds(Long.MAX_VALUE),
                    Duration.ofSeconds(Long.MIN_VALUE),
                    Duration.ofDays(40_000_000))) {
                assertRefused(ErrorCode.INVALID_DATE, "periodEnd", () -> BillingPeriod.lasting(start, length, BERLIN));
            }
        }
    }

    @Nested
    class ItsText {
        @Test
        void shows_dates_and_zone() {
            assertThat(NOVEMBER).hasToString("[2026-11-01, 2026-12-01) Europe/Berlin");
        }

        @Test
        void shows_times_where_a_boundary_is_not_the_start_of_its_day() {
            BillingPeriod cut =
                    new BillingPeriod(NOVEMBER.startInclusive(), Instant.parse("2026-11-15T11:30:00Z"), BERLIN);

            assertThat(cut).hasToString("[2026-11-01, 2026-11-15T12:30+01:00) Europe/Berlin");
        }

        @Test
        void shows_a_date_also_where_the_day_starts_at_one_o_clock() {
            // Sunday 15 October 2017 began at 01:00 in Sao Paulo.
            BillingPeriod period = BillingPeriod.ofDates(
                    LocalDate.of(2017, 10, 15), LocalDate.of(2017, 11, 15), ZoneId.of("America/Sao_Paulo"));

            assertThat(period).hasToString("[2017-10-15, 2017-11-15) America/Sao_Paulo");
            assertThat(period.startDate()).isEqualTo(LocalDate.of(2017, 10, 15));
        }

        @Test
        void shows_utc_as_a_zone_like_others() {
            BillingPeriod period =
                    BillingPeriod.ofDates(LocalDate.of(2023, 11, 1), LocalDate.of(2023, 12, 1), ZoneOffset.UTC);

            assertThat(period).hasToString("[2023-11-01, 2023-12-01) Z");
        }
    }
}
