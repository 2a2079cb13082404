package io.billing4j.money;

import io.billing4j.error.ErrorCode;
import io.billing4j.error.Inputs;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.joda.money.Money;

/**
 * Shares an amount out so that nothing is lost: by largest remainder. Each share first gets its exact part cut to whole
 * minor units; the units that are left go one each to the shares that lost most by the cut, and of equal ones to the lower
 * key. USD 0.05 over C, A and B alike are 0.01, 0.02 and 0.02: each gets 1 cent and would get two thirds of another, and
 * the two cents that are left go to A and B.
 *
 * <p>So the parts add up to the amount, each is within one minor unit of its exact part, and neither the order of the shares
 * nor the scale of their weights changes what a key gets. A negative amount is shared out as the amount above zero is, with
 * the sign turned.
 */
public final class Allocation {
    private Allocation() {}

    /**
     * Somebody's claim to a part.
     *
     * @param key decides between equals, the lower first; no two shares of an allocation have the same
     * @param weight zero or more, in any unit that all shares have in common
     */
    public record Share<K extends Comparable<? super K>>(K key, BigDecimal weight) {
        /** Refuses a negative weight and one of too many digits with INVALID_NUMBER at {@code weight}. */
        public Share {
            weight = Inputs.decimal("weight", weight);
            if (weight.signum() < 0) {
                throw ErrorCode.INVALID_NUMBER.at("weight", "expected zero or more but found " + weight);
            }
        }
    }

    /**
     * The parts of the amount in the order of the shares. A share of weight zero gets zero.
     *
     * @throws io.billing4j.error.BillingException INVALID_NUMBER at {@code weights} if there is no share with a weight above
     *     zero, ALREADY_EXISTS at {@code weights} if two shares have the same key
     */
    public static <K extends Comparable<? super K>> List<Money> allocate(Money total, List<Share<K>> shares) {
        List<BigInteger> weights = wholeWeights(shares);
        BigInteger sum = weights.stream().reduce(BigInteger.ZERO, BigInteger::add);
        if (sum.signum() == 0) {
            throw ErrorCode.INVALID_NUMBER.at("weights", "expected a share with a weight above zero");
        }
        int decimals = total.getCurrencyUnit().getDecimalPlaces();
        BigInteger units = total.getAmount()
                .abs()
                .setScale(decimals, RoundingMode.UNNECESSARY)
                .unscaledValue();
        List<BigInteger> parts = new ArrayList<>();
        List<Claim<K>> claims = new ArrayList<>();
        BigInteger left = units;
        for (int i = 0; i < shares.size(); i++) {
            BigInteger[] part = units.multiply(weights.get(i)).divideAndRemainder(sum);
            parts.add(part[0]);
            claims.add(new Claim<>(i, shares.get(i).key(), part[1]));
            left = left.subtract(part[0]);
        }
        claims.sort(Comparator.comparing((Claim<K> claim) -> claim.remainder())
                .reversed()
                .thenComparing(Claim::key));
        // Fewer units are left than there are shares with a remainder: each of them lost less than one.
        for (Claim<K> claim : claims.subList(0, left.intValueExact())) {
            parts.set(claim.index(), parts.get(claim.index()).add(BigInteger.ONE));
        }
        return parts.stream()
                .map(part -> signed(total, new BigDecimal(part, decimals)))
                .toList();
    }

    /** What a share lost when its part was cut, in fractions of a minor unit that all have the same denominator. */
    private record Claim<K>(int index, K key, BigInteger remainder) {}

    private static <K extends Comparable<? super K>> List<BigInteger> wholeWeights(List<Share<K>> shares) {
        Set<K> keys = new HashSet<>();
        int scale = 0;
        for (Share<K> share : shares) {
            if (!keys.add(share.key())) {
                throw ErrorCode.ALREADY_EXISTS.at("weights", "there are two shares with the key " + share.key());
            }
            scale = Math.max(scale, share.weight().scale());
        }
        int common = scale;
        return shares.stream()
                .map(share -> share.weight()
                        .setScale(common, RoundingMode.UNNECESSARY)
                        .unscaledValue())
                .toList();
    }

    private static Money signed(Money total, BigDecimal part) {
        return Money.of(total.getCurrencyUnit(), total.isNegative() ? part.negate() : part);
    }
}
