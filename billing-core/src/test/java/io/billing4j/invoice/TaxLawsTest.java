package io.billing4j.invoice;

import static io.billing4j.fixture.Grants.granted;
import static io.billing4j.fixture.Grants.percent;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.discount.Discount;
import io.billing4j.discount.DiscountOrder;
import io.billing4j.id.TaxCategory;
import io.billing4j.id.TaxId;
import io.billing4j.id.TaxRuleId;
import io.billing4j.invoice.CorrectionHistory.Fees;
import io.billing4j.invoice.CorrectionHistory.Kind;
import io.billing4j.invoice.CorrectionHistory.Step;
import io.billing4j.tax.TaxBehavior;
import io.billing4j.tax.TaxComponent;
import io.billing4j.tax.TaxPlace;
import io.billing4j.tax.TaxPolicy;
import io.billing4j.tax.TaxRounding;
import io.billing4j.tax.TaxRule;
import io.billing4j.tax.TaxRules;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/** What holds of taxes however often the past of a subscription changes while it is billed. */
class TaxLawsTest {
    private static final Money NOTHING = Money.zero(CurrencyUnit.USD);
    private static final TaxPlace QUEBEC = TaxPlace.of("CA", "QC");

    @Property
    void whatIsAllTakenBackHasNoTaxLeft(
            @ForAll("steps") List<Step> steps, @ForAll TaxRounding rounding, @ForAll TaxBehavior behavior) {
        CorrectionHistory history = begun(rounding, behavior);
        steps.stream().filter(step -> step.kind() != Kind.CANCEL).forEach(history::take);
        history.take(new Step(Kind.CANCEL, 0, Fees.AT_ONCE, 0));
        proven(history);

        assertThat(sum(history, Part.AMOUNT)).isEqualTo(NOTHING);
        assertThat(sum(history, Part.DISCOUNT)).isEqualTo(NOTHING);
        assertThat(sum(history, Part.TAX)).isEqualTo(NOTHING);
        Statistics.label("lines with taxes")
                .collect(history.lines().stream()
                        .anyMatch(line ->
                                !line.taxAdded().isZero() || !line.taxIncluded().isZero()))
                .coverage(checker -> checker.check(true).percentage(share -> share > 80));
    }

    /**
     * What stands is taxed by what stands: a share is within two cents of its exact amount for each tax, one for rounding and sharing
     * it out and one for the cut where a piece is given back.
     */
    @Property
    void theTaxIsThatOfWhatStands(
            @ForAll("steps") List<Step> steps, @ForAll TaxRounding rounding, @ForAll TaxBehavior behavior) {
        CorrectionHistory history = begun(rounding, behavior);
        steps.forEach(history::take);
        proven(history);

        BigDecimal exact = BigDecimal.ZERO;
        for (InvoiceLine line : history.lines()) {
            // 5 %, and 9.975 % on that as well: 1.05 × 1.09975 = 1.1547375
            BigDecimal left = line.amount().minus(line.discount()).getAmount();
            exact = exact.add(
                    behavior == TaxBehavior.EXCLUSIVE
                            ? left.multiply(new BigDecimal("0.1547375"))
                            : left.multiply(new BigDecimal("0.1547375"))
                                    .divide(new BigDecimal("1.1547375"), 20, RoundingMode.HALF_EVEN));
        }
        BigDecimal most = new BigDecimal("0.04")
                .multiply(BigDecimal.valueOf(history.lines().size()));
        assertThat(sum(history, Part.TAX).getAmount().subtract(exact).abs()).isLessThanOrEqualTo(most);
    }

    @Property
    void noLineIsTaxedAgainstItsSign(
            @ForAll("steps") List<Step> steps, @ForAll TaxRounding rounding, @ForAll TaxBehavior behavior) {
        CorrectionHistory history = begun(rounding, behavior);
        steps.forEach(history::take);
        proven(history);

        for (InvoiceLine line : history.lines()) {
            LineTaxes taxes = Objects.requireNonNull(line.adjustments().taxes(), "taxed lines");
            boolean back = line.amount().isNegative();
            assertThat(taxes.shares()).allMatch(share -> back ? !share.isPositive() : !share.isNegative());
        }
    }

    private static CorrectionHistory begun(TaxRounding rounding, TaxBehavior behavior) {
        TaxRules rules = new TaxRules(List.of(
                rule("gst", TaxPlace.of("CA"), TaxComponent.of(TaxId.of("gst"), "GST", new BigDecimal("5")), 0),
                rule("qst", QUEBEC, new TaxComponent(TaxId.of("qst"), "QST", new BigDecimal("9.975"), true), 1)));
        return new CorrectionHistory()
                .taxed(new TaxFacts(new TaxPolicy(rounding, behavior, QUEBEC), rules, List.of()))
                .granted(
                        DiscountOrder.AS_GIVEN,
                        granted("a", percent("12.5")),
                        granted("b", Discount.fixed(Money.parse("USD 10.00"))))
                .begun();
    }

    private static void proven(CorrectionHistory history) {
        history.settle();
        history.assertNothingMoreIsCorrected();
        history.assertEveryDocumentProvesItself();
    }

    private enum Part {
        AMOUNT,
        DISCOUNT,
        TAX
    }

    private static Money sum(CorrectionHistory history, Part part) {
        Money sum = NOTHING;
        for (InvoiceLine line : history.lines()) {
            sum = sum.plus(
                    switch (part) {
                        case AMOUNT -> line.amount();
                        case DISCOUNT -> line.discount();
                        case TAX -> line.taxAdded().plus(line.taxIncluded());
                    });
        }
        return sum;
    }

    private static TaxRule rule(String id, TaxPlace place, TaxComponent component, int ordinal) {
        return new TaxRule(
                TaxRuleId.of(id),
                TaxCategory.STANDARD,
                place,
                LocalDate.of(2000, 1, 1),
                null,
                new TaxRule.Due(component, ordinal));
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        return CorrectionLawsTest.random();
    }
}
