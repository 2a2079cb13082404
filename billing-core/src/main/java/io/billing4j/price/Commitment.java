package io.billing4j.price;

import io.billing4j.error.ErrorCode;
import io.billing4j.error.Inputs;
import io.billing4j.money.Currencies;
import java.math.BigDecimal;
import org.joda.money.BigMoney;

/**
 * What a customer has promised to spend in a period. With 100.00 and a factor of 1.5, usage worth 120.00 costs 100.00 + 20.00
 * × 1.5 = 130.00, and usage worth 80.00 is trued up by 20.00.
 *
 * @param amount zero or more
 * @param overageFactor what is spent beyond the commitment is multiplied by it, zero or more
 * @param trueUp whether the last line of a period asks for what is missing
 */
public record Commitment(BigMoney amount, BigDecimal overageFactor, boolean trueUp) {
    /** Refuses values below zero with INVALID_NUMBER. */
    public Commitment {
        amount = Currencies.canonical("amount", amount);
        overageFactor = Inputs.decimal("overageFactor", overageFactor);
        if (amount.isNegative()) {
            throw ErrorCode.INVALID_NUMBER.at("amount", "a commitment is not negative, found " + amount);
        }
        if (overageFactor.signum() < 0) {
            throw ErrorCode.INVALID_NUMBER.at("overageFactor", "a factor is not negative, found " + overageFactor);
        }
    }

    /** A minimum: what is missing is asked for, what is beyond costs what it costs. */
    public static Commitment minimum(BigMoney amount) {
        return new Commitment(amount, BigDecimal.ONE, true);
    }

    /** What is asked for a spend, where {@code due} of the commitment counts. */
    BigDecimal withOverage(BigDecimal spent, BigDecimal due) {
        return withOverage(spent, due, overageFactor);
    }

    /** What is asked for a spend of which what is beyond {@code due} counts so many times. */
    static BigDecimal withOverage(BigDecimal spent, BigDecimal due, BigDecimal factor) {
        BigDecimal beyond = spent.subtract(due);
        return beyond.signum() <= 0 ? spent : due.add(beyond.multiply(factor));
    }

    /** What is missing, where {@code due} of the commitment counts. */
    BigDecimal missing(BigDecimal charged, BigDecimal due) {
        return trueUp ? due.subtract(charged).max(BigDecimal.ZERO) : BigDecimal.ZERO;
    }
}
