package io.billing4j.invoice;

import io.billing4j.invoice.CorrectionHistory.Fees;
import io.billing4j.invoice.CorrectionHistory.Kind;
import io.billing4j.invoice.CorrectionHistory.Step;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;

/** What holds however often the past of a subscription changes while it is billed. */
class CorrectionLawsTest {
    private static final int DAY = 24 * 60;

    @Property
    void all_that_was_billed_adds_up_to_what_the_last_timeline_asks_for(@ForAll("steps") List<Step> steps) {
        CorrectionHistory history = new CorrectionHistory().begun();
        steps.forEach(history::take);

        history.settle();

        history.assertBilledIsWhatTheLastTimelineAsksFor();
        history.assertNothingMoreIsCorrected();
        history.assertEveryDocumentProvesItself();
        // A law says nothing where there is nothing to correct.
        Statistics.label("with corrections")
                .collect(history.corrections() > 0)
                .coverage(checker -> checker.check(true).percentage(share -> share > 60));
        Statistics.label("with usage so far")
                .collect(history.usageSoFar())
                .coverage(checker -> checker.check(true).percentage(share -> share > 8));
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        return random();
    }

    /** Random histories, each of some steps. */
    static Arbitrary<List<Step>> random() {
        return random(0);
    }

    /** The same with credit notes in between. */
    static Arbitrary<List<Step>> randomWithNotes() {
        return random(10);
    }

    private static Arbitrary<List<Step>> random(int notes) {
        Arbitrary<Kind> kinds = Arbitraries.frequencyOf(
                Tuple.of(notes, Arbitraries.of(Kind.CREDIT, Kind.CREDIT, Kind.VOID_NOTE)),
                Tuple.of(6, Arbitraries.of(Kind.PLAN, Kind.QUANTITY, Kind.ADD_ON, Kind.ADD_ON_GONE)),
                Tuple.of(4, Arbitraries.of(Kind.PAUSE, Kind.RESUME, Kind.WITHDRAW, Kind.USE)),
                Tuple.of(2, Arbitraries.of(Kind.USE, Kind.PROGRESS)),
                Tuple.of(1, Arbitraries.of(Kind.CANCEL, Kind.ANOTHER_INTERVAL, Kind.ANOTHER_ZONE)),
                Tuple.of(5, Arbitraries.of(Kind.BILL_NEXT, Kind.CORRECT)),
                Tuple.of(2, Arbitraries.of(Kind.VOID, Kind.BILL_AGAIN)));
        // Four months; a third on the start of a day, such as a boundary.
        Arbitrary<Integer> minutes = Arbitraries.frequencyOf(
                Tuple.of(2, Arbitraries.integers().between(0, 120 * DAY)),
                Tuple.of(1, Arbitraries.integers().between(0, 120).map(day -> day * DAY)),
                Tuple.of(1, Arbitraries.of(0, 30 * DAY, 61 * DAY, 91 * DAY)));
        return Combinators.combine(
                        kinds,
                        minutes,
                        Arbitraries.of(Fees.class),
                        Arbitraries.integers().between(0, 999))
                .as(Step::new)
                .list()
                .ofMinSize(4)
                .ofMaxSize(18)
                .withoutEdgeCases();
    }
}
