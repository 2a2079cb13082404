package io.billing4j.jdbc.internal.json;

import io.billing4j.price.PriceModel;
import io.billing4j.price.Tier;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.joda.money.BigMoney;
import org.joda.money.CurrencyUnit;

/** Price models of every kind, in currencies with 0, 2, 3 and 4 decimals. */
final class Prices {
    private Prices() {}

    static Arbitrary<PriceModel> models() {
        return Arbitraries.of("JPY", "USD", "KWD", "CLF").map(CurrencyUnit::of).flatMap(Prices::models);
    }

    private static Arbitrary<PriceModel> models(CurrencyUnit currency) {
        return Arbitraries.oneOf(usual(currency), PartPrices.models(currency, usual(currency)));
    }

    private static Arbitrary<PriceModel> usual(CurrencyUnit currency) {
        Arbitrary<BigMoney> amounts = decimals(0).map(amount -> BigMoney.of(currency, amount));
        return Arbitraries.oneOf(
                amounts.map(PriceModel::flat),
                amounts.map(PriceModel::perUnit),
                tiers(amounts).map(PriceModel::graduated),
                tiers(amounts).map(PriceModel::volume),
                Combinators.combine(decimals(1), amounts, decimals(0)).as(PriceModel::packaged));
    }

    /** Tiers whose bounds rise by any step above zero. */
    static Arbitrary<List<Tier>> tiers(Arbitrary<BigMoney> amounts) {
        return Combinators.combine(
                        decimals(1).list().ofMaxSize(4),
                        amounts.list().ofSize(5),
                        amounts.list().ofSize(5))
                .as((steps, units, flats) -> {
                    List<Tier> tiers = new ArrayList<>();
                    BigDecimal bound = BigDecimal.ZERO;
                    for (int i = 0; i < steps.size(); i++) {
                        bound = bound.add(steps.get(i));
                        tiers.add(new Tier(bound, units.get(i), flats.get(i)));
                    }
                    tiers.add(new Tier(null, units.get(steps.size()), flats.get(steps.size())));
                    return tiers;
                });
    }

    /** Up to 12 digits before the decimal point and 12 after, from {@code least} thousandths of a millionth on. */
    static Arbitrary<BigDecimal> decimals(int least) {
        return Arbitraries.bigDecimals()
                .between(new BigDecimal(least).movePointLeft(9), new BigDecimal("999999999999.999999999999"))
                .ofScale(12)
                .edgeCases(edges -> edges.add(BigDecimal.ONE, new BigDecimal("100"), new BigDecimal("0.000000001")));
    }
}
