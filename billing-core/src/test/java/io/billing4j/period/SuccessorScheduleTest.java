package io.billing4j.period;

import static io.billing4j.fixture.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.error.ErrorCode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Schedules that others take over from: a subscription that changes its interval or its zone. */
class SuccessorScheduleTest {
    private static final ZoneId UTC = ZoneOffset.UTC;
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final BillingInterval DAILY = new BillingInterval(IntervalUnit.DAY, 1);
    private static final BillingInterval WEEKLY = new BillingInterval(IntervalUnit.WEEK, 1);
    private static final Instant MID_MARCH = Instant.parse("2024-03-16T00:00:00Z");

    @Nested
    class AnotherIntervalInMidMonth {
        // Jan is 0, Feb is 1, March is 2 and is cut on the 16th; the years are 3 and 4.
        private final BillingSchedule schedule = schedule("2024-01-01", BillingInterval.MONTHLY, UTC)
                .followedBy(BillingSchedule.anniversary(MID_MARCH, BillingInterval.YEARLY, UTC));

        @Test
        void cuts_the_running_period_and_begins_the_next_at_that_instant() {
            assertThat(shown(schedule, 1)).isEqualTo("[2024-02-01, 2024-03-01) Z");
            assertThat(shown(schedule, 2)).isEqualTo("[2024-03-01, 2024-03-16) Z");
            assertThat(shown(schedule, 3)).isEqualTo("[2024-03-16, 2025-03-16) Z");
            assertThat(shown(schedule, 4)).isEqualTo("[2025-03-16, 2026-03-16) Z");
        }

        @Test
        void leaves_the_window_of_the_cut_period_whole() {
            assertThat(schedule.nominal(2)).hasToString("[2024-03-01, 2024-04-01) Z");
            assertThat(schedule.nominal(3)).isEqualTo(schedule.period(3));
        }

        @Test
        void goes_on_with_the_numbers() {
            assertThat(schedule.indexContaining(MID_MARCH.minusNanos(1000))).isEqualTo(2);
            assertThat(schedule.indexContaining(MID_MARCH)).isEqualTo(3);
            assertThat(schedule.indexContaining(Instant.parse("2025-03-16T00:00:00Z")))
                    .isEqualTo(4);
            assertThat(schedule.indexAfter(1)).isEqualTo(2);
            assertThat(schedule.indexAfter(2)).isEqualTo(3);
            assertThat(schedule.indexAfter(3)).isEqualTo(4);
            assertThat(schedule.indexBefore(4)).isEqualTo(3);
            assertThat(schedule.indexBefore(3)).isEqualTo(2);
            assertThat(schedule.indexBefore(2)).isEqualTo(1);
            assertThat(schedule.indexBefore(0)).isNegative();
        }

        @Test
        void finds_periods_by_their_bounds_as_they_are_now() {
            assertThat(schedule.indexOf(Instant.parse("2024-03-01T00:00:00Z"), MID_MARCH))
                    .isEqualTo(2);
            assertThat(schedule.indexOf(Instant.parse("2024-03-01T00:00:00Z"), Instant.parse("2024-04-01T00:00:00Z")))
                    .isNull();
            assertThat(schedule.next(schedule.period(2))).isEqualTo(schedule.period(3));
            assertThat(schedule.previous(schedule.period(3))).isEqualTo(schedule.period(2));
        }

        @Test
        void is_a_boundary_itself() {
            assertThat(schedule.boundaryFrom(Instant.parse("2024-03-02T00:00:00Z")))
                    .isEqualTo(MID_MARCH);
            assertThat(schedule.boundaryFrom(MID_MARCH)).isEqualTo(MID_MARCH);
            assertThat(schedule.boundaryFrom(MID_MARCH.plusNanos(1000)))
                    .isEqualTo(Instant.parse("2025-03-16T00:00:00Z"));
            assertThat(schedule.turns()).containsExactly(MID_MARCH);
        }

