package io.billing4j.money;

import io.billing4j.error.ErrorCode;
import io.billing4j.error.Inputs;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.joda.money.BigMoney;
import org.joda.money.Money;

/**
 * How an exact amount becomes one that can be paid. A line is rounded once, by this policy, and so
 * are the discounts and taxes of a document.
 *
 * @param mode what happens to a tie and to the rest; {@code HALF_UP} takes ties away from zero: 0.125 → 0.13, −0.125 →
 *     −0.13. {@code UNNECESSARY} is refused.
 */
public record RoundingPolicy(RoundingMode mode) {
    /** Ties away from zero, the default. */
    public static final RoundingPolicy HALF_UP = new RoundingPolicy(RoundingMode.HALF_UP);

    /** Refuses {@code UNNECESSARY} with INVALID_CHOICE at {@code rounding}. */
    public RoundingPolicy {
        Inputs.required("rounding", mode);
        if (mode == RoundingMode.UNNECESSARY) {
            throw ErrorCode.INVALID_CHOICE.at("rounding", "UNNECESSARY is not a way to round");
        }
    }

    /** The amount at its currency's scale. */
    public Money round(BigMoney exact) {
        return exact.toMoney(mode);
    }

    /**
     * The amount times {@code numerator / denominator} at its currency's scale, as if the product had been exact: the
     * quotient is never cut before it is rounded.
     *
     * @param denominator above zero, else INVALID_NUMBER at {@code denominator}
     */
    public Money round(BigMoney exact, BigDecimal numerator, BigDecimal denominator) {
        if (denominator.signum() <= 0) {
            throw ErrorCode.INVALID_NUMBER.at("denominator", "expected more than zero but found " + denominator);
        }
        int scale = exact.getCurrencyUnit().getDecimalPlaces();
        BigDecimal rounded = exact.getAmount().multiply(numerator).divide(denominator, scale, mode);
        return Money.of(exact.getCurrencyUnit(), rounded);
    }
}
