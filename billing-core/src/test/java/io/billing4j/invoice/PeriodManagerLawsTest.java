package io.billing4j.invoice;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.fixture.ScheduleArbitraries;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** What holds of a subscription's slots and its cursor whatever happens in whatever order. */
class PeriodManagerLawsTest {
    @Property
    void slots_and_cursor_stay_sound_through_any_history(
            @ForAll("books") SlotHistory history, @ForAll("steps") List<SlotHistory.Step> steps) {
        for (SlotHistory.Step step : steps) {
            history.take(step);

            history.assertCursorStandsAtTheFirstUnbilledPlace();
            history.assertOneLiveSlotForEachPlaceAndNoneOverlap();
            history.assertPlacesKeepTheirSequenceAndCountRevisions();
        }
    }

    @Property
    void everything_due_is_billed_exactly_once_when_all_is_said(
            @ForAll("books") SlotHistory history, @ForAll("steps") List<SlotHistory.Step> steps) {
        steps.forEach(history::take);

        history.end();
        history.billEverything();

        history.assertCoveredWithoutGapFromStartToEnd();
        history.assertOneFinalSlot();
        history.assertNothingIsLeft();
        history.assertSequencesWithoutAGap();
    }

    @Property
    void billing_again_at_the_same_cut_off_adds_nothing(
            @ForAll("books") SlotHistory history, @ForAll("steps") List<SlotHistory.Step> steps) {
        steps.forEach(history::take);
        history.bill(0);
        int before = history.slots().size();

        history.bill(0);

        assertThat(history.slots()).hasSize(before);
    }

    @Provide
    Arbitrary<SlotHistory> books() {
        return ScheduleArbitraries.schedules().map(SlotHistory::new);
    }

    /** Mostly billing some days or some periods further on, now and then something that undoes or ends. */
    @Provide
    Arbitrary<List<SlotHistory.Step>> steps() {
        Arbitrary<SlotHistory.Kind> kinds = Arbitraries.frequency(
                Tuple.of(6, SlotHistory.Kind.BILL_DUE),
                Tuple.of(2, SlotHistory.Kind.BILL_OUT_OF_TURN),
                Tuple.of(3, SlotHistory.Kind.VOID_TO_REISSUE),
                Tuple.of(1, SlotHistory.Kind.VOID_TO_WAIVE),
                Tuple.of(1, SlotHistory.Kind.END));
        return Combinators.combine(kinds, Arbitraries.integers().between(0, 1000))
                .as(SlotHistory.Step::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(14)
                .withoutEdgeCases();
    }
}
