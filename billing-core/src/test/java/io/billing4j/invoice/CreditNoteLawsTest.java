package io.billing4j.invoice;

import static io.billing4j.fixture.Grants.percent;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.discount.DiscountOrder;
import io.billing4j.fixture.Grants;
import io.billing4j.id.TaxId;
import io.billing4j.invoice.CorrectionHistory.Fees;
import io.billing4j.invoice.CorrectionHistory.Kind;
import io.billing4j.invoice.CorrectionHistory.Step;
import io.billing4j.money.RoundingPolicy;
import io.billing4j.tax.TaxBehavior;
import io.billing4j.tax.TaxComponent;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.statistics.Statistics;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;

/** What holds of credit notes however often the past of a subscription changes before and after them. */
class CreditNoteLawsTest {
    private static final Money NOTHING = Money.zero(CurrencyUnit.USD);

    @Property
    void nothingIsPaidOutThatWasNotPaidIn(@ForAll("steps") List<Step> steps, @ForAll TaxBehavior behavior) {
        CorrectionHistory history = begun(behavior);
        steps.forEach(history::take);
        proven(history);

        assertThat(payable(history).isNegative()).isFalse();
        history.assertBilledIsWhatTheLastTimelineAsksFor();
        long notes = history.notes();
        Statistics.label("notes")
                .collect(notes > 1 ? "several" : notes)
                .coverage(checker -> checker.check("several").percentage(share -> share > 15));
    }

    @Property
    void whatIsAllTakenBackLeavesNothing(@ForAll("steps") List<Step> steps, @ForAll TaxBehavior behavior) {
        CorrectionHistory history = begun(behavior);
        steps.stream().filter(step -> step.kind() != Kind.CANCEL).forEach(history::take);
        history.take(new Step(Kind.CANCEL, 0, Fees.AT_ONCE, 0));
        proven(history);

        assertThat(payable(history)).isEqualTo(NOTHING);
        for (InvoiceLine line : history.lines()) {
            assertThat(line.net().isNegative() && line.amount().isPositive()).isFalse();
        }
    }

    /** Whatever a credit is and however it is rounded, the next ones find what it left, and the last one leaves nothing. */
    @Property
    void creditsOfALineComeToAllOfIt(
            @ForAll @IntRange(max = 5_000) int net,
            @ForAll("taxes") List<Integer> taxes,
            @ForAll TaxBehavior behavior,
            @ForAll boolean besideOthers,
            @ForAll("modes") RoundingMode mode,
            @ForAll("parts") List<Integer> parts) {
        Money left = cents(net);
        List<Money> rest = new ArrayList<>();
        boolean inclusive = behavior == TaxBehavior.INCLUSIVE;
        CreditSplitter beside = new CreditSplitter();
        int room = net;
        for (int tax : taxes) {
            int own = inclusive ? Math.min(tax, room) : tax;
            room -= inclusive ? own : 0;
            rest.add(cents(net == 0 ? 0 : own));
        }
        for (int part : parts) {
            Money payable = inclusive ? left : rest.stream().reduce(left, Money::plus);
            Money amount = payable.multipliedBy(part, RoundingMode.DOWN).dividedBy(100, RoundingMode.UP);
            // What others of its note had too much or too little must not make a line impossible.
            CreditSplit split = (besideOthers ? beside : new CreditSplitter())
                    .split(amount, left, rest, behavior, components(rest.size()), new RoundingPolicy(mode));
            Money sum = split.off();
            for (int i = 0; i < rest.size(); i++) {
                Money tax = split.taxes().get(i);
                sum = inclusive ? sum : sum.plus(tax);
                rest.set(i, rest.get(i).minus(tax));
                assertThat(tax.isNegative() || rest.get(i).isNegative()).isFalse();
            }
            left = left.minus(split.off());
            assertThat(sum).isEqualTo(amount);
            assertThat(split.off().isNegative() || left.isNegative()).isFalse();
            // A tax needs something that it is on.
            assertThat(left.isZero() && rest.stream().anyMatch(Money::isPositive))
                    .isFalse();
        }
    }

