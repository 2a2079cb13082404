package io.billing4j.tax;

import io.billing4j.money.Allocation;
import io.billing4j.money.Allocation.Exact;
import io.billing4j.money.RoundingPolicy;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/**
 * Works out the taxes of a document. What a tax is due on and what it comes to is exact until it is rounded, once, where the
 * policy says; a rounded tax is then settled among the lines by largest remainder, so that their shares add up to it.
 *
 * <p>Of prices that hold their taxes each tax is its exact part of what the lines come to, rounded; what is left is the
 * amount without taxes. Of 1.00 at 10 % the tax is 0.09 (0.0909…) and the amount without it 0.91.
 *
 * @param <L> what lines are told apart by; the lower gets the cent where two have the same claim to it
 */
public final class Taxation<L extends Comparable<? super L>> {
    private final CurrencyUnit currency;
    private final RoundingPolicy rounding;
    private final Map<L, TaxedAmount> lines;
    /** The lines of each rate, and what each has of the rate's tax. */
    private final SortedMap<TaxRateKey, SortedMap<L, Money>> byRate = new TreeMap<>();

    private Taxation(CurrencyUnit currency, Map<L, TaxedAmount> lines, RoundingPolicy rounding) {
        this.currency = currency;
        this.rounding = rounding;
        this.lines = new TreeMap<>(lines);
        this.lines.forEach((line, taxed) -> keys(taxed.treatment())
                .forEach(key ->
                        byRate.computeIfAbsent(key, rate -> new TreeMap<>()).put(line, taxed.amount())));
    }

    /** The taxes of lines in one currency. */
    public static <L extends Comparable<? super L>> TaxResult<L> of(
            CurrencyUnit currency, Map<L, TaxedAmount> lines, TaxRounding policy, RoundingPolicy rounding) {
        Taxation<L> taxation = new Taxation<>(currency, lines, rounding);
        return taxation.result(
                switch (policy) {
                    case PER_LINE -> taxation.perLine();
                    case PER_RATE -> taxation.settled(taxation.roundedPerRate());
                    case PER_DOCUMENT -> taxation.settled(taxation.roundedPerDocument());
                });
    }

    private static List<TaxRateKey> keys(TaxTreatment treatment) {
        if (!(treatment instanceof TaxTreatment.Taxed taxed)) {
            return List.of();
        }
        BigDecimal sum = BigDecimal.ZERO;
        List<BigDecimal> factors = new ArrayList<>();
        for (TaxComponent component : taxed.components()) {
            BigDecimal factor = component.factor(sum);
            factors.add(factor);
            sum = sum.add(factor);
        }
        BigDecimal whole = taxed.behavior() == TaxBehavior.INCLUSIVE ? sum.add(BigDecimal.ONE) : BigDecimal.ONE;
        List<TaxRateKey> keys = new ArrayList<>();
        for (int i = 0; i < factors.size(); i++) {
            keys.add(new TaxRateKey(
                    taxed.behavior(), taxed.components().get(i), canonical(factors.get(i)), canonical(whole)));
        }
        return keys;
    }

    /** Equal factors are equal keys, whatever zeros they were computed with. */
    private static BigDecimal canonical(BigDecimal factor) {
        return factor.signum() == 0 ? BigDecimal.ZERO : factor.stripTrailingZeros();
    }

    private Map<TaxRateKey, Map<L, Money>> perLine() {
        Map<TaxRateKey, Map<L, Money>> shares = new HashMap<>();
        byRate.forEach((key, amounts) -> {
            Map<L, Money> rounded = new HashMap<>();
            amounts.forEach((line, amount) -> rounded.put(line, rounded(amount, key)));
            shares.put(key, rounded);
        });
        return shares;
    }

    private SortedMap<TaxRateKey, Money> roundedPerRate() {
        SortedMap<TaxRateKey, Money> taxes = new TreeMap<>();
        byRate.forEach((key, amounts) -> taxes.put(key, rounded(sum(amounts), key)));
        return taxes;
    }

    private Money rounded(Money amount, TaxRateKey key) {
        return rounding.round(amount.toBigMoney(), key.numerator(), key.denominator());
    }

