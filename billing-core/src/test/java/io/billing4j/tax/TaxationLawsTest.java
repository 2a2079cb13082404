package io.billing4j.tax;

import static org.assertj.core.api.Assertions.assertThat;

import io.billing4j.id.TaxId;
import io.billing4j.money.RoundingPolicy;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

class TaxationLawsTest {
    private static final List<TaxTreatment> TREATMENTS = List.of(
            TaxTreatment.exclusive(tax("a", "19", false)),
            TaxTreatment.exclusive(tax("b", "7", false)),
            TaxTreatment.exclusive(tax("a", "19", false), tax("c", "2.125", false)),
            TaxTreatment.exclusive(tax("b", "7", false), tax("d", "9.975", true)),
            TaxTreatment.exclusive(tax("z", "0", false)),
            TaxTreatment.inclusive(tax("a", "19", false)),
            TaxTreatment.inclusive(tax("b", "7", false), tax("d", "9.975", true)),
            TaxTreatment.inclusive(tax("c", "2.125", false), tax("a", "19", false), tax("b", "7", false)),
            TaxTreatment.untaxed(NoTax.REVERSE_CHARGE, "Art. 196"),
            TaxTreatment.untaxed(NoTax.EXEMPT, "Art. 132"));

    /** Lines of one document. */
    record Case(CurrencyUnit currency, Map<Integer, TaxedAmount> lines) {
        TaxResult<Integer> under(TaxRounding policy, RoundingPolicy rounding) {
            return Taxation.of(currency, lines, policy, rounding);
        }

        Case shuffled(long seed) {
            List<Map.Entry<Integer, TaxedAmount>> entries = new ArrayList<>(lines.entrySet());
            Collections.shuffle(entries, new Random(seed));
            Map<Integer, TaxedAmount> others = new LinkedHashMap<>();
            entries.forEach(entry -> others.put(entry.getKey(), entry.getValue()));
            return new Case(currency, others);
        }
    }

    @Property(shrinking = ShrinkingMode.BOUNDED)
    void sharesOfLinesAddUpToTheTaxesOfTheDocument(
            @ForAll("cases") Case one, @ForAll TaxRounding policy, @ForAll("roundings") RoundingPolicy rounding) {
        TaxResult<Integer> result = one.under(policy, rounding);
        Money shares = Money.zero(one.currency());
        for (LineTax line : result.lines().values()) {
            shares = shares.plus(line.tax());
        }
        Money totals = Money.total(
                one.currency(), result.totals().stream().map(TaxTotal::tax).toList());

        assertThat(shares).isEqualTo(totals).isEqualTo(result.added().plus(result.included()));
        assertThat(result.lines().keySet()).isEqualTo(one.lines().keySet());
    }

    /** What is asked for without taxes, plus all taxes, is what the prices ask for plus the taxes on top of them. */
    @Property(shrinking = ShrinkingMode.BOUNDED)
    void netAndTaxAddUpToTheGross(
            @ForAll("cases") Case one, @ForAll TaxRounding policy, @ForAll("roundings") RoundingPolicy rounding) {
        TaxResult<Integer> result = one.under(policy, rounding);
        Money gross = Money.zero(one.currency());
        Money prices = gross;
        for (Map.Entry<Integer, TaxedAmount> line : one.lines().entrySet()) {
            LineTax share = result.lines().getOrDefault(line.getKey(), new LineTax(gross, List.of()));
            gross = gross.plus(share.net()).plus(share.tax());
            prices = prices.plus(line.getValue().amount());
        }

        assertThat(gross).isEqualTo(prices.plus(result.added()));
    }

    /** Each is within one minor unit of what it would be without rounding. */
    @Property(shrinking = ShrinkingMode.BOUNDED)
    void noShareIsFurtherFromItsExactTaxThanOneMinorUnit(
            @ForAll("cases") Case one, @ForAll TaxRounding policy, @ForAll("roundings") RoundingPolicy rounding) {
        TaxResult<Integer> result = one.under(policy, rounding);
        BigDecimal unit = BigDecimal.ONE.movePointLeft(one.currency().getDecimalPlaces());
        one.lines().forEach((key, line) -> {
            BigDecimal whole = BigDecimal.ONE;
            List<BigDecimal> factors = new ArrayList<>();
            for (TaxComponent component : line.treatment().components()) {
                BigDecimal own = component.percent().movePointLeft(2);
                BigDecimal factor = component.compound() ? own.multiply(whole) : own;
                factors.add(factor);
                whole = whole.add(factor);
            }
            BigDecimal divisor =
                    line.treatment() instanceof TaxTreatment.Taxed taxed && taxed.behavior() == TaxBehavior.INCLUSIVE
                            ? whole
                            : BigDecimal.ONE;
            List<Money> taxes = result.lines()
                    .getOrDefault(key, new LineTax(line.amount(), List.of()))
                    .taxes();
            assertThat(taxes).hasSameSizeAs(factors);
            for (int i = 0; i < taxes.size(); i++) {
                // |share − amount·factor/divisor| < unit, without dividing
                BigDecimal error = taxes.get(i)
                        .getAmount()
                        .multiply(divisor)
                        .subtract(line.amount().getAmount().multiply(factors.get(i)))
                        .abs();
                assertThat(error).isLessThan(unit.multiply(divisor));
            }
        });
    }

