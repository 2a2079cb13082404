package io.billing4j.price;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.joda.money.BigMoney;
import org.joda.money.CurrencyUnit;

/** What holds for every price model and every quantity. */
class PriceModelLawsTest {
    @Property
    void the_steps_add_up_to_the_amount(@ForAll("models") PriceModel model, @ForAll("quantities") BigDecimal quantity) {
        Price price = model.price(quantity);

        BigMoney sum =
                price.steps().stream().map(PriceStep::amount).reduce(BigMoney.zero(model.currency()), BigMoney::plus);
        assertThat(price.amount().isEqual(sum)).isTrue();
        assertThat(price.amount().isNegative()).isFalse();
    }

    @Property
    void scale_of_the_quantity_does_not_matter(
            @ForAll("models") PriceModel model, @ForAll("quantities") BigDecimal quantity) {
        BigDecimal padded = quantity.setScale(quantity.scale() + 7);

        assertThat(model.price(padded).amount().isEqual(model.price(quantity).amount()))
                .isTrue();
    }

    @Property
    void more_never_costs_less_where_a_price_continues(
            @ForAll("models") PriceModel model,
            @ForAll("quantities") BigDecimal quantity,
            @ForAll("quantities") BigDecimal more) {
        if (model.continues()) {
            assertThat(model.price(quantity.add(more)).amount())
                    .isGreaterThanOrEqualTo(model.price(quantity).amount());
        }
    }

    @Property
    void graduated_is_the_sum_over_each_tiers_share_of_the_quantity(
            @ForAll("tiers") List<Tier> tiers, @ForAll("quantities") BigDecimal quantity) {
        // Independent of the loop under test: the share of (lower, upper] is clamp(Q, lower, upper) - lower.
        BigDecimal expected = BigDecimal.ZERO;
        BigDecimal lower = BigDecimal.ZERO;
        for (Tier tier : tiers) {
            BigDecimal clamped = quantity.max(lower);
            BigDecimal share = (tier.upTo() == null ? clamped : clamped.min(tier.upTo())).subtract(lower);
            expected = expected.add(share.multiply(tier.unitAmount().getAmount()));
            expected = share.signum() > 0 ? expected.add(tier.flatAmount().getAmount()) : expected;
            lower = tier.upTo() == null ? lower : tier.upTo();
        }

        assertThat(PriceModel.graduated(tiers).price(quantity).amount().getAmount())
                .isEqualByComparingTo(expected);
    }

    @Property
    void volume_is_what_a_single_tier_with_its_price_would_ask(
            @ForAll("tiers") List<Tier> tiers, @ForAll("quantities") BigDecimal quantity) {
        long below = tiers.stream()
                .filter(tier -> tier.upTo() != null && tier.upTo().compareTo(quantity) < 0)
                .count();
        Tier holder = tiers.get(Math.toIntExact(below));
        PriceModel alone = PriceModel.graduated(List.of(new Tier(null, holder.unitAmount(), holder.flatAmount())));

        assertThat(PriceModel.volume(tiers)
                        .price(quantity)
                        .amount()
                        .isEqual(alone.price(quantity).amount()))
                .isTrue();
    }

    @Property
    void packages_are_the_fewest_that_hold_what_is_not_free(
            @ForAll("sizes") BigDecimal size,
            @ForAll("quantities") BigDecimal free,
            @ForAll("quantities") BigDecimal quantity) {
        BigMoney one = BigMoney.of(CurrencyUnit.USD, BigDecimal.ONE);

        BigDecimal count =
                PriceModel.packaged(size, one, free).price(quantity).amount().getAmount();

        BigDecimal packages = new BigDecimal(count.toBigIntegerExact());
        BigDecimal needed = quantity.subtract(free).max(BigDecimal.ZERO);
        assertThat(packages.multiply(size)).isGreaterThanOrEqualTo(needed);
        if (packages.signum() > 0) {
            assertThat(packages.subtract(BigDecimal.ONE).multiply(size)).isLessThan(needed);
        }
    }

