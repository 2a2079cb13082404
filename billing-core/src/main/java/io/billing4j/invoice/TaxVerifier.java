package io.billing4j.invoice;

import io.billing4j.invoice.InvoiceFault.Kind;
import io.billing4j.tax.LineTax;
import io.billing4j.tax.TaxResult;
import io.billing4j.tax.Taxation;
import io.billing4j.tax.TaxedAmount;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.joda.money.CurrencyUnit;

/** Works out a document's taxes again. Not to be seen from the document alone is whether the rules, or an outside service, said what its lines say. */
final class TaxVerifier {
    private TaxVerifier() {}

    /** What is wrong with the taxes of a line that takes something back. */
    static Optional<InvoiceFault> verify(InvoiceLine line) {
        LineAdjustments adjustments = line.adjustments();
        LineTaxes taxes = adjustments.taxes();
        LinePiece piece = adjustments.piece();
        if (line.key().corrects() == null) {
            return Optional.empty();
        }
        if (piece == null) {
            return taxes == null
                    ? Optional.empty()
                    : fault(line.number(), "it has shares of taxes, but nothing says of which line");
        }
        int expected = taxes == null ? 0 : taxes.shares().size();
        if (piece.taxes().size() != expected) {
            return fault(line.number(), "it has not the taxes of the line that it takes back");
        }
        try {
            return taxes == null || anew(line) || CreditVerifier.taxesHold(line, taxes, mirrored(line, piece, taxes))
                    ? Optional.empty()
                    : fault(line.number(), "its taxes are not those of the piece that it takes back");
        } catch (RuntimeException e) {
            return fault(line.number(), e.toString());
        }
    }

    private static LineAdjustments mirrored(InvoiceLine line, LinePiece piece, LineTaxes taxes) {
        return LineAdjustments.of(
                piece, line.derivation().rounding(), line.amount().isNegative(), taxes);
    }

    /** What is wrong with the taxes of the lines that are taxed anew. */
    static List<InvoiceFault> verify(Invoice invoice) {
        try {
            return replayed(invoice);
        } catch (RuntimeException e) {
            return fault(0, e.toString()).stream().toList();
        }
    }

    private static List<InvoiceFault> replayed(Invoice invoice) {
        DocumentTaxes rules = invoice.taxes();
        List<InvoiceFault> faults = new ArrayList<>();
        Map<LineRank, TaxedAmount> amounts = new HashMap<>();
        UntaxedUsage untaxed = UntaxedUsage.of(invoice.lines());
        ExternalTaxes external = rules == null ? null : rules.external();
        Set<Integer> answered = external == null ? Set.of() : new HashSet<>(external.lines());
        if (external != null) {
            faults.addAll(new ExternalTaxVerifier(invoice, external).faults());
        }
        boolean any = false;
        for (InvoiceLine line : invoice.lines()) {
            LineTaxes taxes = line.adjustments().taxes();
            if (untaxed.settles(line.key(), line.derivation())) {
                if (taxes != null) {
                    faults.addAll(fault(line.number(), "it is taxed, but was billed without taxes before").stream()
                            .toList());
                }
            } else if (anew(line)) {
                any = true;
                if (taxes != null && !answered.contains(line.number())) {
                    amounts.put(
                            new LineRank(line.key()),
                            new TaxedAmount(line.amount().minus(line.discount()), taxes.treatment()));
                }
                if ((rules == null) != (taxes == null)) {
                    faults.addAll(fault(line.number(), "either it or the document says nothing of taxes").stream()
                            .toList());
                }
            }
        }
        if (rules == null || !faults.isEmpty()) {
            return faults;
        }
        if (!any) {
            return fault(0, "it says how taxes are rounded, but no line is taxed anew").stream()
                    .toList();
        }
        TaxResult<LineRank> result =
                Taxation.of(invoice.totals().currency(), amounts, rules.policy(), rules.rounding());
        for (InvoiceLine line : invoice.lines()) {
            LineTax expected = result.lines().get(new LineRank(line.key()));
            LineTaxes found = line.adjustments().taxes();
            if (expected != null
                    && found != null
                    && anew(line)
                    && !found.shares().equals(expected.taxes())) {
                faults.addAll(fault(line.number(), "its taxes are not its shares of the document's").stream()
                        .toList());
            }
        }
        return faults;
    }

    /** Lines that ask for something, and those that ask for it again otherwise than before and were taxed. */
    private static boolean anew(InvoiceLine line) {
        LineAdjustments adjustments = line.adjustments();
        return line.key().corrects() == null
                || (adjustments.taxes() != null
                        && adjustments.lessOff(line.amount(), line.derivation().rounding()));
    }

    static boolean inCurrency(InvoiceLine line, CurrencyUnit currency) {
        LineTaxes taxes = line.adjustments().taxes();
        return taxes == null
                || taxes.shares().stream()
                        .allMatch(share -> share.getCurrencyUnit().equals(currency));
    }

    private static Optional<InvoiceFault> fault(int line, String detail) {
        return Optional.of(new InvoiceFault(Kind.TAX_NOT_DERIVED, line, detail));
    }
}
