package io.billing4j.proration;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.fixture.ScheduleArbitraries;
import io.billing4j.money.RoundingPolicy;
import io.billing4j.period.BillingPeriod;
import io.billing4j.period.BillingSchedule;
import io.billing4j.period.ProrationPolicy;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.joda.money.BigMoney;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/**
 * The laws of proration, for every policy, rounding, zone and interval, in currencies of 0, 2, 3 and 4 decimals. Windows
 * are nominal periods of schedules, those with a clock change or a skipped date among them.
 */
class ProrationLawsTest {
    private static final long ALL = 1L << 40;

    @Property
    void the_parts_of_any_split_add_up_to_the_whole(
            @ForAll("prorations") Proration proration,
            @ForAll("amounts") BigMoney amount,
            @ForAll @Size(max = 12) List<@LongRange(max = ALL) Long> cuts) {
        List<Instant> edges = new ArrayList<>(new TreeSet<>(
                cuts.stream().map(cut -> at(proration.window(), cut)).toList()));
        edges.add(0, proration.window().startInclusive());
        edges.add(proration.window().endExclusive());

        Money sum = Money.zero(amount.getCurrencyUnit());
        for (int i = 1; i < edges.size(); i++) {
            sum = sum.plus(proration.amount(amount, edges.get(i - 1), edges.get(i)));
        }

        assertThat(sum).isEqualTo(proration.rounding().round(amount));
    }

    @Property
    void any_part_is_the_sum_of_its_parts(
            @ForAll("prorations") Proration proration,
            @ForAll("amounts") BigMoney amount,
            @ForAll @Size(3) List<@LongRange(max = ALL) Long> cuts) {
        List<Instant> edges =
                cuts.stream().sorted().map(cut -> at(proration.window(), cut)).toList();

        Money left = proration.amount(amount, edges.get(0), edges.get(1));
        Money right = proration.amount(amount, edges.get(1), edges.get(2));

        assertThat(left.plus(right)).isEqualTo(proration.amount(amount, edges.get(0), edges.get(2)));
    }

    @Property
    void the_whole_window_is_the_rounded_amount(
            @ForAll("prorations") Proration proration, @ForAll("amounts") BigMoney amount) {
        BillingPeriod window = proration.window();

        assertThat(proration.amount(amount, window.startInclusive(), window.endExclusive()))
                .isEqualTo(amount.toMoney(proration.rounding().mode()));
    }

    @Property
    void an_empty_part_is_nothing(
            @ForAll("prorations") Proration proration,
            @ForAll("amounts") BigMoney amount,
            @ForAll @LongRange(max = ALL) long cut) {
        Instant instant = at(proration.window(), cut);

        assertThat(proration.amount(amount, instant, instant)).isEqualTo(Money.zero(amount.getCurrencyUnit()));
    }

    @Property
    void a_longer_part_of_an_amount_of_zero_or_more_is_never_less(
            @ForAll("prorations") Proration proration,
            @ForAll("amounts") BigMoney any,
            @ForAll @Size(3) List<@LongRange(max = ALL) Long> cuts) {
        BigMoney amount = any.abs();
        List<Instant> edges =
                cuts.stream().sorted().map(cut -> at(proration.window(), cut)).toList();

        Money shorter = proration.amount(amount, edges.get(0), edges.get(1));
        Money longer = proration.amount(amount, edges.get(0), edges.get(2));

        assertThat(shorter.isNegative()).isFalse();
        assertThat(longer).isGreaterThanOrEqualTo(shorter);
    }

    @Property
    void a_larger_amount_never_gives_less_up_to_an_instant(
            @ForAll("prorations") Proration proration,
            @ForAll("amounts") BigMoney any,
            @ForAll @LongRange(max = ALL) long cut) {
        BigMoney amount = any.abs();
        Instant start = proration.window().startInclusive();
        Instant end = at(proration.window(), cut);

        assertThat(proration.amount(amount.plus(new BigDecimal("0.37")), start, end))
                .isGreaterThanOrEqualTo(proration.amount(amount, start, end));
    }

    @Property
    void the_scale_of_the_amount_does_not_matter(
            @ForAll("prorations") Proration proration,
            @ForAll("amounts") BigMoney amount,
            @ForAll @LongRange(max = ALL) long cut) {
        Instant start = at(proration.window(), cut);
        BigMoney padded = amount.withScale(amount.getScale() + 9);

        assertThat(proration.amount(padded, start, proration.window().endExclusive()))
                .isEqualTo(proration.amount(amount, start, proration.window().endExclusive()));
    }

    @Property
    void credit_for_the_rest_never_exceeds_what_was_billed(
            @ForAll("prorations") Proration proration,
            @ForAll("amounts") BigMoney any,
            @ForAll @Size(2) List<@LongRange(max = ALL) Long> cuts) {
        // Billed from some instant to the window's end; ended later on: the credit is that for what is left of it.
        BigMoney amount = any.abs();
        Instant from = at(proration.window(), Math.min(cuts.get(0), cuts.get(1)));
        Instant ended = at(proration.window(), Math.max(cuts.get(0), cuts.get(1)));
        Instant end = proration.window().endExclusive();

        Money billed = proration.amount(amount, from, end);
        Money credit = proration.amount(amount, ended, end);
        Money used = proration.amount(amount, from, ended);

        assertThat(credit).isLessThanOrEqualTo(billed);
        assertThat(billed.minus(credit)).isEqualTo(used);
        assertThat(used.isNegative()).isFalse();
    }

