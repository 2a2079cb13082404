package io.billing4j.money;

import io.billing4j.error.ErrorCode;
import io.billing4j.error.Inputs;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
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
     * An exact amount that somebody has to carry: {@code numerator / denominator} of the currency's main unit.
     *
     * @param key decides between equals, the lower first; no two of a settlement have the same
     * @param numerator of any sign
     * @param denominator above zero
     */
    public record Exact<K extends Comparable<? super K>>(K key, BigDecimal numerator, BigDecimal denominator) {
        /** Refuses a denominator that is not above zero with INVALID_NUMBER at {@code denominator}. */
        public Exact {
            if (denominator.signum() <= 0) {
                throw ErrorCode.INVALID_NUMBER.at("denominator", "expected more than zero but found " + denominator);
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
        BigDecimal sum = shares.stream().map(Share::weight).reduce(BigDecimal.ZERO, BigDecimal::add);
        if (sum.signum() == 0) {
            throw ErrorCode.INVALID_NUMBER.at("weights", "expected a share with a weight above zero");
        }
        BigDecimal whole = total.getAmount().abs();
        List<Money> parts = settle(
                total.abs(),
                shares.stream()
                        .map(share -> new Exact<>(share.key(), whole.multiply(share.weight()), sum))
                        .toList());
        return total.isNegative() ? parts.stream().map(Money::negated).toList() : parts;
    }

    /**
     * Exact amounts as ones that can be paid, in their order, that add up to a total which was rounded from their sum. Each is
     * first cut down to whole minor units; the units that the total has more go one each to those that lost most by the cut,
     * and of equal ones to the lower key. Taxes of 8.874 and −2.125, A and B, that make 6.75 are 8.87 and −2.12: cut down
     * they are 8.87 and −2.13, and the cent that is left goes to B, which lost half of one.
     *
     * <p>So each part is within one minor unit of its exact amount, and an amount that is whole stays what it is. The order
     * has no influence.
     *
     * @throws io.billing4j.error.BillingException INVALID_NUMBER at {@code total} if the total is not one that the sum can be
     *     rounded to, ALREADY_EXISTS at {@code weights} if two have the same key
     */
    public static <K extends Comparable<? super K>> List<Money> settle(Money total, List<Exact<K>> exacts) {
        int decimals = total.getCurrencyUnit().getDecimalPlaces();
        Set<K> keys = new HashSet<>();
        List<BigInteger> parts = new ArrayList<>();
        List<Claim<K>> claims = new ArrayList<>();
        BigInteger left = total.getAmount().movePointRight(decimals).toBigIntegerExact();
        for (Exact<K> exact : exacts) {
            if (!keys.add(exact.key())) {
                throw ErrorCode.ALREADY_EXISTS.at("weights", "there are two shares with the key " + exact.key());
            }
            BigDecimal units = exact.numerator().movePointRight(decimals);
            BigInteger cut =
                    units.divide(exact.denominator(), 0, RoundingMode.FLOOR).toBigIntegerExact();
            BigDecimal lost = units.subtract(new BigDecimal(cut).multiply(exact.denominator()));
            claims.add(new Claim<>(parts.size(), exact.key(), lost, exact.denominator()));
            parts.add(cut);
            left = left.subtract(cut);
        }
        List<Claim<K>> losers = claims.stream()
                .filter(claim -> claim.lost().signum() > 0)
                .sorted()
                .toList();
        if (left.signum() < 0 || left.compareTo(BigInteger.valueOf(losers.size())) > 0) {
            throw ErrorCode.INVALID_NUMBER.at("total", "the amounts cannot be rounded so that they add up to " + total);
        }
        for (Claim<K> claim : losers.subList(0, left.intValueExact())) {
            parts.set(claim.index(), parts.get(claim.index()).add(BigInteger.ONE));
        }
        return parts.stream()
                .map(part -> Money.of(total.getCurrencyUnit(), new BigDecimal(part, decimals)))
                .toList();
    }

    /** What an amount lost when it was cut: {@code lost / denominator} of a minor unit, from zero to less than one. */
    private record Claim<K extends Comparable<? super K>>(int index, K key, BigDecimal lost, BigDecimal denominator)
            implements Comparable<Claim<K>> {
        /** Those that lost most first. */
        @Override
        public int compareTo(Claim<K> other) {
            int byLoss = other.lost.multiply(denominator).compareTo(lost.multiply(other.denominator));
            return byLoss != 0 ? byLoss : key.compareTo(other.key);
        }
    }
}
