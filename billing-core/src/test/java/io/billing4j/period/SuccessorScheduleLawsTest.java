package io.billing4j.period;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.fixture.ScheduleArbitraries;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;

/** The laws of periods hold over changes of interval and zone as well. */
class SuccessorScheduleLawsTest {
    private static final int PERIODS = 30;
    private static final long SIX_YEARS = 6L * 365 * 24 * 3600 * 1_000_000;

    @Property
    void periods_are_contiguous_and_disjoint_and_cover_everything_from_the_start_on(
            @ForAll("turned") BillingSchedule schedule) {
        Instant reached = schedule.startInclusive();
        for (int k : numbers(schedule)) {
            assertThat(schedule.period(k).startInclusive()).isEqualTo(reached);
            reached = schedule.period(k).endExclusive();
        }
    }

    @Property
    void exactly_one_period_contains_an_instant(
            @ForAll("turned") BillingSchedule schedule, @ForAll @LongRange(min = 0, max = SIX_YEARS) long micros) {
        Instant instant = schedule.startInclusive().plus(micros, ChronoUnit.MICROS);

        int k = schedule.indexContaining(instant);

        assertThat(schedule.period(k).contains(instant)).isTrue();
        assertThat(schedule.period(schedule.indexAfter(k)).contains(instant)).isFalse();
        if (schedule.indexBefore(k) >= 0) {
            assertThat(schedule.period(schedule.indexBefore(k)).contains(instant))
                    .isFalse();
        }
    }

    @Property
    void numbers_go_up_and_down_with_the_periods(@ForAll("turned") BillingSchedule schedule) {
        int before = schedule.indexBefore(0);
        assertThat(before).isNegative();
        for (int k : numbers(schedule)) {
            assertThat(k).isGreaterThan(before);
            assertThat(schedule.indexBefore(k)).isEqualTo(before);
            assertThat(schedule.indexContaining(schedule.period(k).startInclusive()))
                    .isEqualTo(k);
            assertThat(schedule.indexContaining(
                            schedule.period(k).endExclusive().minus(1, ChronoUnit.MICROS)))
                    .isEqualTo(k);
            before = k;
        }
    }

    @Property
    void next_of_previous_is_the_period_itself_and_previous_of_next_too(
            @ForAll("turned") BillingSchedule schedule, @ForAll @LongRange(min = 0, max = SIX_YEARS) long micros) {
        BillingPeriod period = schedule.containing(schedule.startInclusive().plus(micros, ChronoUnit.MICROS));
        BillingPeriod previous = schedule.previous(period);

        assertThat(schedule.previous(schedule.next(period))).isEqualTo(period);
        if (previous != null) {
            assertThat(schedule.next(previous)).isEqualTo(period);
        }
        assertThat(schedule.indexOf(period.startInclusive(), period.endExclusive()))
                .isEqualTo(schedule.indexContaining(period.startInclusive()));
    }

    @Property
    void a_window_encloses_its_period_and_is_longer_only_at_the_start_and_before_a_turn(
            @ForAll("turned") BillingSchedule schedule) {
        List<Instant> turns = schedule.turns();
        for (int k : numbers(schedule)) {
            BillingPeriod period = schedule.period(k);
            assertThat(schedule.nominal(k).encloses(period)).isTrue();
            if (k > 0) {
                assertThat(schedule.nominal(k).startInclusive()).isEqualTo(period.startInclusive());
            }
            if (!turns.contains(period.endExclusive())) {
                assertThat(schedule.nominal(k).endExclusive()).isEqualTo(period.endExclusive());
            }
        }
    }

    @Property
    void a_period_begins_at_each_turn_with_what_is_in_force_from_then_on(@ForAll("turned") BillingSchedule schedule) {
        for (Instant turn : schedule.turns()) {
            assertThat(schedule.containing(turn).startInclusive()).isEqualTo(turn);
            assertThat(schedule.containing(turn).zone())
                    .isEqualTo(schedule.inForceAt(turn).zone());
            assertThat(schedule.boundaryFrom(turn)).isEqualTo(turn);
        }
    }

    @Property
    void stored_windows_change_nothing_whichever_of_them_are_known(
            @ForAll("turned") BillingSchedule schedule, @ForAll long which) {
        Map<Integer, BillingPeriod> windows = new HashMap<>();
        List<Integer> numbers = numbers(schedule);
        for (int i = 0; i < numbers.size(); i++) {
            if ((which >> i & 1) == 1) {
                windows.put(numbers.get(i), schedule.nominal(numbers.get(i)));
            }
        }

        BillingSchedule stored = schedule.withWindows(windows);

        for (int k : numbers) {
            assertThat(stored.period(k)).isEqualTo(schedule.period(k));
            assertThat(stored.nominal(k)).isEqualTo(schedule.nominal(k));
            assertThat(stored.indexAfter(k)).isEqualTo(schedule.indexAfter(k));
        }
    }

    @Provide
    Arbitrary<BillingSchedule> turned() {
        return ScheduleArbitraries.turned();
    }

    private static List<Integer> numbers(BillingSchedule schedule) {
        List<Integer> numbers = new ArrayList<>();
        for (int k = schedule.indexContaining(schedule.startInclusive());
                numbers.size() < PERIODS;
                k = schedule.indexAfter(k)) {
            numbers.add(k);
        }
        return numbers;
    }
}
