package io.billing4j.price;

import java.util.List;
import org.joda.money.BigMoney;
import org.joda.money.CurrencyUnit;

/**
 * An exact amount and how it came about.
 *
 * @param amount the sum of the steps, unrounded
 * @param steps in the order of the quantity; empty where nothing is due
 */
public record Price(BigMoney amount, List<PriceStep> steps) {
    /** Keeps a copy of the steps. */
    public Price {
        steps = List.copyOf(steps);
    }

    /** The price that these steps add up to; zero for none. */
    static Price of(CurrencyUnit currency, List<PriceStep> steps) {
        BigMoney sum = BigMoney.zero(currency);
        for (PriceStep step : steps) {
            sum = sum.plus(step.amount());
        }
        return new Price(sum, steps);
    }
}
