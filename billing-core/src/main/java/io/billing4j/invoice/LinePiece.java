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
 */
public record LinePiece(Money whole, Money from, Money to, List<DiscountShare> shares) {
    /** Keeps a copy. */
    public LinePiece {
        shares = List.copyOf(shares);
    }

    /** What of the shares goes with the part, zero or more each, in their order. */
    List<DiscountShare> part(RoundingPolicy rounding) {
        List<Money> amounts = shares.stream().map(DiscountShare::amount).toList();
        List<Money> before = Portions.upTo(from, whole, amounts, rounding);
        List<Money> until = Portions.upTo(to, whole, amounts, rounding);
        List<DiscountShare> part = new ArrayList<>();
        for (int i = 0; i < shares.size(); i++) {
            part.add(shares.get(i).of(until.get(i).minus(before.get(i))));
        }
        return part;
    }
}
