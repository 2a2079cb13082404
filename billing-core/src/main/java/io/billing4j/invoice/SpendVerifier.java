package io.billing4j.invoice;

import io.billing4j.invoice.InvoiceFault.Kind;
import io.billing4j.price.PricedPart;
import io.billing4j.rating.Derivation;
import io.billing4j.rating.SpentCharge;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.joda.money.Money;

/**
 * Compares what a line says that the charges of a plan come to with the lines of usage beside it: they ask for no more than it counts. Not to be
 * seen from a document alone is what stands on others, such as fees in advance, what all that leaves of the plan's terms to a line of usage,
 * nor what was promised.
 */
final class SpendVerifier {
    private SpendVerifier() {}

    static List<InvoiceFault> verify(List<InvoiceLine> lines) {
        List<InvoiceFault> faults = new ArrayList<>();
        for (InvoiceLine line : lines) {
            if (asks(line) && line.derivation().basis().ofPlan()) {
                if (line.quantity().compareTo(sum(line, part -> true)) != 0) {
                    faults.add(disagree(line, "its parts do not come to " + line.quantity()));
                }
                usageBeside(line, lines).forEach((charge, amount) -> {
                    BigDecimal counted = sum(line, charge::is);
                    if (counted.compareTo(amount.getAmount()) < 0) {
                        faults.add(disagree(
                                line, "it counts " + counted + " of " + charge + ", which asks for " + amount));
                    }
                });
            }
        }
        return faults;
    }

    private static boolean asks(InvoiceLine line) {
        return line.key().corrects() == null;
    }

    /**
     * Usage of the line's own service: a plan that was held before may have been another item then, an add-on or the main plan. Where the
     * tenant's rounding has changed since one of them was asked for first, they may be a cent apart.
     */
    private static Map<SpentCharge, Money> usageBeside(InvoiceLine line, List<InvoiceLine> lines) {
        Map<SpentCharge, Money> amounts = new TreeMap<>();
        for (InvoiceLine other : lines) {
            Derivation derivation = other.derivation();
            if (asks(other)
                    && derivation.quantity().metered()
                    && other.key().subscription().equals(line.key().subscription())
                    && other.key().plan().equals(line.key().plan())
                    && derivation.window().equals(line.derivation().window())
                    && other.key().service().equals(line.key().service())
                    && derivation.rounding().equals(line.derivation().rounding())) {
                amounts.merge(new SpentCharge(other.key().plan(), other.key().charge()), other.amount(), Money::plus);
            }
        }
        return amounts;
    }

    private static BigDecimal sum(InvoiceLine line, Predicate<PricedPart> which) {
        return line.derivation().quantity().parts().stream()
                .filter(which)
                .map(PricedPart::quantity)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static InvoiceFault disagree(InvoiceLine line, String detail) {
        return new InvoiceFault(Kind.PARTS_DISAGREE, line.number(), detail);
    }
}
