package io.billing4j.discount;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.discount.DiscountClaim.Level;
import io.billing4j.money.RoundingPolicy;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

class DiscountingLawsTest {
    /** A document without its discounts, and those. */
    record Case(Map<Integer, Money> lines, List<DiscountClaim<Integer, Integer>> claims) {
        CurrencyUnit currency() {
            return lines.values().iterator().next().getCurrencyUnit();
        }

        Money zero() {
            return Money.zero(currency());
        }

        Map<Integer, DiscountShares<Integer>> under(DiscountOrder order, RoundingPolicy rounding) {
            return Discounting.apply(currency(), lines, claims, order, rounding);
        }

        /** With the lines in another order. */
        Case shuffled(long seed) {
            List<Integer> keys = new ArrayList<>(lines.keySet());
            Collections.shuffle(keys, new Random(seed));
            Map<Integer, Money> others = new LinkedHashMap<>();
            keys.forEach(key -> others.put(key, lines.getOrDefault(key, zero())));
            return new Case(others, claims);
        }
    }

    @Property(shrinking = ShrinkingMode.BOUNDED)
    void sharesAddUpToTheDiscountAndNoLineComesOutBelowZero(
            @ForAll("cases") Case one, @ForAll DiscountOrder order, @ForAll("roundings") RoundingPolicy rounding) {
        Map<Integer, Money> left = new HashMap<>(one.lines());
        one.under(order, rounding).forEach((key, taken) -> {
            Money sum = one.zero();
            for (Map.Entry<Integer, Money> share : taken.shares().entrySet()) {
                assertThat(share.getValue().isNegative()).isFalse();
                assertThat(one.claims().get(key).lines()).contains(share.getKey());
                left.merge(share.getKey(), share.getValue(), Money::minus);
                sum = sum.plus(share.getValue());
            }
            assertThat(taken.amount()).isEqualTo(sum);
        });

        assertThat(left.keySet()).isEqualTo(one.lines().keySet());
        assertThat(left.values()).noneMatch(Money::isNegative);
    }

    @Property(shrinking = ShrinkingMode.BOUNDED)
    void noDiscountTakesMoreThanItIsFor(@ForAll("cases") Case one, @ForAll DiscountOrder order) {
        one.under(order, RoundingPolicy.HALF_UP).forEach((key, taken) -> {
            DiscountClaim<Integer, Integer> claim = one.claims().get(key);
            Money full = one.zero();
            for (Map.Entry<Integer, Money> line : one.lines().entrySet()) {
                full = claim.lines().contains(line.getKey()) ? full.plus(line.getValue()) : full;
            }
            assertThat(taken.amount().isGreaterThan(claim.discount().of(full, RoundingPolicy.HALF_UP)))
                    .isFalse();
        });
    }

    @Property(shrinking = ShrinkingMode.BOUNDED)
    void theOrderOfLinesHasNoInfluence(@ForAll("cases") Case one, @ForAll DiscountOrder order, @ForAll long seed) {
        assertThat(one.shuffled(seed).under(order, RoundingPolicy.HALF_UP))
                .isEqualTo(one.under(order, RoundingPolicy.HALF_UP));
    }

    @Property(shrinking = ShrinkingMode.BOUNDED)
    void percentagesFirstNeverTakeLessThanTheOrderGiven(@ForAll("documents") Case one) {
        assertThat(total(one, DiscountOrder.PERCENTAGES_FIRST).isLessThan(total(one, DiscountOrder.AS_GIVEN)))
                .isFalse();
    }

    private static Money total(Case one, DiscountOrder order) {
        return Money.total(
                one.currency(),
                one.under(order, RoundingPolicy.HALF_UP).values().stream()
                        .map(DiscountShares::amount)
                        .toList());
    }