    @Property
    void lines_that_continue_each_other_come_to_what_one_line_would(
            @ForAll("models") PriceModel model,
            @ForAll("terms") PriceTerms terms,
            @ForAll("quantities") BigDecimal first,
            @ForAll("quantities") BigDecimal second) {
        PriceTerms around = fitting(terms, model);
        PriceInput before = PriceInput.of(first);
        PriceInput rest = PriceInput.of(second);

        BigMoney begun = around.continued(model, null, before, null, false, CustomPrices.NONE)
                .amount();
        BigMoney ended = around.continued(model, before, rest, begun, true, CustomPrices.NONE)
                .amount();
        BigMoney whole = around.continued(model, null, before.and(rest), null, true, CustomPrices.NONE)
                .amount();

        assertThat(begun.plus(ended).isEqual(whole)).isTrue();
        assertThat(begun.isNegative()).isFalse();
    }

    /** A flat price has no quantity to convert or to take included units off. */
    private static PriceTerms fitting(PriceTerms terms, PriceModel model) {
        return model.usesQuantity()
                ? terms
                : new PriceTerms(null, BigDecimal.ZERO, terms.discountPercent(), terms.commitment(), terms.maximum());
    }

    @Property
    void a_maximum_is_never_exceeded_and_a_minimum_always_reached(
            @ForAll("models") PriceModel model,
            @ForAll("terms") PriceTerms terms,
            @ForAll("quantities") BigDecimal quantity) {
        BigMoney amount = fitting(terms, model)
                .continued(model, null, PriceInput.of(quantity), null, true, CustomPrices.NONE)
                .amount();

        if (terms.maximum() != null) {
            assertThat(amount.isGreaterThan(terms.maximum())).isFalse();
        }
        if (terms.commitment() != null && terms.commitment().trueUp()) {
            assertThat(amount.isLessThan(terms.commitment().amount())).isFalse();
        }
    }

    @Property
    void a_whole_window_shares_out_to_the_price_itself(
            @ForAll("models") PriceModel model,
            @ForAll("quantities") BigDecimal quantity,
            @ForAll("sizes") BigDecimal whole) {
        Price price = model.price(quantity);

        assertThat(PriceTerms.NONE.settle(price, whole, whole, true).charge())
                .isEqualByComparingTo(price.amount().getAmount().multiply(whole));
        assertThat(price.fixed().plus(price.variable()).isEqual(price.amount())).isTrue();
    }

    @Property
    void terms_with_equal_content_are_equal(@ForAll("terms") PriceTerms one, @ForAll("terms") PriceTerms other) {
        assertThat(one.content().equals(other.content())).isEqualTo(one.equals(other));
    }

    @Property
    void models_with_equal_content_are_equal(@ForAll("models") PriceModel one, @ForAll("models") PriceModel other) {
        assertThat(one.content().equals(other.content())).isEqualTo(one.equals(other));
    }

    @Provide
    Arbitrary<PriceModel> models() {
        Arbitrary<BigMoney> prices = prices();
        return Arbitraries.oneOf(
                        prices.map(PriceModel::flat),
                        prices.map(PriceModel::perUnit),
                        tiers().map(PriceModel::graduated),
                        tiers().map(PriceModel::volume),
                        Combinators.combine(sizes(), prices, quantities()).as(PriceModel::packaged),
                        unusual())
                .withoutEdgeCases();
    }

    /** Models with policies and bounds, and models in which other values than unit prices stand. */
    private Arbitrary<PriceModel> unusual() {
        Arbitrary<FirstFlatFee> fees = Arbitraries.of(FirstFlatFee.values());
        Arbitrary<TierBound> bounds = Arbitraries.of(TierBound.values());
        Arbitrary<List<Tier>> bounded = Combinators.combine(tiers(), prices())
                .as((all, most) ->
                        all.stream().map(tier -> tier.withMaximum(most)).toList());
        return Arbitraries.oneOf(
                Combinators.combine(Arbitraries.oneOf(tiers(), bounded), fees).as(PriceModel::graduated),
                Combinators.combine(Arbitraries.oneOf(tiers(), bounded), bounds, fees)
                        .as(PriceModel::volume),
                Combinators.combine(sizes(), prices(), quantities(), Arbitraries.of(PackageRounding.values()))
                        .as(PriceModel::packaged),
                Combinators.combine(tiers(), bounds)
                        .as((all, bound) -> new StairstepPrice(
                                all.stream()
                                        .map(tier -> new PriceBand(tier.upTo(), tier.unitAmount()))
                                        .toList(),
                                bound)),
                percents().map(percent -> PriceModel.percentage(CurrencyUnit.USD, percent)),
                Combinators.combine(tiers(), percents(), fees)
                        .as((all, percent, fee) -> new GraduatedPercentagePrice(
                                all.stream()
                                        .map(tier -> new PercentageTier(tier.upTo(), percent, tier.flatAmount()))
                                        .toList(),
                                fee)),
                quantities().map(multiplier -> PriceModel.dynamic(CurrencyUnit.USD, multiplier)),
                Combinators.combine(Arbitraries.of(BlockPolicy.values()), sizes(), prices(), prices())
                        .as((policy, size, one, other) -> PriceModel.blocks(
                                policy, List.of(new BlockTier(size, 3L, one), new BlockTier(size, null, other)))));
    }

