package io.billing4j.invoice;

import io.billing4j.money.Portions;
import io.billing4j.money.RoundingPolicy;
import java.util.ArrayList;
import java.util.List;
import org.joda.money.Money;

/**
 * Which part of a line another one takes back, in minor units of its amount, and what went with all of it: enough to work out
 * what goes with the part.
 *
 * @param whole the amount of the line that is taken back, above zero also where that gave something back itself
 * @param from how much of it lies before the part
 * @param to how much of it lies before the part's end
 * @param shares what was taken off the whole of it, zero or more each
 * @param taxes on the whole of it, zero or more each
 * @param credits what credit notes took off the whole of it after its discounts, zero or more each
 */
public record LinePiece(
        Money whole, Money from, Money to, List<DiscountShare> shares, List<Money> taxes, List<CreditShare> credits) {
    /** Keeps copies. */
    public LinePiece {
        shares = List.copyOf(shares);
        taxes = List.copyOf(taxes);
        credits = List.copyOf(credits);
    }

    /** A piece of a line without taxes that nothing was credited of. */
    public LinePiece(Money whole, Money from, Money to, List<DiscountShare> shares) {
        this(whole, from, to, shares, List.of(), List.of());
    }

    /** What of the shares goes with the part, zero or more each, in their order. */
    List<DiscountShare> part(RoundingPolicy rounding) {
        List<Money> before = offUpTo(from, rounding);
        List<Money> until = offUpTo(to, rounding);
        List<DiscountShare> part = new ArrayList<>();
        for (int i = 0; i < shares.size(); i++) {
            part.add(shares.get(i).of(until.get(i).minus(before.get(i))));
        }
        return part;
    }

    /** What of the credits goes with the part, zero or more each, in their order. */
    List<CreditShare> creditsOfPart(RoundingPolicy rounding) {
        List<Money> before = offUpTo(from, rounding);
        List<Money> until = offUpTo(to, rounding);
        List<CreditShare> part = new ArrayList<>();
        for (int i = 0; i < credits.size(); i++) {
            int at = shares.size() + i;
            part.add(credits.get(i).of(until.get(at).minus(before.get(at))));
        }
        return part;
    }

    /**
     * What of the taxes goes with the part, zero or more each, in their order. Taxes follow what is left after discounts and credits, which they
     * are on: 1.90 on 20.00 less 10.00 are, for the first 5.00 of which 2.50 were taken off, 1.90 × 2.50 / 10.00.
     */
    List<Money> taxesOfPart(RoundingPolicy rounding) {
        Money taxed = left(whole, rounding);
        Money before = left(from, rounding);
        Money until = left(to, rounding);
        return taxes.stream()
                .map(tax ->
                        Portions.upTo(until, taxed, tax, rounding).minus(Portions.upTo(before, taxed, tax, rounding)))
                .toList();
    }

    /** What is left of the first part of the amount after discounts and credits. */
    private Money left(Money position, RoundingPolicy rounding) {
        Money left = position;
        for (Money off : offUpTo(position, rounding)) {
            left = left.minus(off);
        }
        return left;
    }

    /** Of the discounts, and then of the credits. */
    private List<Money> offUpTo(Money position, RoundingPolicy rounding) {
        List<Money> amounts = new ArrayList<>();
        shares.forEach(share -> amounts.add(share.amount()));
        credits.forEach(share -> amounts.add(share.amount()));
        return Portions.upTo(position, whole, amounts, rounding);
    }
}
