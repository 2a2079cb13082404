package io.billing4j.testkit.history;

import static io.billing4j.testkit.history.HistoryFailure.require;

import io.billing4j.invoice.InvoiceLine;
import io.billing4j.invoice.LineTaxes;
import io.billing4j.tax.TaxTreatment;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The taxes that a note credits: each is that of its lines in proportion to what is credited of them, rounded for all lines so far, as far
 * as a line can have it.
 */
final class CreditedTaxes {
    private final Function<Fraction, BigInteger> rounding;
    private final Map<List<Object>, Sum> sums = new HashMap<>();

    CreditedTaxes(Function<Fraction, BigInteger> rounding) {
        this.rounding = rounding;
    }

    /** What of a tax the lines so far have to have, and what they have. */
    private record Sum(Fraction exact, BigInteger given) {
        Sum plus(Fraction more, BigInteger had) {
            Fraction sum = exact.plus(more);
            BigInteger common = sum.numerator().gcd(sum.denominator());
            return new Sum(
                    new Fraction(
                            sum.numerator().divide(common), sum.denominator().divide(common)),
                    given.add(had));
        }
    }

    /**
     * Adds the next pair of lines.
     *
     * @param credited of it, taxes included
     */
    void add(InvoiceLine back, InvoiceLine again, BigInteger credited) {
        LineTaxes taxes = back.adjustments().taxes();
        if (taxes == null || !(taxes.treatment() instanceof TaxTreatment.Taxed taxed)) {
            return;
        }
        BigInteger payable = LineAmounts.payable(back).negate();
        BigInteger left = LineAmounts.left(again);
        List<BigInteger> after = LineAmounts.taxes(again);
        BigInteger off = LineAmounts.left(back).negate().subtract(left);
        boolean all = credited.equals(payable);
        boolean taxAlone =
                LineAmounts.tax(back).negate().subtract(LineAmounts.sum(after)).equals(credited);
        boolean bound =
                LineAmounts.inclusive(back) ? LineAmounts.sum(after).equals(left) : left.compareTo(BigInteger.ONE) <= 0;
        require(
                off.signum() >= 0
                        && left.signum() >= 0
                        && (left.signum() > 0 || LineAmounts.sum(after).signum() == 0)
                        && after.size() == taxes.shares().size(),
                "what is left of a line has no more tax than it can",
                again + " after " + back);
        for (int i = 0; i < after.size(); i++) {
            BigInteger tax = LineAmounts.minor(taxes.shares().get(i)).negate();
            BigInteger part = tax.subtract(after.get(i));
            List<Object> key = List.of(taxed.behavior(), taxed.components().get(i));
            Sum before = sums.getOrDefault(key, new Sum(Fraction.ZERO, BigInteger.ZERO));
            Fraction exact = payable.signum() == 0 ? Fraction.ZERO : new Fraction(tax.multiply(credited), payable);
            Sum sum = before.plus(exact, part);
            sums.put(key, all ? before.plus(new Fraction(tax, BigInteger.ONE), part) : sum);
            int more = part.compareTo(rounding.apply(sum.exact()).subtract(before.given()));
            boolean possible = more == 0
                    || (more < 0 && (part.equals(tax) || taxAlone))
                    || (more > 0 && (part.signum() == 0 || bound));
            require(
                    part.signum() >= 0
                            && after.get(i).signum() >= 0
                            && (all ? after.get(i).signum() == 0 : possible),
                    "what is credited has its part of each tax",
                    part + " of " + sum + " on " + again + " after " + back);
        }
    }
}