    @Property(shrinking = ShrinkingMode.BOUNDED)
    void aFixedAmountThatFitsIsTakenWhole(@ForAll("cases") Case one) {
        Money sum = Money.total(one.currency(), one.lines().values());
        List<DiscountClaim<Integer, Integer>> claims = new ArrayList<>();
        if (sum.isPositive()) {
            claims.add(new DiscountClaim<>(
                    0, Discount.fixed(sum), Level.DOCUMENT, one.lines().keySet()));
        }
        for (DiscountOrder order : DiscountOrder.values()) {
            Map<Integer, DiscountShares<Integer>> taken =
                    new Case(one.lines(), claims).under(order, RoundingPolicy.HALF_UP);
            taken.values().forEach(shares -> {
                assertThat(shares.amount()).isEqualTo(sum);
                shares.shares()
                        .forEach((line, share) ->
                                assertThat(share).isEqualTo(one.lines().get(line)));
            });
        }
    }

    @Provide
    Arbitrary<RoundingPolicy> roundings() {
        return Arbitraries.of(RoundingMode.values())
                .filter(mode -> mode != RoundingMode.UNNECESSARY)
                .map(RoundingPolicy::new);
    }

    @Provide
    Arbitrary<Case> cases() {
        return Arbitraries.of("EUR", "JPY", "KWD")
                .map(CurrencyUnit::of)
                .flatMap(currency -> lines(currency)
                        .flatMap(lines -> claims(currency, lines.keySet()).map(claims -> new Case(lines, claims))));
    }

    private static Arbitrary<Map<Integer, Money>> lines(CurrencyUnit currency) {
        Arbitrary<Money> amounts = Arbitraries.oneOf(
                        Arbitraries.longs().between(0, 20), Arbitraries.longs().between(0, 10_000_000))
                .map(units -> Money.ofMinor(currency, units));
        return amounts.list().ofMinSize(1).ofMaxSize(8).map(DiscountingLawsTest::numbered);
    }

    /** Of which all discounts are for the whole. */
    @Provide
    Arbitrary<Case> documents() {
        return cases().map(one -> new Case(
                one.lines(),
                one.claims().stream()
                        .map(claim -> new DiscountClaim<>(
                                claim.key(),
                                claim.discount(),
                                Level.DOCUMENT,
                                one.lines().keySet()))
                        .toList()));
    }

    private static Map<Integer, Money> numbered(List<Money> amounts) {
        Map<Integer, Money> lines = new LinkedHashMap<>();
        amounts.forEach(amount -> lines.put(lines.size(), amount));
        return lines;
    }

    private static Arbitrary<List<DiscountClaim<Integer, Integer>>> claims(CurrencyUnit currency, Set<Integer> lines) {
        Arbitrary<Discount> percentages = Arbitraries.oneOf(
                        Arbitraries.of("100", "50", "10", "33.333").map(BigDecimal::new),
                        Arbitraries.bigDecimals()
                                .between(new BigDecimal("0.001"), BigDecimal.valueOf(100))
                                .ofScale(3))
                .map(Discount::percentage);
        Arbitrary<Discount> fixed =
                Arbitraries.longs().between(1, 30_000).map(units -> Discount.fixed(Money.ofMinor(currency, units)));
        return Combinators.combine(
                        Arbitraries.oneOf(percentages, fixed), Arbitraries.of(Level.class), Arbitraries.subsetOf(lines))
                .as((discount, level, some) ->
                        new DiscountClaim<>(0, discount, level, level == Level.DOCUMENT ? lines : some))
                .list()
                .ofMaxSize(4)
                .map(DiscountingLawsTest::keyed);
    }

    private static List<DiscountClaim<Integer, Integer>> keyed(List<DiscountClaim<Integer, Integer>> claims) {
        List<DiscountClaim<Integer, Integer>> keyed = new ArrayList<>();
        claims.forEach(
                claim -> keyed.add(new DiscountClaim<>(keyed.size(), claim.discount(), claim.level(), claim.lines())));
        return keyed;
    }
}
