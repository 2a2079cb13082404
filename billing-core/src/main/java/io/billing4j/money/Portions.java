package io.billing4j.money;

import io.billing4j.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import org.joda.money.Money;

/**
 * What of the shares of an amount goes with a part of it, so that whoever takes an amount back piece by piece takes back its
 * discounts with it. Shares follow the amount's minor units and not its time: the piece from the 34th to the 67th cent of 1.00
 * has what belongs to the first 67 less what belongs to the first 33. So a piece of nothing has no share, no share is larger
 * than its piece, and the pieces of any split have all of it, with every way to round.
 */
public final class Portions {
    private Portions() {}

    /**
     * What of each share belongs to the first part of an amount. The shares are taken out one after the other: the first of
     * the amount, the next of what that has left. Of 1.00 with shares of 0.50 and 0.25 the first 0.33 have 0.17 (0.165) and
     * 0.08.
     *
     * @param position how much of the amount, from zero to all of it
     * @param whole the amount
     * @param shares zero or more each, in all at most the amount
     * @throws io.billing4j.error.BillingException INVALID_AMOUNT at {@code position} outside the amount, at {@code shares} if
     *     they are below zero or more than it
     */
    public static List<Money> upTo(Money position, Money whole, List<Money> shares, RoundingPolicy rounding) {
        if (position.isNegative() || position.isGreaterThan(whole)) {
            throw ErrorCode.INVALID_AMOUNT.at("position", "expected zero to " + whole + " but found " + position);
        }
        List<Money> parts = new ArrayList<>();
        Money rest = position;
        Money of = whole;
        for (Money share : shares) {
            if (share.isNegative() || share.isGreaterThan(of)) {
                throw ErrorCode.INVALID_AMOUNT.at("shares", "expected zero to " + of + " but found " + share);
            }
            Money part = upTo(rest, of, share, rounding);
            parts.add(part);
            rest = rest.minus(part);
            of = of.minus(share);
        }
        return List.copyOf(parts);
    }

    /**
     * What of one share belongs to the first part of an amount. A share may be more than the amount, as a tax on it may be.
     *
     * @param position how much of the amount, from zero to all of it
     */
    public static Money upTo(Money position, Money whole, Money share, RoundingPolicy rounding) {
        return position.isZero()
                ? Money.zero(whole.getCurrencyUnit())
                : rounding.round(share.toBigMoney(), position.getAmount(), whole.getAmount());
    }
}
