package io.billing4j.invoice;

import static io.billing4j.fixture.Grants.granted;
import static io.billing4j.fixture.Grants.percent;
import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.discount.Discount;
import io.billing4j.discount.DiscountOrder;
import io.billing4j.en16931.EnBounds;
import io.billing4j.en16931.EnDocument;
import io.billing4j.en16931.EnMapping;
import io.billing4j.en16931.EnRules;
import io.billing4j.en16931.EnVat;
import io.billing4j.id.CustomerId;
import io.billing4j.invoice.CorrectionHistory.Step;
import io.billing4j.tax.NoTax;
import io.billing4j.tax.TaxBehavior;
import io.billing4j.tax.TaxPlace;
import io.billing4j.tax.TaxPolicy;
import io.billing4j.tax.TaxProfile;
import io.billing4j.tax.TaxRounding;
import io.billing4j.tax.TaxRules;
import io.billing4j.tax.TaxTreatment.Untaxed;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.statistics.Statistics;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/** Whatever documents a history makes, coupons and credit notes among them, their amounts are as EN 16931 has them. */
class En16931LawsTest {
    private static final TaxPlace GERMANY = TaxPlace.of("DE");
    private static final LocalDate CHANGE = LocalDate.of(2024, 5, 1);

    /** What 19 % become on the 1st of May. */
    enum Then {
        THE_SAME,
        ANOTHER_RATE,
        ZERO_RATE,
        REVERSE_CHARGE,
        EXEMPT,
        OUT_OF_SCOPE
    }

    @Property
    void documentsAddUpByTheStandard(
            @ForAll("steps") List<Step> steps,
            @ForAll TaxRounding rounding,
            @ForAll TaxBehavior behavior,
            @ForAll Then then,
            @ForAll @IntRange(min = -9_000, max = 9_000) int balance) {
        assertStandard(documents(new CorrectionHistory(), steps, rounding, behavior, then), then, balance);
    }

    /** Also where terms of a whole plan change what usage comes to, and ask for what is missing. */
    @Property
    void documentsOfPlansWithTermsAddUpByTheStandard(
            @ForAll("steps") List<Step> steps,
            @ForAll TaxRounding rounding,
            @ForAll TaxBehavior behavior,
            @ForAll Then then,
            @ForAll @IntRange(min = -9_000, max = 9_000) int balance) {
        List<Invoice> documents = documents(CorrectionHistory.ofWholePlans(), steps, rounding, behavior, then);

        assertStandard(documents, then, balance);
        Statistics.label("with terms of the plan")
                .collect(documents.stream()
                        .flatMap(document -> document.lines().stream())
                        .map(line -> line.derivation().basis())
                        .anyMatch(basis -> basis.ofPlan() || basis.left() != null))
                .coverage(checker -> checker.check(true).percentage(share -> share > 30));
    }

    private static void assertStandard(List<Invoice> documents, Then then, int balance) {
        EnBounds bounds = new EnBounds(documents);
        int mapped = 0;
        int credits = 0;
        List<Long> off = new ArrayList<>();
        for (Invoice document : documents) {
            if (!EnMapping.obstacles(document).isEmpty()) {
                assertThat(EnMapping.obstacles(document)).containsExactly("out of scope beside other categories");
                assertThat(then).isEqualTo(Then.OUT_OF_SCOPE);
                continue;
            }
            mapped++;
            for (Invoice paid :
                    List.of(document, En16931Test.paidBy(document, Money.ofMinor(CurrencyUnit.USD, balance)))) {
                EnDocument standard = EnMapping.of(paid);
                assertThat(EnRules.broken(standard)).as(standard.toString()).isEmpty();
            }
            EnDocument standard = EnMapping.of(document);
            credits += standard.type() == EnDocument.CREDIT_NOTE ? 1 : 0;
            for (EnVat row : standard.breakdown()) {
                long offRate = Math.abs(EnRules.offRate(row));
                assertThat(offRate).as(row + " of " + standard).isLessThanOrEqualTo(bounds.most(document, row));
                off.add(offRate);
            }
        }
        Statistics.label("with credit notes and invoices")
                .collect(credits > 0 && credits < mapped)
                .coverage(checker -> checker.check(true).percentage(share -> share > 40));
        // Where all rows are exact, a bound says nothing.
        Statistics.label("with a tax that is not the base times the rate")
                .collect(off.stream().mapToLong(Long::longValue).max().orElse(0))
                .coverage(checker -> checker.check(1L).percentage(share -> share > 10));
    }

    private static List<Invoice> documents(
            CorrectionHistory books, List<Step> steps, TaxRounding rounding, TaxBehavior behavior, Then then) {
        CorrectionHistory history = books.taxed(
                        new TaxFacts(new TaxPolicy(rounding, behavior, GERMANY), rules(then), profiles(then)))
                .granted(
                        DiscountOrder.AS_GIVEN,
                        granted("a", percent("12.5")),
                        granted("b", Discount.fixed(Money.parse("USD 10.00"))))
                .begun();
        steps.forEach(history::take);
        history.settle();
        return history.documents();
    }

    private static TaxRules rules(Then then) {
        String change = CHANGE.toString();
        return switch (then) {
            case ANOTHER_RATE ->
                new TaxRules(List.of(
                        Taxes.vat("before", "19", "2000-01-01", change), Taxes.vat("then", "6.5", change, null)));
            case ZERO_RATE ->
                new TaxRules(
                        List.of(Taxes.vat("before", "19", "2000-01-01", change), Taxes.vat("then", "0", change, null)));
            case THE_SAME, REVERSE_CHARGE, EXEMPT, OUT_OF_SCOPE -> Taxes.GERMAN;
        };
    }

    private static List<TaxProfile> profiles(Then then) {
        return switch (then) {
            case THE_SAME, ANOTHER_RATE, ZERO_RATE -> List.of();
            case REVERSE_CHARGE -> List.of(profile(NoTax.REVERSE_CHARGE));
            case EXEMPT -> List.of(profile(NoTax.EXEMPT));
            case OUT_OF_SCOPE -> List.of(profile(NoTax.OUT_OF_SCOPE));
        };
    }

    private static TaxProfile profile(NoTax why) {
        return new TaxProfile(CustomerId.of("acme"), CHANGE, GERMANY, new Untaxed(why, "By the law"), "DE123456789");
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        return CorrectionLawsTest.randomWithNotes();
    }
}
