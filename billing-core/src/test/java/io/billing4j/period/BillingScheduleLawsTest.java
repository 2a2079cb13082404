package io.billing4j.period;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.fixture.ScheduleArbitraries;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** The laws of periods, over all intervals, zones and anchors. */
class BillingScheduleLawsTest {
    private static final long TEN_YEARS = 10L * 365 * 24 * 3600 * 1_000_000;

    @Property
    void periods_are_contiguous_and_disjoint_and_cover_everything_from_the_start_on(
            @ForAll("schedules") BillingSchedule schedule) {
        List<BillingPeriod> periods = firstPeriods(schedule, 40);

        assertThat(periods.get(0).startInclusive()).isEqualTo(schedule.startInclusive());
        for (int i = 1; i < periods.size(); i++) {
            assertThat(periods.get(i).startInclusive())
                    .isEqualTo(periods.get(i - 1).endExclusive());
        }
    }

    @Property
    void exactly_one_period_contains_an_instant(
            @ForAll("schedules") BillingSchedule schedule, @ForAll @LongRange(min = 0, max = TEN_YEARS) long micros) {
        Instant instant = schedule.startInclusive().plus(micros, ChronoUnit.MICROS);

        int k = schedule.indexContaining(instant);

        assertThat(schedule.period(k).contains(instant)).isTrue();
        int holders = 0;
        for (int near = Math.max(0, k - 3); near <= k + 3; near++) {
            boolean skipped = !schedule.boundary(near).isBefore(schedule.boundary(near + 1));
            holders += !skipped && schedule.period(near).contains(instant) ? 1 : 0;
        }
        assertThat(holders).isEqualTo(1);
    }

    @Property
    void next_of_previous_is_the_period_itself_and_previous_of_next_too(
            @ForAll("schedules") BillingSchedule schedule, @ForAll @LongRange(min = 0, max = TEN_YEARS) long micros) {
        BillingPeriod period = schedule.containing(schedule.startInclusive().plus(micros, ChronoUnit.MICROS));

        BillingPeriod previous = schedule.previous(period);
        if (previous == null) {
            assertThat(period.startInclusive()).isEqualTo(schedule.startInclusive());
        } else {
            assertThat(schedule.next(previous)).isEqualTo(period);
        }
        assertThat(schedule.previous(schedule.next(period))).isEqualTo(period);
    }

    @Property
    void numbers_go_up_and_down_with_the_periods(
            @ForAll("schedules") BillingSchedule schedule, @ForAll @LongRange(min = 0, max = TEN_YEARS) long micros) {
        int k = schedule.indexContaining(schedule.startInclusive().plus(micros, ChronoUnit.MICROS));

        int after = schedule.indexAfter(k);

        assertThat(schedule.period(after)).isEqualTo(schedule.next(schedule.period(k)));
        assertThat(schedule.indexBefore(after)).isEqualTo(k);
        assertThat(schedule.indexBefore(0)).isNegative();
    }

    @Property
    void a_period_is_found_by_its_bounds(
            @ForAll("schedules") BillingSchedule schedule, @ForAll @LongRange(min = 0, max = TEN_YEARS) long micros) {
        int k = schedule.indexContaining(schedule.startInclusive().plus(micros, ChronoUnit.MICROS));
        BillingPeriod period = schedule.period(k);

        assertThat(schedule.indexOf(period.startInclusive(), period.endExclusive()))
                .isEqualTo(k);
    }

    @Property
    void boundary_k_is_the_anchor_and_k_intervals(
            @ForAll("schedules") BillingSchedule schedule, @ForAll @IntRange(min = 0, max = 60) int k) {
        int first = NaiveCalendar.firstOffset(schedule.anchorDate(), schedule.interval(), schedule.startDate());
        LocalDate date = NaiveCalendar.moved(schedule.anchorDate(), schedule.interval(), first + k);

        assertThat(schedule.boundary(k))
                .isEqualTo(NaiveCalendar.instant(date, schedule.boundaryTime(), schedule.zone()));
    }

    @Property
    void the_start_lies_in_the_nominal_window_of_period_0(@ForAll("schedules") BillingSchedule schedule) {
        assertThat(schedule.nominal(0).contains(schedule.startInclusive())).isTrue();
        assertThat(schedule.nominal(0).encloses(schedule.period(0))).isTrue();
    }

    @Property
    void no_boundary_lies_between_the_start_and_the_end_of_period_0(@ForAll("schedules") BillingSchedule schedule) {
        assertThat(schedule.boundary(0)).isBeforeOrEqualTo(schedule.startInclusive());
        assertThat(schedule.boundary(1)).isAfter(schedule.startInclusive());
    }

    @Property
    void the_last_period_that_has_ended_comes_before_the_one_that_ends_next(
            @ForAll("schedules") BillingSchedule schedule,
            @ForAll @LongRange(min = -TEN_YEARS, max = TEN_YEARS) long micros) {
        Instant instant = schedule.startInclusive().plus(micros, ChronoUnit.MICROS);

        BillingPeriod next = schedule.endingAfter(instant);
        BillingPeriod ended = schedule.endedAt(instant);

        assertThat(next.endExclusive()).isAfter(instant);
        if (ended == null) {
            assertThat(next.startInclusive()).isEqualTo(schedule.startInclusive());
            assertThat(schedule.elapsedAt(instant)).isZero();
        } else {
            assertThat(ended.endExclusive()).isBeforeOrEqualTo(instant).isEqualTo(next.startInclusive());
            assertThat(schedule.elapsedAt(instant)).isPositive();
        }
        assertThat(schedule.period(schedule.elapsedAt(instant))).isEqualTo(next);
    }

