package io.billing4j.discount;

import io.billing4j.error.ErrorCode;
import io.billing4j.money.Allocation;
import io.billing4j.money.Allocation.Share;
import io.billing4j.money.RoundingPolicy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/**
 * Takes the discounts of a document off its lines. Each discount is rounded once, over all lines that it is for, and shared
 * out among them by largest remainder in proportion to what is left of them. So the shares add up to the discount, no line
 * comes out below zero, and the order of the lines has no influence.
 *
 * <p>3.33, 3.33 and 3.34 less a fixed 1.00 are 3.00 each: of 0.333, 0.333 and 0.334 the cent that is left goes to the third.
 *
 * @param <L> what lines are told apart by; the lower gets the cent where two have the same claim to it
 */
public final class Discounting<L extends Comparable<? super L>> {
    private final CurrencyUnit currency;
    private final RoundingPolicy rounding;
    private final Map<L, Money> amounts;
    private final Map<L, Money> left;

    private Discounting(CurrencyUnit currency, RoundingPolicy rounding, Map<L, Money> amounts) {
        this.currency = currency;
        this.rounding = rounding;
        this.amounts = new TreeMap<>(amounts);
        this.left = new TreeMap<>(amounts);
    }

    /**
     * What each claim takes off, by its key. Discounts of lines come before those of the document.
     *
     * @param amounts of the lines, zero or more
     * @param claims in the order in which they were given
     * @throws io.billing4j.error.BillingException INVALID_AMOUNT at {@code amounts} if one is below zero, CURRENCY_MISMATCH
     *     at the discount's field if a fixed discount is in another currency, ALREADY_EXISTS at {@code claims} if two claims have
     *     the same key
     */
    public static <C extends Comparable<? super C>, L extends Comparable<? super L>> Map<C, DiscountShares<L>> apply(
            CurrencyUnit currency,
            Map<L, Money> amounts,
            List<DiscountClaim<C, L>> claims,
            DiscountOrder order,
            RoundingPolicy rounding) {
        requireSound(amounts, claims);
        return new Discounting<>(currency, rounding, amounts).taken(inOrder(claims, order), order);
    }

    private static <C extends Comparable<? super C>, L extends Comparable<? super L>> void requireSound(
            Map<L, Money> amounts, List<DiscountClaim<C, L>> claims) {
        amounts.forEach((line, amount) -> {
            if (amount.isNegative()) {
                throw ErrorCode.INVALID_AMOUNT.at("amounts", "expected zero or more but found " + amount);
            }
        });
        Set<C> keys = new HashSet<>();
        for (DiscountClaim<C, L> claim : claims) {
            if (!keys.add(claim.key())) {
                throw ErrorCode.ALREADY_EXISTS.at("claims", "there are two claims with the key " + claim.key());
            }
        }
    }

    private static <C extends Comparable<? super C>, L extends Comparable<? super L>> List<DiscountClaim<C, L>> inOrder(
            List<DiscountClaim<C, L>> claims, DiscountOrder order) {
        Comparator<DiscountClaim<C, L>> levels = Comparator.comparing(DiscountClaim::level);
        // Sorting is stable: what compares as equal stays as it was given.
        return claims.stream()
                .sorted(
                        order == DiscountOrder.PERCENTAGES_FIRST
                                ? levels.thenComparing(
                                        claim -> !claim.discount().proportional())
                                : levels)
                .toList();
    }

    private <C extends Comparable<? super C>> Map<C, DiscountShares<L>> taken(
            List<DiscountClaim<C, L>> claims, DiscountOrder order) {
        Map<C, DiscountShares<L>> results = new HashMap<>();
        for (DiscountClaim<C, L> claim : claims) {
            Money base = sum(claim, order == DiscountOrder.PROPORTIONAL ? amounts : left);
            Money available = sum(claim, left);
            Money wanted = claim.discount().of(base, rounding);
            Map<L, Money> shares = shared(claim, wanted.isGreaterThan(available) ? available : wanted);
            shares.forEach((line, share) -> left.merge(line, share, Money::minus));
            results.put(claim.key(), DiscountShares.of(Money.zero(currency), shares));
        }
        return results;
    }

    /** In proportion to what is left, so that no line gets more than that: its exact part is at most that whole amount. */
    private Map<L, Money> shared(DiscountClaim<?, L> claim, Money amount) {
        List<Share<L>> weights = new ArrayList<>();
        left.forEach((line, rest) -> {
            if (claim.lines().contains(line) && rest.isPositive()) {
                weights.add(new Share<>(line, rest.getAmount()));
            }
        });
        Map<L, Money> shares = new TreeMap<>();
        if (amount.isPositive()) {
            List<Money> parts = Allocation.allocate(amount, weights);
            for (int i = 0; i < parts.size(); i++) {
                shares.put(weights.get(i).key(), parts.get(i));
            }
        }
        return shares;
    }

    private Money sum(DiscountClaim<?, L> claim, Map<L, Money> of) {
        Money sum = Money.zero(currency);
        for (Map.Entry<L, Money> line : of.entrySet()) {
            sum = claim.lines().contains(line.getKey()) ? sum.plus(line.getValue()) : sum;
        }
        return sum;
    }
}