        @Test
        void is_in_force_from_its_instant_on() {
            assertThat(schedule.inForceAt(MID_MARCH.minusNanos(1000)).interval())
                    .isEqualTo(BillingInterval.MONTHLY);
            assertThat(schedule.inForceAt(MID_MARCH).interval()).isEqualTo(BillingInterval.YEARLY);
            assertThat(schedule.alone()).isEqualTo(schedule("2024-01-01", BillingInterval.MONTHLY, UTC));
        }
    }

    @Nested
    class AnotherIntervalElsewhere {
        @Test
        void on_a_boundary_cuts_nothing() {
            BillingSchedule schedule = schedule("2024-01-01", BillingInterval.MONTHLY, UTC)
                    .followedBy(schedule("2024-03-01", WEEKLY, UTC));

            assertThat(shown(schedule, 1)).isEqualTo("[2024-02-01, 2024-03-01) Z");
            assertThat(shown(schedule, 2)).isEqualTo("[2024-03-01, 2024-03-08) Z");
            assertThat(schedule.indexContaining(Instant.parse("2024-03-01T00:00:00Z")))
                    .isEqualTo(2);
        }

        @Test
        void at_a_time_of_day_is_counted_from_that_time() {
            // 10:37 in Berlin is 09:37Z in winter and 08:37Z in summer, which begins on 31 March.
            BillingSchedule schedule = schedule("2024-01-01", BillingInterval.MONTHLY, BERLIN)
                    .followedBy(BillingSchedule.anniversary(
                            Instant.parse("2024-03-16T09:37:00Z"), BillingInterval.MONTHLY, BERLIN));

            assertThat(schedule.period(2).endExclusive()).isEqualTo(Instant.parse("2024-03-16T09:37:00Z"));
            assertThat(schedule.period(3).endExclusive()).isEqualTo(Instant.parse("2024-04-16T08:37:00Z"));
        }

        @Test
        void twice_within_one_period_leaves_three_parts_of_it() {
            // Monthly to the 10th, weekly to the 12th, yearly from then on.
            BillingSchedule schedule = schedule("2024-01-01", BillingInterval.MONTHLY, UTC)
                    .followedBy(schedule("2024-01-10", WEEKLY, UTC))
                    .followedBy(schedule("2024-01-12", BillingInterval.YEARLY, UTC));

            assertThat(shown(schedule, 0)).isEqualTo("[2024-01-01, 2024-01-10) Z");
            assertThat(shown(schedule, 1)).isEqualTo("[2024-01-10, 2024-01-12) Z");
            assertThat(shown(schedule, 2)).isEqualTo("[2024-01-12, 2025-01-12) Z");
            assertThat(schedule.nominal(1)).hasToString("[2024-01-10, 2024-01-17) Z");
            assertThat(schedule.turns())
                    .containsExactly(Instant.parse("2024-01-10T00:00:00Z"), Instant.parse("2024-01-12T00:00:00Z"));
        }

        @Test
        void takes_over_after_the_start_or_is_refused() {
            BillingSchedule months = schedule("2024-01-01", BillingInterval.MONTHLY, UTC);

            assertRefused(ErrorCode.INVALID_PERIOD, null, () -> months.followedBy(months));
            assertRefused(
                    ErrorCode.INVALID_PERIOD,
                    null,
                    () -> months.followedBy(schedule("2024-03-01", WEEKLY, UTC))
                            .followedBy(schedule("2024-02-01", WEEKLY, UTC)));
        }
    }