    @Property
    void the_boundary_from_an_instant_on_is_the_start_or_the_end_of_a_period(
            @ForAll("schedules") BillingSchedule schedule, @ForAll @LongRange(min = 0, max = TEN_YEARS) long micros) {
        BillingPeriod period = schedule.containing(schedule.startInclusive().plus(micros, ChronoUnit.MICROS));
        Instant within = period.startInclusive().plus(1, ChronoUnit.MICROS);

        assertThat(schedule.boundaryFrom(period.endExclusive())).isEqualTo(period.endExclusive());
        if (within.isBefore(period.endExclusive())) {
            assertThat(schedule.boundaryFrom(within)).isEqualTo(period.endExclusive());
        }
    }

    @Property
    void an_anchor_from_the_calendar_or_on_a_day_is_a_boundary_in_the_unit_of_the_start(
            @ForAll("dates") LocalDate start, @ForAll IntervalUnit unit, @ForAll @IntRange(min = 1, max = 31) int day) {
        BillingInterval interval = new BillingInterval(unit, 1);
        BillingSchedule calendar =
                BillingSchedule.of(start, Alignment.CALENDAR.anchor(start, interval), interval, ZoneOffset.UTC);
        BillingSchedule onDay = BillingSchedule.of(start, interval.anchorOnDay(day, start), interval, ZoneOffset.UTC);

        // Found by looking: the last date from the start back that is the first of a unit.
        LocalDate first = start;
        while (!isFirstOf(unit, first)) {
            first = first.minusDays(1);
        }
        assertThat(calendar.nominal(0).startDate()).isEqualTo(first);

        LocalDate second = calendar.nominal(1).startDate();
        assertThat(isFirstOf(unit, second)).isTrue();
        if (unit.months() > 0) {
            LocalDate end = onDay.boundary(1).atZone(ZoneOffset.UTC).toLocalDate();
            LocalDate inMonth = start.withDayOfMonth(Math.min(day, start.lengthOfMonth()));
            LocalDate later = start.withDayOfMonth(1).plusMonths(unit.months());
            assertThat(end)
                    .isEqualTo(
                            start.isBefore(inMonth)
                                    ? inMonth
                                    : later.withDayOfMonth(Math.min(day, later.lengthOfMonth())));
        } else {
            assertThat(onDay.anchorDate()).isEqualTo(start);
        }
    }

    private static boolean isFirstOf(IntervalUnit unit, LocalDate date) {
        return switch (unit) {
            case DAY, THIRTY_DAYS -> true;
            case WEEK -> date.getDayOfWeek() == DayOfWeek.MONDAY;
            case MONTH -> date.getDayOfMonth() == 1;
            case QUARTER -> date.getDayOfMonth() == 1 && List.of(1, 4, 7, 10).contains(date.getMonthValue());
            case HALF_YEAR -> date.getDayOfMonth() == 1 && List.of(1, 7).contains(date.getMonthValue());
            case YEAR -> date.getDayOfYear() == 1;
        };
    }

    @Provide
    Arbitrary<LocalDate> dates() {
        return ScheduleArbitraries.dates();
    }

    @Property
    void stored_boundaries_win_and_the_laws_still_hold(
            @ForAll("schedules") BillingSchedule computed,
            @ForAll @IntRange(min = 1, max = 20) int k,
            @ForAll @IntRange(min = -7200, max = 7200) int seconds) {
        if (!computed.boundary(k - 1).isBefore(computed.boundary(k))) {
            return; // a date that the zone skips
        }
        Instant stored = computed.boundary(k).plusSeconds(seconds);
        BillingSchedule schedule = computed.withPinned(java.util.Map.of(k, stored));
        if (!stored.isAfter(computed.period(k - 1).startInclusive()) || !stored.isBefore(computed.boundary(k + 1))) {
            return; // beside a date that the zone skips, or in a first period of minutes, there is no room to move
        }

        assertThat(schedule.indexContaining(stored)).isEqualTo(k);
        assertThat(schedule.indexContaining(stored.minus(1, ChronoUnit.MICROS))).isEqualTo(k - 1);
        assertThat(schedule.next(schedule.period(k - 1))).isEqualTo(schedule.period(k));
        assertThat(schedule.previous(schedule.period(k))).isEqualTo(schedule.period(k - 1));
    }

    @Provide
    Arbitrary<BillingSchedule> schedules() {
        return ScheduleArbitraries.schedules();
    }

    /** Found by asking for the period that contains each end: no number is used. */
    private static List<BillingPeriod> firstPeriods(BillingSchedule schedule, int count) {
        List<BillingPeriod> periods = new ArrayList<>();
        Instant next = schedule.startInclusive();
        for (int i = 0; i < count; i++) {
            BillingPeriod period = schedule.containing(next);
            periods.add(period);
            next = period.endExclusive();
        }
        return periods;
    }
}
