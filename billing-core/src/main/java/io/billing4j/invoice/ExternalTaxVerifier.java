package io.billing4j.invoice;

import io.billing4j.id.ContentHash;
import io.billing4j.invoice.InvoiceFault.Kind;
import io.billing4j.tax.TaxTreatment;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/**
 * Checks what can be of taxes that an outside service has said: that they were said of the lines of this document, and could be its
 * taxes. That the service has said so is not to be seen.
 */
final class ExternalTaxVerifier {
    private final Invoice invoice;
    private final ExternalTaxes external;
    private final Set<Integer> answered;
    private final List<InvoiceFault> faults = new ArrayList<>();

    ExternalTaxVerifier(Invoice invoice, ExternalTaxes external) {
        this.invoice = invoice;
        this.external = external;
        this.answered = new HashSet<>(external.lines());
    }

    List<InvoiceFault> faults() {
        if (external.lines().isEmpty()) {
            fault(0, "an outside service was asked of none of its lines");
        }
        List<AskedLine> asked = new ArrayList<>();
        List<Integer> found = new ArrayList<>();
        for (InvoiceLine line : invoice.lines()) {
            LineTaxes taxes = line.adjustments().taxes();
            if (answered.contains(line.number())) {
                found.add(line.number());
                if (line.key().corrects() != null || taxes == null) {
                    fault(line.number(), "an outside service cannot have been asked of it");
                } else {
                    checkShares(line, taxes);
                    asked.add(new AskedLine(
                            line.key(),
                            line.description(),
                            taxes.basis(),
                            line.amount().minus(line.discount())));
                }
            } else if (line.key().corrects() == null
                    && taxes != null
                    && taxes.treatment() instanceof TaxTreatment.Taxed) {
                fault(line.number(), "it is taxed, but the outside service was not asked of it");
            }
        }
        if (!found.equals(external.lines())) {
            fault(0, "an outside service was asked of the lines " + external.lines() + ", not of " + found);
        }
        ContentHash question = AskedLine.question(
                external.calculator(),
                external.subject(),
                invoice.customer(),
                invoice.entity(),
                invoice.totals().currency(),
                asked);
        if (!question.equals(external.question())) {
            fault(0, "what the outside service was asked was not asked of these lines");
        }
        return faults;
    }

    private void checkShares(InvoiceLine line, LineTaxes taxes) {
        CurrencyUnit currency = invoice.totals().currency();
        Money left = line.amount().minus(line.discount());
        if (taxes.shares().stream().anyMatch(Money::isNegative)
                || taxes.included(currency).isGreaterThan(left)
                || (left.isZero() && !taxes.added(currency).isZero())) {
            fault(line.number(), "its taxes cannot be those of " + left);
        }
    }

    private void fault(int line, String detail) {
        faults.add(new InvoiceFault(Kind.TAX_NOT_DERIVED, line, detail));
    }
}
