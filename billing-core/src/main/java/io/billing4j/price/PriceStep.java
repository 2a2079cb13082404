package io.billing4j.price;

import java.math.BigDecimal;
import org.joda.money.BigMoney;

/**
 * One step of a price: {@code quantity × unitAmount + flatAmount}. Its amount is derived, so that a step cannot disagree
 * with itself.
 *
 * @param quantity how many units this step prices: units, or whole packages
 * @param unitAmount the price of one
 * @param flatAmount what is due once when the step is reached; zero where there is no such fee
 */
public record PriceStep(BigDecimal quantity, BigMoney unitAmount, BigMoney flatAmount) {
    /** A step with no flat fee. */
    static PriceStep of(BigDecimal quantity, BigMoney unitAmount) {
        return new PriceStep(quantity, unitAmount, BigMoney.zero(unitAmount.getCurrencyUnit()));
    }

    /** The exact amount of this step. */
    public BigMoney amount() {
        return unitAmount.multipliedBy(quantity).plus(flatAmount);
    }
}
