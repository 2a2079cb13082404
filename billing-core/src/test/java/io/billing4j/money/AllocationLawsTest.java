package io.billing4j.money;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.money.Allocation.Share;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

class AllocationLawsTest {
    @Property
    void the_parts_add_up_to_the_amount(@ForAll("amounts") Money total, @ForAll("shares") List<Share<Integer>> shares) {
        assertThat(Money.total(total.getCurrencyUnit(), Allocation.allocate(total, shares)))
                .isEqualTo(total);
    }

    @Property
    void each_part_is_within_one_minor_unit_of_its_exact_part(
            @ForAll("amounts") Money total, @ForAll("shares") List<Share<Integer>> shares) {
        List<Money> parts = Allocation.allocate(total, shares);
        BigDecimal sum = shares.stream().map(Share::weight).reduce(BigDecimal.ZERO, BigDecimal::add);
        BigDecimal unit = BigDecimal.ONE.movePointLeft(total.getCurrencyUnit().getDecimalPlaces());
        for (int i = 0; i < parts.size(); i++) {
            // |part − total·w/sum| < unit, without dividing
            BigDecimal error = parts.get(i)
                    .getAmount()
                    .multiply(sum)
                    .subtract(total.getAmount().multiply(shares.get(i).weight()))
                    .abs();
            assertThat(error).isLessThan(unit.multiply(sum));
        }
    }

    @Property
    void no_other_whole_part_is_closer_where_somebody_else_got_less(
            @ForAll("amounts") Money total, @ForAll("shares") List<Share<Integer>> shares) {
        List<Money> parts = Allocation.allocate(total.abs(), shares);
        BigDecimal sum = shares.stream().map(Share::weight).reduce(BigDecimal.ZERO, BigDecimal::add);
        for (int i = 0; i < parts.size(); i++) {
            for (int j = 0; j < parts.size(); j++) {
                BigDecimal gain = surplus(total.abs(), sum, parts.get(i), shares.get(i));
                BigDecimal loss = surplus(total.abs(), sum, parts.get(j), shares.get(j));
                // Who was rounded up lost at least as much by the cut as anybody who was not.
                if (gain.signum() > 0 && loss.signum() < 0) {
                    BigDecimal whole = sum.movePointLeft(total.getCurrencyUnit().getDecimalPlaces());
                    assertThat(whole.subtract(gain)).isGreaterThanOrEqualTo(loss.negate());
                }
            }
        }
    }

    @Property
    void the_order_of_the_shares_does_not_matter(
            @ForAll("amounts") Money total, @ForAll("shares") List<Share<Integer>> shares, @ForAll long seed) {
        List<Share<Integer>> shuffled = new ArrayList<>(shares);
        Collections.shuffle(shuffled, new Random(seed));

        assertThat(byKey(total, shuffled)).isEqualTo(byKey(total, shares));
    }

    @Property
    void the_scale_of_the_weights_does_not_matter(
            @ForAll("amounts") Money total,
            @ForAll("shares") List<Share<Integer>> shares,
            @ForAll("scales") BigDecimal scale) {
        List<Share<Integer>> scaled = shares.stream()
                .map(share -> new Share<>(share.key(), share.weight().multiply(scale)))
                .toList();

        assertThat(Allocation.allocate(total, scaled)).isEqualTo(Allocation.allocate(total, shares));
    }

    @Property
    void no_part_has_another_sign_than_the_amount_and_no_weight_means_nothing(
            @ForAll("amounts") Money total, @ForAll("shares") List<Share<Integer>> shares) {
        List<Money> parts = Allocation.allocate(total, shares);

        assertThat(parts).allMatch(part -> total.isNegative() ? part.isNegativeOrZero() : part.isPositiveOrZero());
        for (int i = 0; i < parts.size(); i++) {
            if (shares.get(i).weight().signum() == 0) {
                assertThat(parts.get(i).isZero()).isTrue();
            }
        }
    }

    @Property
    void a_negative_amount_is_the_mirror_image(
            @ForAll("amounts") Money total, @ForAll("shares") List<Share<Integer>> shares) {
        assertThat(Allocation.allocate(total.negated(), shares))
                .isEqualTo(Allocation.allocate(total, shares).stream()
                        .map(Money::negated)
                        .toList());
    }

    /** What the share got above its exact part, times the sum of the weights. */
    private static BigDecimal surplus(Money total, BigDecimal sum, Money part, Share<Integer> share) {
        return part.getAmount().multiply(sum).subtract(total.getAmount().multiply(share.weight()));
    }

    private static Map<Integer, Money> byKey(Money total, List<Share<Integer>> shares) {
        List<Money> parts = Allocation.allocate(total, shares);
        Map<Integer, Money> byKey = new HashMap<>();
        for (int i = 0; i < parts.size(); i++) {
            byKey.put(shares.get(i).key(), parts.get(i));
        }
        return byKey;
    }

    /** Some of a few minor units, where remainders decide nearly everything. */
    @Provide
    Arbitrary<Money> amounts() {
        Arbitrary<Long> units = Arbitraries.oneOf(
                Arbitraries.longs().between(-20, 20),
                Arbitraries.longs().between(-1_000_000_000_000L, 1_000_000_000_000L));
        Arbitrary<CurrencyUnit> currencies =
                Arbitraries.of("USD", "JPY", "KWD", "CLF").map(CurrencyUnit::of);
        return Combinators.combine(currencies, units).as(Money::ofMinor);
    }

    @Provide
    Arbitrary<List<Share<Integer>>> shares() {
        // Few different weights, so that ties are common.
        Arbitrary<BigDecimal> weights = Arbitraries.oneOf(
                Arbitraries.of("0", "1", "1", "2", "0.5").map(BigDecimal::new),
                Arbitraries.bigDecimals()
                        .between(BigDecimal.ZERO, new BigDecimal("1000000"))
                        .ofScale(6));
        return weights.list()
                .ofMinSize(1)
                .ofMaxSize(12)
                .filter(list -> list.stream().anyMatch(weight -> weight.signum() > 0))
                .flatMap(list -> Arbitraries.shuffle(
                                IntStream.range(0, list.size()).boxed().toList())
                        .map(keys -> {
                            List<Share<Integer>> shares = new ArrayList<>();
                            for (int i = 0; i < keys.size(); i++) {
                                shares.add(new Share<>(keys.get(i), list.get(i)));
                            }
                            return shares;
                        }));
    }

    @Provide
    Arbitrary<BigDecimal> scales() {
        return Arbitraries.of("0.001", "3", "7.5", "1000000").map(BigDecimal::new);
    }
}