    /** However many lines a note has, its taxes are those of what it credits, to the cent. */
    @Property
    void taxesOfANoteAreThoseOfItsLinesTogether(
            @ForAll("lines") List<Integer> credits, @ForAll("modes") RoundingMode mode, @ForAll TaxBehavior behavior) {
        CreditSplitter splitter = new CreditSplitter();
        Money tax = NOTHING;
        BigDecimal exact = BigDecimal.ZERO;
        for (int credit : credits) {
            // 1.00 with 0.19 on top, or 1.19 that hold it
            Money net = behavior == TaxBehavior.INCLUSIVE ? cents(119) : cents(100);
            CreditSplit split = splitter.split(
                    cents(credit), net, List.of(cents(19)), behavior, components(1), new RoundingPolicy(mode));
            tax = tax.plus(split.taxes().get(0));
            exact = exact.add(new BigDecimal(credit * 19).divide(new BigDecimal(119), 20, RoundingMode.HALF_UP));
        }

        assertThat(new BigDecimal(tax.getAmountMinorLong()).subtract(exact).abs())
                .isLessThan(BigDecimal.ONE);
    }

    @Test
    void aHundredLinesHaveTheTaxOfTheirSum() {
        CreditSplitter splitter = new CreditSplitter();
        int tax = 0;
        for (int i = 0; i < 100; i++) {
            tax += splitter.split(
                            cents(10),
                            cents(100),
                            List.of(cents(19)),
                            TaxBehavior.EXCLUSIVE,
                            components(1),
                            RoundingPolicy.HALF_UP)
                    .taxes()
                    .get(0)
                    .getAmountMinorInt();
        }

        // 10.00 × 19 / 119 = 1.5966…
        assertThat(tax).isEqualTo(160);
    }

    private static List<TaxComponent> components(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> TaxComponent.of(TaxId.of("tax-" + i), "Tax", BigDecimal.TEN))
                .toList();
    }

    /** Of each line so little that its tax is not what would be left of it alone. */
    @Provide
    Arbitrary<List<Integer>> lines() {
        return Arbitraries.integers().between(0, 110).list().ofMinSize(1).ofMaxSize(40);
    }

    private static CorrectionHistory begun(TaxBehavior behavior) {
        return new CorrectionHistory()
                .taxed(Taxes.germany(behavior))
                .granted(DiscountOrder.AS_GIVEN, Grants.granted("part", percent("12.5")))
                .begun();
    }

    private static void proven(CorrectionHistory history) {
        history.settle();
        history.assertNothingMoreIsCorrected();
        history.assertEveryDocumentProvesItself();
    }

    private static Money payable(CorrectionHistory history) {
        Money sum = NOTHING;
        for (InvoiceLine line : history.lines()) {
            sum = sum.plus(line.amount()).minus(line.discount()).plus(line.taxAdded());
        }
        return sum;
    }

    private static Money cents(int cents) {
        return Money.ofMinor(CurrencyUnit.USD, cents);
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        return CorrectionLawsTest.randomWithNotes();
    }

    @Provide
    Arbitrary<List<Integer>> taxes() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 3_000),
                        Arbitraries.integers().between(0, 3_000))
                .as(List::of)
                .flatMap(two -> Arbitraries.of(two, two.subList(0, 1), List.<Integer>of()));
    }

    @Provide
    Arbitrary<RoundingMode> modes() {
        return Arbitraries.of(
                RoundingMode.HALF_UP, RoundingMode.HALF_EVEN, RoundingMode.UP, RoundingMode.DOWN, RoundingMode.FLOOR);
    }

    @Provide
    Arbitrary<List<Integer>> parts() {
        return Arbitraries.integers().between(0, 100).list().ofMinSize(1).ofMaxSize(6);
    }
}
