package io.billing4j.invoice;

import io.billing4j.error.ErrorCode;
import io.billing4j.tax.TaxBasis;
import io.billing4j.tax.TaxBehavior;
import io.billing4j.tax.TaxTreatment;
import java.util.List;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/**
 * How a line is taxed, and its share of each tax of its document.
 *
 * @param treatment at the rates of the day, or why there is no tax
 * @param basis what that was looked up by
 * @param shares one for each tax of the treatment, in its order: zero or more each of a line that asks for something, zero or less
 *     of one that gives back
 */
public record LineTaxes(TaxTreatment treatment, TaxBasis basis, List<Money> shares) {
    /** Refuses another number of shares than of taxes, which only a defect or a changed row can bring, with STORED_DATA_UNREADABLE. */
    public LineTaxes {
        shares = List.copyOf(shares);
        if (shares.size() != treatment.components().size()) {
            throw ErrorCode.STORED_DATA_UNREADABLE.because("expected a share of each of "
                    + treatment.components().size() + " taxes but found " + shares.size());
        }
    }

    /** What comes on top of the line's amount. */
    Money added(CurrencyUnit currency) {
        return inclusive() ? Money.zero(currency) : sum(currency);
    }

    /** What the line's amount holds. */
    Money included(CurrencyUnit currency) {
        return inclusive() ? sum(currency) : Money.zero(currency);
    }

    /** The same way to tax with other shares. */
    LineTaxes of(List<Money> others) {
        return new LineTaxes(treatment, basis, others);
    }

    /** Whether the line's amount holds them. */
    boolean inclusive() {
        return treatment instanceof TaxTreatment.Taxed taxed && taxed.behavior() == TaxBehavior.INCLUSIVE;
    }

    private Money sum(CurrencyUnit currency) {
        return shares.stream().reduce(Money.zero(currency), Money::plus);
    }
}