    @Property
    void a_change_and_the_change_back_at_once_net_to_zero(
            @ForAll("prorations") Proration proration,
            @ForAll("amounts") BigMoney before,
            @ForAll("amounts") BigMoney after,
            @ForAll @LongRange(max = ALL) long cut) {
        Instant change = at(proration.window(), cut);
        Instant end = proration.window().endExclusive();
        BigMoney other = BigMoney.of(before.getCurrencyUnit(), after.getAmount());

        Money there = proration.amount(other, change, end).minus(proration.amount(before, change, end));
        Money back = proration.amount(before, change, end).minus(proration.amount(other, change, end));

        assertThat(there.plus(back).isZero()).isTrue();
    }

    @Property
    void a_part_differs_from_its_exact_share_by_less_than_one_unit_of_the_currency_at_each_end(
            @ForAll("prorations") Proration proration,
            @ForAll("amounts") BigMoney amount,
            @ForAll @Size(2) List<@LongRange(max = ALL) Long> cuts) {
        Instant start = at(proration.window(), Math.min(cuts.get(0), cuts.get(1)));
        Instant end = at(proration.window(), Math.max(cuts.get(0), cuts.get(1)));
        long whole = proration.policy().whole(proration.window());
        long part = proration.policy().passed(proration.window(), end)
                - proration.policy().passed(proration.window(), start);
        if (whole == 0) {
            return; // such as the 31st where months have 30 days: there is no share to compare with
        }
        BigDecimal exact = amount.getAmount()
                .multiply(BigDecimal.valueOf(part))
                .divide(BigDecimal.valueOf(whole), 30, RoundingMode.HALF_EVEN);

        BigDecimal found = proration.amount(amount, start, end).getAmount();

        BigDecimal unit = BigDecimal.ONE.movePointLeft(amount.getCurrencyUnit().getDecimalPlaces());
        assertThat(found.subtract(exact).abs()).isLessThan(unit.add(unit));
    }

    @Property
    void shares_of_a_split_add_up_to_the_whole(
            @ForAll("prorations") Proration proration, @ForAll @Size(2) List<@LongRange(max = ALL) Long> cuts) {
        BillingPeriod window = proration.window();
        Instant first = at(window, Math.min(cuts.get(0), cuts.get(1)));
        Instant second = at(window, Math.max(cuts.get(0), cuts.get(1)));

        Share before = Share.of(proration.policy(), window, window.startInclusive(), first);
        Share between = Share.of(proration.policy(), window, first, second);
        Share after = Share.remaining(proration.policy(), window, second);

        assertThat(before.whole()).isEqualTo(between.whole()).isEqualTo(after.whole());
        assertThat(before.part() + between.part() + after.part()).isEqualTo(after.whole());
    }

    @Property
    void a_fee_is_never_billed_as_nothing_where_nothing_is_shared_out(
            @ForAll("schedules") BillingSchedule schedule,
            @ForAll("amounts") BigMoney amount,
            @ForAll @LongRange(min = 1, max = ALL) long cut) {
        // Period 0, short or whole, is cut anywhere after its first instant.
        BillingPeriod held = schedule.period(0);
        Proration proration = new Proration(
                ProrationPolicy.NONE.window(schedule.nominal(0), held.startInclusive()),
                ProrationPolicy.NONE,
                RoundingPolicy.HALF_UP);
        Instant end = at(held, cut);

        Money billed = proration.amount(amount, held.startInclusive(), end);

        boolean empty = end.equals(held.startInclusive());
        assertThat(billed)
                .isEqualTo(empty ? Money.zero(amount.getCurrencyUnit()) : RoundingPolicy.HALF_UP.round(amount));
        assertThat(proration.amount(amount, end, held.endExclusive()))
                .isEqualTo(RoundingPolicy.HALF_UP.round(amount).minus(billed));
    }

    @Provide
    Arbitrary<BillingSchedule> schedules() {
        return ScheduleArbitraries.schedules();
    }

    @Provide
    Arbitrary<Proration> prorations() {
        Arbitrary<RoundingPolicy> roundings = Arbitraries.of(RoundingMode.values())
                .filter(mode -> mode != RoundingMode.UNNECESSARY)
                .map(RoundingPolicy::new);
        return Combinators.combine(ScheduleArbitraries.schedules(), Arbitraries.of(ProrationPolicy.class), roundings)
                .as((schedule, policy, rounding) -> new Proration(schedule.nominal(0), policy, rounding))
                .withoutEdgeCases();
    }

    /** From −10^12 to 10^12 with 12 decimals, and whole units of the currency, in which ties are frequent. */
    @Provide
    Arbitrary<BigMoney> amounts() {
        BigInteger most = BigInteger.TEN.pow(24);
        Arbitrary<BigDecimal> any =
                Arbitraries.bigIntegers().between(most.negate(), most).map(digits -> new BigDecimal(digits, 12));
        Arbitrary<BigDecimal> small =
                Arbitraries.integers().between(-400, 400).map(cents -> new BigDecimal(BigInteger.valueOf(cents), 2));
        Arbitrary<CurrencyUnit> currencies =
                Arbitraries.of("JPY", "USD", "KWD", "CLF").map(CurrencyUnit::of);
        return Combinators.combine(currencies, Arbitraries.oneOf(any, small))
                .as(BigMoney::of)
                .withoutEdgeCases();
    }

    /** The instant this share of 2^40 into the window. */
    private static Instant at(BillingPeriod window, long share) {
        BigInteger micros = BigInteger.valueOf(window.startInclusive().until(window.endExclusive(), ChronoUnit.MICROS));
        return window.startInclusive()
                .plus(micros.multiply(BigInteger.valueOf(share)).shiftRight(40).longValueExact(), ChronoUnit.MICROS);
    }
}