    /** The taxes that are added and those that are included are each rounded once, and settled among the rates. */
    private SortedMap<TaxRateKey, Money> roundedPerDocument() {
        SortedMap<TaxRateKey, Money> taxes = new TreeMap<>();
        Map<TaxBehavior, List<Exact<TaxRateKey>>> byBehavior = new EnumMap<>(TaxBehavior.class);
        byRate.forEach((key, amounts) -> byBehavior
                .computeIfAbsent(key.behavior(), behavior -> new ArrayList<>())
                .add(exact(key, sum(amounts), key)));
        byBehavior.values().forEach(exacts -> {
            BigDecimal numerator = BigDecimal.ZERO;
            BigDecimal denominator = BigDecimal.ONE;
            for (Exact<TaxRateKey> exact : exacts) {
                numerator = numerator
                        .multiply(exact.denominator())
                        .add(exact.numerator().multiply(denominator));
                denominator = denominator.multiply(exact.denominator());
            }
            Money total = rounding.round(Money.of(currency, BigDecimal.ONE).toBigMoney(), numerator, denominator);
            List<Money> settled = Allocation.settle(total, exacts);
            for (int i = 0; i < settled.size(); i++) {
                taxes.put(exacts.get(i).key(), settled.get(i));
            }
        });
        return taxes;
    }

    private Map<TaxRateKey, Map<L, Money>> settled(SortedMap<TaxRateKey, Money> taxes) {
        Map<TaxRateKey, Map<L, Money>> shares = new HashMap<>();
        taxes.forEach((key, tax) -> {
            List<Exact<L>> exacts = new ArrayList<>();
            byRate.getOrDefault(key, new TreeMap<>()).forEach((line, amount) -> exacts.add(exact(line, amount, key)));
            List<Money> settled = Allocation.settle(tax, exacts);
            Map<L, Money> ofLines = new HashMap<>();
            for (int i = 0; i < settled.size(); i++) {
                ofLines.put(exacts.get(i).key(), settled.get(i));
            }
            shares.put(key, ofLines);
        });
        return shares;
    }

    private static <K extends Comparable<? super K>> Exact<K> exact(K owner, Money amount, TaxRateKey key) {
        return new Exact<>(owner, amount.getAmount().multiply(key.numerator()), key.denominator());
    }

    private TaxResult<L> result(Map<TaxRateKey, Map<L, Money>> shares) {
        SortedMap<L, LineTax> ofLines = new TreeMap<>();
        SortedMap<TaxTreatment.Untaxed, Money> untaxed = new TreeMap<>(
                Comparator.comparing(TaxTreatment.Untaxed::why).thenComparing(TaxTreatment.Untaxed::reason));
        lines.forEach((line, taxed) -> {
            List<Money> taxes = keys(taxed.treatment()).stream()
                    .map(key -> shares.getOrDefault(key, Map.of()).getOrDefault(line, zero()))
                    .toList();
            Money net = taxed.amount();
            if (taxed.treatment() instanceof TaxTreatment.Taxed at && at.behavior() == TaxBehavior.INCLUSIVE) {
                for (Money tax : taxes) {
                    net = net.minus(tax);
                }
            }
            ofLines.put(line, new LineTax(net, taxes));
            if (taxed.treatment() instanceof TaxTreatment.Untaxed none) {
                untaxed.merge(none, net, Money::plus);
            }
        });
        List<TaxTotal> totals = new ArrayList<>();
        Map<TaxBehavior, Money> sums = new EnumMap<>(TaxBehavior.class);
        byRate.forEach((key, amounts) -> {
            Money base = zero();
            Money tax = zero();
            for (L line : amounts.keySet()) {
                LineTax own = ofLines.get(line);
                base = own == null ? base : base.plus(own.net());
                tax = tax.plus(shares.getOrDefault(key, Map.of()).getOrDefault(line, zero()));
            }
            totals.add(new TaxTotal.OfRate(key.behavior(), key.component(), base, tax));
            sums.merge(key.behavior(), tax, Money::plus);
        });
        untaxed.forEach((none, base) -> totals.add(new TaxTotal.OfUntaxed(none, base)));
        return new TaxResult<>(
                sums.getOrDefault(TaxBehavior.EXCLUSIVE, zero()),
                sums.getOrDefault(TaxBehavior.INCLUSIVE, zero()),
                totals,
                ofLines);
    }

    private Money sum(Map<L, Money> amounts) {
        return amounts.values().stream().reduce(zero(), Money::plus);
    }

    private Money zero() {
        return Money.zero(currency);
    }
}
