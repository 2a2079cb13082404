package io.billing4j.discount;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.joda.money.Money;

/**
 * What a discount takes off a document.
 *
 * @param amount zero or more: the sum of the shares
 * @param shares of the lines that it is for, zero or more each
 */
public record DiscountShares<L extends Comparable<? super L>>(Money amount, SortedMap<L, Money> shares) {
    /** Keeps a copy. */
    public DiscountShares {
        shares = new TreeMap<>(shares);
    }

    /** Shares and their sum. */
    static <L extends Comparable<? super L>> DiscountShares<L> of(Money zero, Map<L, Money> shares) {
        Money sum = zero;
        for (Money share : shares.values()) {
            sum = sum.plus(share);
        }
        return new DiscountShares<>(sum, new TreeMap<>(shares));
    }
}
