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
    class None {
        @Test
        void measures_nothing_before_the_end_and_all_of_it_there() {
            BillingPeriod day = dates("2026-11-20", "2026-11-21", ZoneOffset.UTC);

            assertThat(ProrationPolicy.NONE.passed(day, day.startInclusive())).isZero();
            assertThat(ProrationPolicy.NONE.passed(day, day.endExclusive().minusNanos(1000)))
                    .isZero();
            assertThat(ProrationPolicy.NONE.whole(day)).isEqualTo(1);
        }
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
}
