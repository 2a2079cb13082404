package io.billing4j.testkit.history;

import io.billing4j.id.TaxId;
import io.billing4j.invoice.InvoiceLine;
import io.billing4j.invoice.LineTaxes;
import io.billing4j.tax.NoTax;
import io.billing4j.tax.TaxBasis;
import io.billing4j.tax.TaxBehavior;
import io.billing4j.tax.TaxComponent;
import io.billing4j.tax.TaxPlace;
import io.billing4j.tax.TaxTreatment;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.joda.money.Money;

/** What may be wrong with the taxes of a line, and the laws of which one has to say so. */
@SuppressWarnings("ImmutableEnumChecker") // functions without state
enum WrongTax {
    A_HIGHER_RATE(true, WrongTax::taxed, treated(WrongTax::higher), Laws.BY_THE_RULES),
    ANOTHER_TAX(true, WrongTax::taxed, treated(WrongTax::renamed), Laws.BY_THE_RULES),
    ON_TOP_INSTEAD_OF_WITHIN(true, WrongTax::taxed, treated(WrongTax::otherwise), Laws.BY_THE_RULES),
    NOT_COMPOUND(true, WrongTax::compound, treated(WrongTax::simple), Laws.BY_THE_RULES),
    OF_THE_COUNTRY_ALONE(true, WrongTax::compound, WrongTax::first, Laws.BY_THE_RULES),
    OF_ANOTHER_DAY(true, taxes -> true, WrongTax::later, Laws.BY_THE_RULES),
    OF_ANOTHER_PLACE(true, taxes -> true, WrongTax::elsewhere, Laws.BY_THE_RULES),
    FOR_ANOTHER_REASON(true, WrongTax::untaxed, treated(WrongTax::excused), Laws.BY_THE_RULES),
    NOT_OWED(true, WrongTax::due, WrongTax::freed, Laws.BY_THE_RULES),
    A_CENT_LOST(true, WrongTax::due, cent(-1), Laws.ROUNDED_ONCE, Laws.ITS_OWN),
    A_CENT_TOO_MUCH(true, WrongTax::due, cent(1), Laws.ROUNDED_ONCE, Laws.ITS_OWN),
    A_CENT_NOT_GIVEN_BACK(false, WrongTax::due, cent(1), Laws.SHARE_OF_IT, Laws.NOTHING_LEFT, Laws.PART_OF_IT),
    GIVEN_BACK_AT_ANOTHER_RATE(false, WrongTax::taxed, treated(WrongTax::higher), Laws.AS_IT_WAS),
    GIVEN_BACK_AS_OF_ANOTHER_DAY(false, taxes -> true, WrongTax::later, Laws.AS_IT_WAS);

    /** The laws, by what they say. */
    private static final class Laws {
        static final String BY_THE_RULES = "a line is taxed by the rules of the day on which it is due";
        static final String ROUNDED_ONCE = "a tax is rounded once";
        static final String ITS_OWN = "a line's share of a tax is its own to the cent";
        static final String AS_IT_WAS = "what is taken back is taxed as it was";
        static final String NOTHING_LEFT = "what is credited wholly comes to nothing with its notes";
        static final String PART_OF_IT = "what is credited has its part of each tax";
        static final String SHARE_OF_IT = "what is taken back has its share of what was taken off and of the taxes";
    }

    private final boolean asking;
    private final Predicate<LineTaxes> of;
    private final UnaryOperator<LineTaxes> wrong;
    private final List<String> laws;

    /** @param asking of lines that ask for something for the first time, and not of those that give back */
    WrongTax(boolean asking, Predicate<LineTaxes> of, UnaryOperator<LineTaxes> wrong, String... laws) {
        this.asking = asking;
        this.of = of;
        this.wrong = wrong;
        this.laws = List.of(laws);
    }

    boolean isOf(InvoiceLine line) {
        LineTaxes taxes = line.adjustments().taxes();
        boolean kind = asking ? line.key().corrects() == null : line.amount().isNegative();
        return kind && taxes != null && of.test(taxes);
    }

    LineTaxes spoiled(LineTaxes taxes) {
        return wrong.apply(taxes);
    }

