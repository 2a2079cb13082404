package io.billing4j.invoice;

import io.billing4j.money.RoundingPolicy;
import io.billing4j.tax.TaxBehavior;
import io.billing4j.tax.TaxComponent;
import io.billing4j.tax.TaxTreatment;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * Splits the credits of a note's lines, one after the other. The taxes of a credit are those of the line in proportion to what is credited
 * of it, so that the rate is the original one, and each tax is rounded for all lines so far: what one line has too much the next has less.
 * Of a hundred lines of 1.00 with 0.19 on top a credit of 10.00 is 0.10 of each, and of that 0.01597 of tax: 1.60 in all, 0.02 of most lines
 * and 0.01 of some. The last credit of a line has what is left of each tax: of 1.00 and 0.20 three notes of 0.40 have 0.07, 0.07 and 0.06.
 */
final class CreditSplitter {
    private static final int DIGITS = 40;
    /** Sums are looked at without the last digits, in which parts of one whole would be a little more or less than it. */
    private static final int DIGITS_OF_SUMS = 30;

    private final Map<Key, Sums> sums = new HashMap<>();

    /**
     * Splits the credit of the next line.
     *
     * @param amount taxes included, from zero to what is left to pay of the line
     * @param net what is left of the line, with the taxes that it holds
     * @param taxes what is left of its taxes; null for a line that says nothing of them
     */
    CreditSplit split(Money amount, Money net, @Nullable LineTaxes taxes, RoundingPolicy rounding) {
        if (taxes == null || !(taxes.treatment() instanceof TaxTreatment.Taxed taxed)) {
            return new CreditSplit(amount, List.of());
        }
        return split(
                amount,
                net,
                taxes.shares().stream().map(Money::abs).toList(),
                taxed.behavior(),
                taxed.components(),
                rounding);
    }

    CreditSplit split(
            Money amount,
            Money net,
            List<Money> taxes,
            TaxBehavior behavior,
            List<TaxComponent> components,
            RoundingPolicy rounding) {
        boolean inclusive = behavior == TaxBehavior.INCLUSIVE;
        Money tax = Money.total(net.getCurrencyUnit(), taxes);
        Money payable = inclusive ? net : net.plus(tax);
        boolean all = amount.equals(payable);
        List<Money> parts = new ArrayList<>();
        Money room = amount;
        for (int i = 0; i < taxes.size(); i++) {
            Sums sum =
                    sums.computeIfAbsent(new Key(behavior, components.get(i)), key -> new Sums(net.getCurrencyUnit()));
            Money part = all ? taxes.get(i) : sum.next(exact(taxes.get(i), amount, payable), rounding);
            Money most = taxes.get(i).isLessThan(room) ? taxes.get(i) : room;
            parts.add(all ? part : between(part, most));
            room = room.minus(parts.get(i));
        }
        if (!all) {
            // Neither is more taken off than there is, nor does the rest hold more tax than it comes to.
            Money least = inclusive ? tax.minus(net.minus(amount)) : amount.minus(net);
            raise(parts, taxes, least);
            if (!inclusive && net.isPositive() && off(amount, parts).equals(net)) {
                // A line of nothing with a tax could not be given back in pieces.
                raise(parts, taxes, least.plusMinor(1));
            }
        }
        for (int i = 0; i < taxes.size(); i++) {
            Sums sum = sums.get(new Key(behavior, components.get(i)));
            if (sum != null) {
                sum.add(all ? taxes.get(i).getAmount() : exact(taxes.get(i), amount, payable), parts.get(i));
            }
        }
        return new CreditSplit(inclusive ? amount : off(amount, parts), parts);
    }

    private static Money off(Money amount, List<Money> parts) {
        return amount.minus(Money.total(amount.getCurrencyUnit(), parts));
    }

    private static Money between(Money part, Money most) {
        Money least = Money.zero(part.getCurrencyUnit());
        return part.isLessThan(least) ? least : part.isGreaterThan(most) ? most : part;
    }

    /** Adds to the parts that have room until there are as many in all. */
    private static void raise(List<Money> parts, List<Money> taxes, Money least) {
        Money missing = least.minus(Money.total(least.getCurrencyUnit(), parts));
        for (int i = 0; i < parts.size() && missing.isPositive(); i++) {
            Money room = taxes.get(i).minus(parts.get(i));
            Money more = room.isLessThan(missing) ? room : missing;
            parts.set(i, parts.get(i).plus(more));
            missing = missing.minus(more);
        }
    }

    private static BigDecimal exact(Money tax, Money amount, Money payable) {
        return payable.isZero()
                ? BigDecimal.ZERO
                : tax.getAmount()
                        .multiply(amount.getAmount())
                        .divide(payable.getAmount(), DIGITS, RoundingMode.HALF_EVEN);
    }

    private record Key(TaxBehavior behavior, TaxComponent component) {}

    /** What of a tax lines so far should have, and what they have. */
    private static final class Sums {
        private BigDecimal exact = BigDecimal.ZERO;
        private Money given;

        Sums(CurrencyUnit currency) {
            given = Money.zero(currency);
        }

        Money next(BigDecimal part, RoundingPolicy rounding) {
            BigDecimal sum = exact.add(part).setScale(DIGITS_OF_SUMS, RoundingMode.HALF_EVEN);
            return Money.of(given.getCurrencyUnit(), sum, rounding.mode()).minus(given);
        }

        void add(BigDecimal part, Money had) {
            exact = exact.add(part);
            given = given.plus(had);
        }
    }
}
