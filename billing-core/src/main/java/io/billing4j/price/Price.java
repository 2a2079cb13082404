package io.billing4j.price;

import io.billing4j.error.Inputs;
import java.math.BigDecimal;
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
        Inputs.required("amount", amount);
        steps = Inputs.list("steps", steps);
    }

    /** The price that these steps add up to; zero for none. */
    public static Price of(CurrencyUnit currency, List<PriceStep> steps) {
        BigMoney sum = BigMoney.zero(Inputs.required("currency", currency));
        for (PriceStep step : Inputs.list("steps", steps)) {
            sum = sum.plus(step.amount());
        }
        return new Price(sum, steps);
    }

    /** What of the amount does not depend on the quantity: flat fees of tiers that are entered, and prices of bands. */
    public BigMoney fixed() {
        BigMoney sum = BigMoney.zero(amount.getCurrencyUnit());
        for (PriceStep step : steps) {
            sum = sum.plus(step.fixed());
        }
        return sum;
    }

    /** What of the amount depends on the quantity: all that is not {@link #fixed}. */
    public BigMoney variable() {
        return amount.minus(fixed());
    }

    /** The amount where only {@code passed} of {@code whole} is due of what is fixed, multiplied by {@code whole}. */
    BigDecimal shared(BigDecimal passed, BigDecimal whole) {
        BigDecimal sum = BigDecimal.ZERO;
        for (PriceStep step : steps) {
            sum = sum.add(step.shared(passed, whole));
        }
        return sum;
    }
}