    List<String> laws() {
        return laws;
    }

    private static boolean taxed(LineTaxes taxes) {
        return taxes.treatment() instanceof TaxTreatment.Taxed;
    }

    private static boolean untaxed(LineTaxes taxes) {
        return taxes.treatment() instanceof TaxTreatment.Untaxed;
    }

    private static boolean compound(LineTaxes taxes) {
        List<TaxComponent> components = taxes.treatment().components();
        return components.size() == 2 && components.get(1).compound();
    }

    private static boolean due(LineTaxes taxes) {
        return !taxes.shares().isEmpty() && !taxes.shares().get(0).isZero();
    }

    private static UnaryOperator<LineTaxes> treated(UnaryOperator<TaxTreatment> wrong) {
        return taxes -> new LineTaxes(wrong.apply(taxes.treatment()), taxes.basis(), taxes.shares());
    }

    private static UnaryOperator<LineTaxes> cent(int more) {
        return taxes -> {
            List<Money> shares = new ArrayList<>(taxes.shares());
            shares.set(0, shares.get(0).plusMinor(more));
            return new LineTaxes(taxes.treatment(), taxes.basis(), shares);
        };
    }

    private static TaxTreatment higher(TaxTreatment treatment) {
        return components(
                treatment,
                one -> new TaxComponent(
                        one.tax(),
                        one.name(),
                        one.percent().signum() == 0
                                ? BigDecimal.ONE
                                : one.percent().movePointLeft(1),
                        one.compound()));
    }

    private static TaxTreatment renamed(TaxTreatment treatment) {
        return components(
                treatment,
                one -> new TaxComponent(TaxId.of(one.tax() + "-2"), one.name(), one.percent(), one.compound()));
    }

    private static TaxTreatment simple(TaxTreatment treatment) {
        return components(treatment, one -> TaxComponent.of(one.tax(), one.name(), one.percent()));
    }

    private static TaxTreatment components(TaxTreatment treatment, UnaryOperator<TaxComponent> wrong) {
        TaxTreatment.Taxed taxed = (TaxTreatment.Taxed) treatment;
        return new TaxTreatment.Taxed(
                taxed.behavior(), taxed.components().stream().map(wrong).toList());
    }

    private static TaxTreatment otherwise(TaxTreatment treatment) {
        TaxTreatment.Taxed taxed = (TaxTreatment.Taxed) treatment;
        return new TaxTreatment.Taxed(
                taxed.behavior() == TaxBehavior.INCLUSIVE ? TaxBehavior.EXCLUSIVE : TaxBehavior.INCLUSIVE,
                taxed.components());
    }

    private static TaxTreatment excused(TaxTreatment treatment) {
        TaxTreatment.Untaxed untaxed = (TaxTreatment.Untaxed) treatment;
        NoTax other = untaxed.why() == NoTax.EXEMPT ? NoTax.OUT_OF_SCOPE : NoTax.EXEMPT;
        return new TaxTreatment.Untaxed(other, untaxed.reason());
    }

    private static LineTaxes first(LineTaxes taxes) {
        TaxTreatment.Taxed taxed = (TaxTreatment.Taxed) taxes.treatment();
        return new LineTaxes(
                new TaxTreatment.Taxed(taxed.behavior(), taxed.components().subList(0, 1)),
                taxes.basis(),
                taxes.shares().subList(0, 1));
    }

    private static LineTaxes freed(LineTaxes taxes) {
        return new LineTaxes(new TaxTreatment.Untaxed(NoTax.EXEMPT, "By its profile"), taxes.basis(), List.of());
    }

    private static LineTaxes later(LineTaxes taxes) {
        TaxBasis basis = taxes.basis();
        return new LineTaxes(
                taxes.treatment(),
                new TaxBasis(basis.category(), basis.place(), basis.day().plusDays(1)),
                taxes.shares());
    }

    private static LineTaxes elsewhere(LineTaxes taxes) {
        TaxBasis basis = taxes.basis();
        return new LineTaxes(
                taxes.treatment(), new TaxBasis(basis.category(), TaxPlace.of("FR"), basis.day()), taxes.shares());
    }
}
