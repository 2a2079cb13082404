package io.billing4j.testkit.history;

import static io.billing4j.testkit.history.HistoryFailure.require;

import io.billing4j.invoice.InvoiceLine;
import io.billing4j.invoice.LineTaxes;
import io.billing4j.tax.TaxComponent;
import io.billing4j.tax.TaxTreatment;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** What each tax of a document has to come to, in exact fractions of what its lines ask for. */
final class TaxRates {
    private final Function<Fraction, BigInteger> rounding;
    private final String policy;
    private final Map<String, Sum> sums = new TreeMap<>();

    /** @param policy whether a tax is rounded {@code PER_LINE}, {@code PER_RATE} or {@code PER_DOCUMENT} */
    TaxRates(Function<Fraction, BigInteger> rounding, String policy) {
        this.rounding = rounding;
        this.policy = policy;
    }

    /** What the taxes that are rounded together come to; in minor units. */
    private record Sum(Fraction exact, BigInteger found) {
        Sum plus(Sum other) {
            return new Sum(exact.plus(other.exact), found.add(other.found));
        }
    }

    /** Adds a line that is taxed for the first time. */
    void add(InvoiceLine line, LineTaxes found) {
        if (!(found.treatment() instanceof TaxTreatment.Taxed taxed)) {
            return;
        }
        Fraction left = new Fraction(LineAmounts.left(line), BigInteger.ONE);
        List<Fraction> factors = factors(taxed);
        Fraction whole = whole(taxed, factors);
        for (int i = 0; i < factors.size(); i++) {
            Fraction exact = left.times(factors.get(i)).times(inverse(whole));
            BigInteger share = LineAmounts.minor(found.shares().get(i));
            Fraction apart = new Fraction(share, BigInteger.ONE).minus(exact);
            require(
                    apart.numerator().abs().compareTo(apart.denominator()) < 0,
                    "a line's share of a tax is its own to the cent",
                    line);
            String behavior = taxed.behavior().name();
            // Lines of one tax at one rate are rounded together: of prices that hold it only with the same others.
            String key = switch (policy) {
                case "PER_LINE" -> line.number() + " " + i;
                case "PER_RATE" ->
                    behavior + " " + taxed.components().get(i) + " " + lowest(factors.get(i)) + " of " + lowest(whole);
                default -> behavior;
            };
            sums.merge(key, new Sum(exact, share), Sum::plus);
        }
    }

    private static Fraction inverse(Fraction fraction) {
        return new Fraction(/* numerator= */ fraction.denominator(), /* denominator= */ fraction.numerator());
    }

    /** Each tax is rounded once, where the document says. */
    void check(Object document) {
        sums.forEach((key, sum) -> {
            BigInteger expected = rounding.apply(sum.exact());
            require(
                    expected.equals(sum.found()),
                    "a tax is rounded once",
                    policy + " " + key + ": expected " + expected + " but found " + sum.found() + " on " + document);
        });
    }

    /** What each tax is of a price without taxes: of 5 % and 10 %, which is due on the first as well, 0.05 and 0.105. */
    private static List<Fraction> factors(TaxTreatment.Taxed taxed) {
        List<Fraction> factors = new ArrayList<>();
        for (TaxComponent component : taxed.components()) {
            Fraction own = Fraction.of(component.percent().toPlainString()).times(Fraction.of(1, 100));
            factors.add(component.compound() ? own.times(Fraction.ONE.plus(sum(factors))) : own);
        }
        return factors;
    }

    /** What a price is of one without taxes. */
    private static Fraction whole(TaxTreatment.Taxed taxed, List<Fraction> factors) {
        boolean held = taxed.behavior().name().equals("INCLUSIVE");
        return held ? Fraction.ONE.plus(sum(factors)) : Fraction.ONE;
    }

    private static Fraction sum(List<Fraction> fractions) {
        return fractions.stream().reduce(Fraction.ZERO, Fraction::plus);
    }

    private static Fraction lowest(Fraction any) {
        BigInteger common = any.numerator().gcd(any.denominator());
        return new Fraction(any.numerator().divide(common), any.denominator().divide(common));
    }
}