    @Nested
    class AnotherZone {
        /**
         * From the first boundary on that falls on the date in the old zone. The first period of the new zone ends with its
         * next date there, so that it is shorter to the east and longer to the west.
         */
        @ParameterizedTest
        @CsvSource({
            // from,             to,                 unit,  date,       first period of the new zone
            // New York is at -5 until 10 March, Berlin at +1: February loses six hours
            "America/New_York,   Europe/Berlin,      MONTH, 2024-02-01, 2024-02-01T05:00:00Z/2024-02-29T23:00:00Z",
            // and gains them the other way
            "Europe/Berlin,      America/New_York,   MONTH, 2024-02-01, 2024-01-31T23:00:00Z/2024-03-01T05:00:00Z",
            // Tokyo is 14 hours ahead of New York in winter: the day has 10 hours, and 38 back
            "America/New_York,   Asia/Tokyo,         DAY,   2024-03-05, 2024-03-05T05:00:00Z/2024-03-05T15:00:00Z",
            "Asia/Tokyo,         America/New_York,   DAY,   2024-03-05, 2024-03-04T15:00:00Z/2024-03-06T05:00:00Z",
            // over the date line: Auckland is at +13 in February, Los Angeles at -8, so 3 hours, and 45 back
            "America/Los_Angeles,Pacific/Auckland,   DAY,   2024-02-05, 2024-02-05T08:00:00Z/2024-02-05T11:00:00Z",
            "Pacific/Auckland,   America/Los_Angeles,DAY,   2024-02-05, 2024-02-04T11:00:00Z/2024-02-06T08:00:00Z",
            // 24 hours from -10 to +14: the new zone's next date has just begun, so the day is the one after it
            "Pacific/Honolulu,   Pacific/Kiritimati, DAY,   2024-02-05, 2024-02-05T10:00:00Z/2024-02-06T10:00:00Z",
            "Pacific/Kiritimati, Pacific/Honolulu,   DAY,   2024-02-06, 2024-02-05T10:00:00Z/2024-02-07T10:00:00Z",
            // 25 hours from -11 to +14: that date is an hour old already
            "Pacific/Pago_Pago,  Pacific/Kiritimati, DAY,   2024-02-05, 2024-02-05T11:00:00Z/2024-02-06T10:00:00Z",
            "Pacific/Pago_Pago,  Pacific/Kiritimati, MONTH, 2024-02-01, 2024-02-01T11:00:00Z/2024-02-29T10:00:00Z",
        })
        void takes_over_at_a_boundary_and_has_the_same_dates(
                ZoneId from, ZoneId to, IntervalUnit unit, LocalDate date, String first) {
            BillingSchedule before = schedule("2024-01-01", new BillingInterval(unit, 1), from);
            Instant turn = Boundaries.instantOf(date, before.boundaryTime(), before.zone());

            BillingSchedule moved = before.followedBy(before.inZone(to, turn));
            BillingPeriod period = moved.containing(turn);

            assertThat(period.startInclusive() + "/" + period.endExclusive()).isEqualTo(first);
            assertThat(period.zone()).isEqualTo(to);
            assertThat(moved.previous(period)).isEqualTo(before.containing(turn.minusNanos(1000)));
            // It is a whole period, however long: nothing of its price is shared out.
            assertThat(moved.nominal(moved.indexContaining(turn))).isEqualTo(period);
        }

        @Test
        void whose_date_has_begun_leaves_out_a_number() {
            // Days 0 to 34 are 1 January to 4 February in Honolulu; 35 is a date of Kiritimati that is over in no time.
            BillingSchedule before = schedule("2024-01-01", DAILY, ZoneId.of("Pacific/Honolulu"));
            Instant turn = Instant.parse("2024-02-05T10:00:00Z");

            BillingSchedule moved = before.followedBy(before.inZone(ZoneId.of("Pacific/Kiritimati"), turn));

            assertThat(moved.indexContaining(turn.minusNanos(1000))).isEqualTo(34);
            assertThat(moved.indexContaining(turn)).isEqualTo(36);
            assertThat(moved.indexAfter(34)).isEqualTo(36);
            assertThat(moved.indexBefore(36)).isEqualTo(34);
            assertRefused(ErrorCode.INVALID_PERIOD, "periodEnd", () -> moved.period(35));
        }