    @Provide
    Arbitrary<PriceTerms> terms() {
        Arbitrary<QuantityConversion> conversions = Combinators.combine(
                        sizes(), Arbitraries.of(RoundingMode.UP, RoundingMode.DOWN, RoundingMode.HALF_UP))
                .as(QuantityConversion::new);
        Arbitrary<Commitment> commitments = Combinators.combine(
                        prices(), small().map(factor -> factor.add(BigDecimal.ONE)), Arbitraries.of(true, false))
                .as(Commitment::new);
        return Combinators.combine(
                        conversions.injectNull(0.7),
                        quantities().injectNull(0.5),
                        percents().injectNull(0.5),
                        commitments.injectNull(0.5),
                        prices().injectNull(0.5))
                .as((conversion, included, percent, commitment, beyond) -> new PriceTerms(
                        conversion,
                        included == null ? BigDecimal.ZERO : included,
                        percent == null ? BigDecimal.ZERO : percent,
                        commitment,
                        beyond == null || commitment == null
                                ? beyond
                                : commitment.amount().plus(beyond)))
                .withoutEdgeCases();
    }

    private static Arbitrary<BigDecimal> percents() {
        return Arbitraries.bigDecimals()
                .between(BigDecimal.ZERO, BigDecimal.valueOf(100))
                .ofScale(6);
    }

    /** Up to 10^18 with up to 12 decimals, small whole numbers among them, so that bounds are met exactly. */
    @Provide
    Arbitrary<BigDecimal> quantities() {
        Arbitrary<BigDecimal> any = Arbitraries.bigIntegers()
                .between(BigInteger.ZERO, BigInteger.TEN.pow(30))
                .map(digits -> new BigDecimal(digits, 12));
        return Arbitraries.oneOf(any, small());
    }

    @Provide
    Arbitrary<BigDecimal> sizes() {
        return quantities().filter(size -> size.signum() > 0);
    }

    @Provide
    Arbitrary<List<Tier>> tiers() {
        Arbitrary<Tier> tier = Combinators.combine(prices(), prices()).as((unit, flat) -> new Tier(null, unit, flat));
        Arbitrary<SortedSet<BigDecimal>> bounds = sizes().set().ofMaxSize(5).map(TreeSet::new);
        return bounds.flatMap(rising -> tier.list().ofSize(rising.size() + 1).map(open -> bounded(rising, open)))
                .withoutEdgeCases();
    }

    private static List<Tier> bounded(SortedSet<BigDecimal> bounds, List<Tier> open) {
        List<Tier> tiers = new ArrayList<>();
        for (BigDecimal bound : bounds) {
            Tier tier = open.get(tiers.size());
            tiers.add(new Tier(bound, tier.unitAmount(), tier.flatAmount()));
        }
        tiers.add(open.get(tiers.size()));
        return tiers;
    }

    private static Arbitrary<BigMoney> prices() {
        Arbitrary<BigDecimal> any = Arbitraries.bigDecimals()
                .between(BigDecimal.ZERO, new BigDecimal("1000000"))
                .ofScale(12);
        return Arbitraries.oneOf(any, small()).map(amount -> BigMoney.of(CurrencyUnit.USD, amount));
    }

    private static Arbitrary<BigDecimal> small() {
        return Arbitraries.integers()
                .between(0, 40)
                .map(halves -> new BigDecimal(halves).divide(BigDecimal.valueOf(2), 1, RoundingMode.UNNECESSARY));
    }
}
