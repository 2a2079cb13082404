package io.billing4j.period;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.fixture.ScheduleArbitraries;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProrationPolicyTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @Nested
    class BySecond {
        @Test
        void measures_real_time_in_microseconds() {
            BillingPeriod day = dates("2026-11-20", "2026-11-21", ZoneOffset.UTC);

            assertThat(ProrationPolicy.BY_SECOND.whole(day)).isEqualTo(86_400_000_000L);
            assertThat(ProrationPolicy.BY_SECOND.passed(day, day.startInclusive()))
                    .isZero();
            assertThat(ProrationPolicy.BY_SECOND.passed(day, Instant.parse("2026-11-20T12:00:00.000001Z")))
                    .isEqualTo(43_200_000_001L);
        }

        @Test
        void counts_a_day_with_a_clock_change_as_23_or_25_hours() {
            // Sundays
            assertThat(ProrationPolicy.BY_SECOND.whole(dates("2026-03-29", "2026-03-30", BERLIN)))
                    .isEqualTo(23 * 3_600_000_000L);
            assertThat(ProrationPolicy.BY_SECOND.whole(dates("2026-10-25", "2026-10-26", BERLIN)))
                    .isEqualTo(25 * 3_600_000_000L);
        }
    }

    @Nested
    class ByDay {
        @Test
        void measures_dates_of_the_zone_whatever_their_hours() {
            BillingPeriod march = dates("2026-03-01", "2026-04-01", BERLIN);

            assertThat(ProrationPolicy.BY_DAY.whole(march)).isEqualTo(31);
            assertThat(ProrationPolicy.BY_DAY.passed(march, Instant.parse("2026-03-29T21:59:59.999999Z")))
                    .isEqualTo(28); // still Sunday the 29th in Berlin
            assertThat(ProrationPolicy.BY_DAY.passed(march, Instant.parse("2026-03-29T22:00:00Z")))
                    .isEqualTo(29);
        }

        @Test
        void counts_the_date_of_a_change_with_what_comes_after_it() {
            BillingPeriod march = dates("2026-03-01", "2026-04-01", ZoneOffset.UTC);

            assertThat(ProrationPolicy.BY_DAY.passed(march, Instant.parse("2026-03-10T00:00:00Z")))
                    .isEqualTo(9);
            assertThat(ProrationPolicy.BY_DAY.passed(march, Instant.parse("2026-03-10T23:59:59Z")))
                    .isEqualTo(9);
        }

        @Test
        void never_goes_back_where_a_zone_goes_back_to_the_day_before() {
            // St John's put the clock back at 00:01 on Sunday 7 November 2010, to 23:01 of the Saturday.
            BillingPeriod november = dates("2010-11-01", "2010-12-01", ZoneId.of("America/St_Johns"));

            assertThat(ProrationPolicy.BY_DAY.passed(november, Instant.parse("2010-11-07T02:29:59Z"))) // Sat 23:59:59
                    .isEqualTo(5);
            assertThat(ProrationPolicy.BY_DAY.passed(november, Instant.parse("2010-11-07T02:30:00Z"))) // Sun 00:00
                    .isEqualTo(6);
            assertThat(ProrationPolicy.BY_DAY.passed(
                            november, Instant.parse("2010-11-07T02:31:00Z"))) // Sat 23:01 again
                    .isEqualTo(6);
        }

        @Test
        void of_a_window_within_one_date_measures_nothing() {
            BillingPeriod hour = new BillingPeriod(
                    Instant.parse("2026-11-20T10:00:00Z"), Instant.parse("2026-11-20T11:00:00Z"), ZoneOffset.UTC);

            assertThat(ProrationPolicy.BY_DAY.whole(hour)).isZero();
        }
    }

    @Nested
    class Fixed30Days {
        @ParameterizedTest
        @CsvSource({
            // from,     until,      days of thirty in every month
            "2023-05-23, 2023-06-15, 22", // 8 left of 30 in May, 14 in June
            "2023-02-23, 2023-03-15, 22", // the same of 30 in February
            "2024-02-23, 2024-03-15, 22", // leap year or not
            "2026-01-01, 2026-02-01, 30",
            "2026-02-01, 2026-03-01, 30",
            "2026-01-15, 2026-01-20, 5",
            "2026-01-30, 2026-01-31, 1",
            "2026-01-31, 2026-02-01, 0", // the 31st counts nothing
            "2026-02-28, 2026-03-01, 3", // the last day of February makes up for two more
            "2024-02-29, 2024-03-01, 2",
            "2026-04-30, 2026-05-01, 1",
            "2026-01-31, 2026-02-28, 27", // windows of an anchor on the 31st are of 27, 33 and 30
            "2026-02-28, 2026-03-31, 33",
            "2026-01-01, 2027-01-01, 360",
        })
        void count_in_every_month(LocalDate start, LocalDate end, long days) {
            BillingPeriod window = BillingPeriod.ofDates(start, end, BERLIN);

            assertThat(ProrationPolicy.FIXED_30_DAYS.whole(window)).isEqualTo(days);
        }

        @Test
        void count_the_date_of_a_change_with_what_comes_after_it() {
            BillingPeriod march = dates("2026-03-01", "2026-04-01", BERLIN);

            assertThat(ProrationPolicy.FIXED_30_DAYS.passed(march, Instant.parse("2026-03-29T21:59:59.999999Z")))
                    .isEqualTo(28); // still Sunday the 29th in Berlin
            assertThat(ProrationPolicy.FIXED_30_DAYS.passed(march, Instant.parse("2026-03-29T22:00:00Z")))
                    .isEqualTo(29);
            assertThat(ProrationPolicy.FIXED_30_DAYS.passed(march, march.endExclusive()))
                    .isEqualTo(30);
        }
    }

    @Nested
    class None {
        private final BillingPeriod november = dates("2026-11-01", "2026-12-01", ZoneOffset.UTC);

        @Test
        void measures_all_of_it_from_the_first_instant_on() {
            assertThat(ProrationPolicy.NONE.passed(november, november.startInclusive()))
                    .isZero();
            assertThat(ProrationPolicy.NONE.passed(
                            november, november.startInclusive().plusNanos(1000)))
                    .isEqualTo(1);
            assertThat(ProrationPolicy.NONE.whole(november)).isEqualTo(1);
        }

        @Test
        void begins_its_window_with_what_is_held_first() {
            Instant middle = Instant.parse("2026-11-15T00:00:00Z");

            assertThat(ProrationPolicy.NONE.window(november, middle))
                    .isEqualTo(dates("2026-11-15", "2026-12-01", ZoneOffset.UTC));
            assertThat(ProrationPolicy.NONE.window(november, november.startInclusive()))
                    .isEqualTo(november);
        }
    }

    @Property
    void a_window_is_the_whole_nominal_period_wherever_there_is_something_to_measure(
            @ForAll ProrationPolicy policy, @ForAll("schedules") BillingSchedule schedule) {
        BillingPeriod nominal = schedule.nominal(0);
        BillingPeriod first = schedule.period(0);

        assertThat(policy.window(nominal, schedule.startInclusive()))
                .isEqualTo(policy == ProrationPolicy.NONE ? first : nominal);
    }

    @Property
    void what_has_passed_only_grows_from_nothing_to_the_whole(
            @ForAll ProrationPolicy policy,
            @ForAll("schedules") BillingSchedule schedule,
            @ForAll @IntRange(max = 1_000_000) int earlier,
            @ForAll @IntRange(max = 1_000_000) int later) {
        BillingPeriod window = schedule.nominal(0);
        Instant first = at(window, Math.min(earlier, later));
        Instant second = at(window, Math.max(earlier, later));

        assertThat(policy.passed(window, window.startInclusive())).isZero();
        assertThat(policy.passed(window, first))
                .isBetween(0L, policy.passed(window, second))
                .isLessThanOrEqualTo(policy.whole(window));
        assertThat(policy.passed(window, second)).isLessThanOrEqualTo(policy.whole(window));
        assertThat(policy.passed(window, window.endExclusive())).isEqualTo(policy.whole(window));
    }

    @Provide
    Arbitrary<BillingSchedule> schedules() {
        return ScheduleArbitraries.schedules();
    }

    private static Instant at(BillingPeriod window, int millionths) {
        long micros = window.length().toNanos() / 1000;
        return window.startInclusive()
                .plus(Math.floorDiv(Math.multiplyExact(micros / 1000, (long) millionths), 1000), ChronoUnit.MICROS);
    }

    private static BillingPeriod dates(String start, String end, ZoneId zone) {
        return BillingPeriod.ofDates(LocalDate.parse(start), LocalDate.parse(end), zone);
    }

    /** 500 years from 1900 on have 121 leap days: 182,621 days. */
    @Test
    void real_time_is_measured_over_centuries() {
        BillingPeriod centuries = new BillingPeriod(
                Instant.parse("1900-01-01T00:00:00Z"), Instant.parse("2400-01-01T00:00:00Z"), ZoneOffset.UTC);
        assertThat(ProrationPolicy.BY_SECOND.passed(centuries, centuries.endExclusive()))
                .isEqualTo(182_621L * 86_400_000_000L);
    }
}