        @Test
        void keeps_an_anchor_on_the_31st() {
            // 29 February is a boundary of Berlin; the next ones are those of New York, at -4 from 10 March on.
            BillingSchedule before = schedule("2024-01-31", BillingInterval.MONTHLY, BERLIN);
            BillingSchedule moved = before.followedBy(
                    before.inZone(ZoneId.of("America/New_York"), Instant.parse("2024-02-28T23:00:00Z")));

            assertThat(moved.boundary(2)).isEqualTo(Instant.parse("2024-03-31T04:00:00Z"));
            assertThat(moved.boundary(3)).isEqualTo(Instant.parse("2024-04-30T04:00:00Z"));
            assertThat(moved.boundary(4)).isEqualTo(Instant.parse("2024-05-31T04:00:00Z"));
        }
    }

    @Nested
    class StoredWindows {
        private final Instant turn = Instant.parse("2024-02-29T23:00:00Z"); // 1 March in Berlin
        private final BillingSchedule months = schedule("2024-01-01", BillingInterval.MONTHLY, BERLIN);
        private final BillingSchedule moved = months.followedBy(months.inZone(ZoneId.of("America/New_York"), turn));

        @Test
        void of_all_periods_change_nothing_where_the_table_of_zones_has_not() {
            BillingSchedule stored = moved.withWindows(windows(moved, 5));

            for (int k = 0; k < 8; k++) {
                assertThat(stored.period(k)).isEqualTo(moved.period(k));
                assertThat(stored.nominal(k)).isEqualTo(moved.nominal(k));
            }
        }

        @Test
        void of_the_periods_before_a_change_of_zone_leave_its_first_window_whole() {
            BillingSchedule stored = moved.withWindows(windows(moved, 2));

            assertThat(stored.nominal(2)).isEqualTo(moved.nominal(2));
            assertThat(stored.period(2)).isEqualTo(moved.period(2));
        }

        @Test
        void win_over_computed_ones_on_both_sides_of_a_turn() {
            // Stored while the tables said that both zones had an hour less of winter.
            Instant february = Instant.parse("2024-01-31T22:00:00Z");
            Instant april = Instant.parse("2024-04-01T05:00:00Z");
            Map<Integer, BillingPeriod> windows = windows(moved, 3);
            windows.put(0, new BillingPeriod(moved.boundary(0), february, BERLIN));
            windows.put(1, new BillingPeriod(february, turn, BERLIN));
            windows.put(2, new BillingPeriod(turn, april, ZoneId.of("America/New_York")));

            BillingSchedule stored = moved.withWindows(windows);

            assertThat(stored.period(0).endExclusive()).isEqualTo(february);
            assertThat(stored.period(1).startInclusive()).isEqualTo(february);
            assertThat(stored.period(2).endExclusive()).isEqualTo(april);
            assertThat(stored.period(3).startInclusive()).isEqualTo(april);
            assertThat(stored.period(3).endExclusive())
                    .isEqualTo(moved.period(3).endExclusive());
        }

        @Test
        void of_a_cut_period_are_those_of_the_whole_one() {
            BillingSchedule cut = schedule("2024-01-01", BillingInterval.MONTHLY, UTC)
                    .followedBy(BillingSchedule.anniversary(MID_MARCH, BillingInterval.YEARLY, UTC));

            BillingSchedule stored = cut.withWindows(windows(cut, 4));

            assertThat(stored.period(2)).isEqualTo(cut.period(2));
            assertThat(stored.nominal(2)).hasToString("[2024-03-01, 2024-04-01) Z");
            assertThat(stored.period(3)).isEqualTo(cut.period(3));
            assertThat(stored.indexContaining(MID_MARCH)).isEqualTo(3);
        }
    }

    private static BillingSchedule schedule(String start, BillingInterval interval, ZoneId zone) {
        return BillingSchedule.of(LocalDate.parse(start), LocalTime.MIDNIGHT, LocalDate.parse(start), interval, zone);
    }

    private static Map<Integer, BillingPeriod> windows(BillingSchedule schedule, int count) {
        Map<Integer, BillingPeriod> windows = new HashMap<>();
        for (int k = 0; k < count; k++) {
            windows.put(k, schedule.nominal(k));
        }
        return windows;
    }

    private static String shown(BillingSchedule schedule, int k) {
        return schedule.period(k).toString();
    }
}