    @Property(shrinking = ShrinkingMode.BOUNDED)
    void theOrderOfLinesHasNoInfluence(@ForAll("cases") Case one, @ForAll TaxRounding policy, @ForAll long seed) {
        assertThat(one.shuffled(seed).under(policy, RoundingPolicy.HALF_UP))
                .isEqualTo(one.under(policy, RoundingPolicy.HALF_UP));
    }

    /** EN 16931, BR-CO-17: the tax of a category is its base times its rate, rounded to the minor unit. */
    @Property(shrinking = ShrinkingMode.BOUNDED)
    void roundedPerRateTheTaxOfARateIsItsBaseTimesItsRate(@ForAll("cases") Case one) {
        for (TaxTotal total :
                one.under(TaxRounding.PER_RATE, RoundingPolicy.HALF_UP).totals()) {
            if (total instanceof TaxTotal.OfRate rate
                    && rate.behavior() == TaxBehavior.EXCLUSIVE
                    && !rate.component().compound()) {
                BigDecimal tax = rate.base()
                        .getAmount()
                        .multiply(rate.component().percent())
                        .movePointLeft(2)
                        .setScale(one.currency().getDecimalPlaces(), RoundingMode.HALF_UP);
                assertThat(rate.tax().getAmount()).isEqualByComparingTo(tax);
            }
        }
    }

    /** Whatever price without tax one starts from, the price with tax says what the tax in it was. */
    @Property(shrinking = ShrinkingMode.BOUNDED)
    void ofOneRateExclusiveAndInclusiveAgreeToTheMinorUnit(
            @ForAll("amounts") Money net, @ForAll("percents") BigDecimal percent) {
        TaxComponent component = TaxComponent.of(TaxId.of("r"), "Tax", percent);
        LineTax exclusive = alone(net, TaxTreatment.exclusive(component));
        Money gross = net.plus(exclusive.tax());
        LineTax inclusive = alone(gross, TaxTreatment.inclusive(component));

        assertThat(inclusive.net().plus(inclusive.tax())).isEqualTo(gross);
        assertThat(inclusive.tax()).isEqualTo(exclusive.tax());
        assertThat(inclusive.net()).isEqualTo(net);
    }

    private static LineTax alone(Money amount, TaxTreatment treatment) {
        return Taxation.of(
                        amount.getCurrencyUnit(),
                        Map.of(1, new TaxedAmount(amount, treatment)),
                        TaxRounding.PER_RATE,
                        RoundingPolicy.HALF_UP)
                .lines()
                .getOrDefault(1, new LineTax(amount, List.of()));
    }

    private static TaxComponent tax(String rate, String percent, boolean compound) {
        return new TaxComponent(TaxId.of(rate), "Tax " + rate, new BigDecimal(percent), compound);
    }

    @Provide
    Arbitrary<BigDecimal> percents() {
        return Arbitraries.oneOf(
                Arbitraries.of("0", "5", "7", "19", "25", "100").map(BigDecimal::new),
                Arbitraries.bigDecimals()
                        .between(BigDecimal.ZERO, BigDecimal.valueOf(100))
                        .ofScale(3));
    }

    @Provide
    Arbitrary<RoundingPolicy> roundings() {
        return Arbitraries.of(RoundingMode.values())
                .filter(mode -> mode != RoundingMode.UNNECESSARY)
                .map(RoundingPolicy::new);
    }

    @Provide
    Arbitrary<Money> amounts() {
        return Arbitraries.of("EUR", "JPY", "KWD").map(CurrencyUnit::of).flatMap(TaxationLawsTest::money);
    }

    private static Arbitrary<Money> money(CurrencyUnit currency) {
        return Arbitraries.oneOf(
                        Arbitraries.longs().between(0, 50), Arbitraries.longs().between(0, 10_000_000))
                .map(units -> Money.ofMinor(currency, units));
    }

    @Provide
    Arbitrary<Case> cases() {
        return Arbitraries.of("EUR", "JPY", "KWD")
                .map(CurrencyUnit::of)
                .flatMap(currency -> Combinators.combine(money(currency), Arbitraries.of(TREATMENTS))
                        .as(TaxedAmount::new)
                        .list()
                        .ofMinSize(1)
                        .ofMaxSize(8)
                        .map(lines -> {
                            Map<Integer, TaxedAmount> numbered = new LinkedHashMap<>();
                            lines.forEach(line -> numbered.put(numbered.size(), line));
                            return new Case(currency, numbered);
                        }));
    }
}
