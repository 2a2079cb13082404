package io.billing4j.money;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

class PortionsLawsTest {
    /** An amount of so many cents, with shares that are at most that in all. */
    record Whole(long cents, List<Long> shares) {
        List<Money> upTo(long position, RoundingPolicy rounding) {
            return Portions.upTo(
                    eur(position),
                    eur(cents),
                    shares.stream().map(PortionsLawsTest::eur).toList(),
                    rounding);
        }
    }

    @Property
    void piecesOfAnySplitHaveAllOfEachShare(
            @ForAll("wholes") Whole whole,
            @ForAll @Size(max = 6) List<@LongRange(min = 0, max = 1_000_000) Long> cuts,
            @ForAll("roundings") RoundingPolicy rounding) {
        List<Long> positions = new ArrayList<>(
                cuts.stream().map(cut -> cut % (whole.cents() + 1)).sorted().toList());
        positions.add(whole.cents());
        long from = 0;
        List<Money> sums = new ArrayList<>(whole.upTo(0, rounding));
        for (long to : positions) {
            List<Money> before = whole.upTo(from, rounding);
            List<Money> after = whole.upTo(to, rounding);
            Money all = eur(0);
            for (int i = 0; i < after.size(); i++) {
                Money piece = after.get(i).minus(before.get(i));
                assertThat(piece.isNegative()).isFalse();
                sums.set(i, sums.get(i).plus(piece));
                all = all.plus(piece);
            }
            assertThat(all.isGreaterThan(eur(to - from))).isFalse();
            from = to;
        }

        assertThat(sums)
                .isEqualTo(whole.shares().stream().map(PortionsLawsTest::eur).toList());
    }

    @Provide
    Arbitrary<Whole> wholes() {
        Arbitrary<Long> cents = Arbitraries.oneOf(
                Arbitraries.longs().between(0, 12), Arbitraries.longs().between(0, 1_000_000));
        return Combinators.combine(
                        cents, Arbitraries.integers().between(0, 1_000).list().ofMaxSize(4))
                .as((amount, parts) -> {
                    List<Long> shares = new ArrayList<>();
                    long left = amount;
                    for (int thousandths : parts) {
                        long share = left * thousandths / 1_000;
                        shares.add(share);
                        left -= share;
                    }
                    return new Whole(amount, shares);
                });
    }

    @Provide
    Arbitrary<RoundingPolicy> roundings() {
        return Arbitraries.of(RoundingMode.values())
                .filter(mode -> mode != RoundingMode.UNNECESSARY)
                .map(RoundingPolicy::new);
    }

    private static Money eur(long cents) {
        return Money.ofMinor(CurrencyUnit.EUR, cents);
    }
}
