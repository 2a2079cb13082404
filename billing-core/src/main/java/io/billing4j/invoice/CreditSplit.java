package io.billing4j.invoice;

import io.billing4j.money.Portions;
import io.billing4j.money.RoundingPolicy;
import java.util.ArrayList;
import java.util.List;
import org.joda.money.Money;

/**
 * What a credit of a line is made of. Its taxes are those of the line in proportion to what is credited of it, so that the rate is the
 * original one; the last credit has what is left of each. Of 1.00 and 0.20 on top three credits of 0.40 have taxes of 0.07, 0.07 and 0.06.
 *
 * @param off what is taken off the line, with the taxes that its amount holds
 * @param taxes what is taken off each tax, as many as the line has
 */
record CreditSplit(Money off, List<Money> taxes) {
    /** Keeps a copy. */
    CreditSplit {
        taxes = List.copyOf(taxes);
    }

    /**
     * Splits a credit.
     *
     * @param amount taxes included, from zero to what is left to pay of the line
     * @param net what is left of the line, with the taxes that it holds
     * @param taxes what is left of each of its taxes
     * @param inclusive whether the net holds them
     */
    static CreditSplit of(Money amount, Money net, List<Money> taxes, boolean inclusive, RoundingPolicy rounding) {
        if (inclusive) {
            return new CreditSplit(
                    amount,
                    taxes.stream()
                            .map(tax -> Portions.upTo(amount, net, tax, rounding))
                            .toList());
        }
        Money payable = net;
        for (Money tax : taxes) {
            payable = payable.plus(tax);
        }
        List<Money> parts = new ArrayList<>(Portions.upTo(amount, payable, taxes, rounding));
        Money off = amount;
        for (Money part : parts) {
            off = off.minus(part);
        }
        if (off.equals(net) && off.isPositive() && amount.isLessThan(payable)) {
            // A line of nothing with a tax could not be given back in pieces: taxes go with what is left of the amount.
            for (int i = 0; i < parts.size(); i++) {
                if (parts.get(i).isLessThan(taxes.get(i))) {
                    parts.set(i, parts.get(i).plusMinor(1));
                    return new CreditSplit(off.minusMinor(1), parts);
                }
            }
        }
        return new CreditSplit(off, parts);
    }
}
