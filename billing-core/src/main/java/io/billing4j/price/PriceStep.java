package io.billing4j.price;

import io.billing4j.error.Inputs;
import java.math.BigDecimal;
import org.joda.money.BigMoney;
import org.jspecify.annotations.Nullable;

/**
 * One step of a price: {@code quantity × unitAmount + flatAmount}, and no more than {@code atMost}. Its amount is derived, so
 * that a step cannot disagree with itself.
 *
 * @param quantity how many units this step prices: units, whole packages, or an amount of which a rate is taken
 * @param unitAmount the price of one
 * @param flatAmount what is due once when the step is reached; zero where there is no such fee
 * @param atMost what the step asks for at most, its flat amount included; null for no such bound
 */
public record PriceStep(
        BigDecimal quantity,
        BigMoney unitAmount,
        BigMoney flatAmount,
        @Nullable BigMoney atMost) {
    /** Brings the quantity into a form that survives storage: 1E+3 is 1000. */
    public PriceStep {
        Inputs.required("quantity", quantity);
        Inputs.required("unitAmount", unitAmount);
        Inputs.required("flatAmount", flatAmount);
        quantity = quantity.scale() < 0 ? quantity.setScale(0) : quantity;
    }

    /** A step without a bound on what it asks for. */
    public PriceStep(BigDecimal quantity, BigMoney unitAmount, BigMoney flatAmount) {
        this(quantity, unitAmount, flatAmount, null);
    }

    /** A step with no flat fee. */
    public static PriceStep of(BigDecimal quantity, BigMoney unitAmount) {
        return new PriceStep(
                quantity,
                unitAmount,
                BigMoney.zero(Inputs.required("unitAmount", unitAmount).getCurrencyUnit()));
    }

    /** One price for the whole quantity, however much that is. */
    public static PriceStep fixed(BigDecimal quantity, BigMoney amount) {
        return new PriceStep(
                quantity, BigMoney.zero(Inputs.required("amount", amount).getCurrencyUnit()), amount);
    }

    /** The exact amount of this step. */
    public BigMoney amount() {
        BigMoney asked = unitAmount.multipliedBy(quantity).plus(flatAmount);
        return atMost == null || !asked.isGreaterThan(atMost) ? asked : atMost;
    }

    /** What of the amount does not depend on the quantity. */
    BigMoney fixed() {
        return atMost == null || !flatAmount.isGreaterThan(atMost) ? flatAmount : atMost;
    }

    /** The amount where only {@code passed} of {@code whole} is due of what is fixed, multiplied by {@code whole}. */
    BigDecimal shared(BigDecimal passed, BigDecimal whole) {
        BigDecimal asked = unitAmount
                .getAmount()
                .multiply(quantity)
                .multiply(whole)
                .add(flatAmount.getAmount().multiply(passed));
        return atMost == null ? asked : asked.min(atMost.getAmount().multiply(passed));
    }
}
