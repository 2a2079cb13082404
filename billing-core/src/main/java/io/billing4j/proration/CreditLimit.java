package io.billing4j.proration;

import io.billing4j.error.ErrorCode;
import io.billing4j.error.Inputs;
import io.billing4j.money.Currencies;
import org.joda.money.Money;

/**
 * How much of something that was billed can be given back: never below zero and never more than was billed, less what was
 * given back before. Billed 20.00 and credited 8.00 leaves 12.00.
 *
 * @param billed what was really billed, 0 or more
 * @param credited what was given back of it before, 0 or more; where that is more than was billed, nothing is left
 */
public record CreditLimit(Money billed, Money credited) {
    /** Refuses amounts below zero with INVALID_AMOUNT and two currencies with CURRENCY_MISMATCH at {@code credited}. */
    public CreditLimit {
        Inputs.required("billed", billed);
        Inputs.required("credited", credited);
        Currencies.requireSame("credited", billed.getCurrencyUnit(), credited.getCurrencyUnit());
        if (billed.isNegative() || credited.isNegative()) {
            throw ErrorCode.INVALID_AMOUNT.at(
                    "credited", "expected zero or more but found " + billed + " billed and " + credited + " credited");
        }
    }

    /** Nothing given back yet. */
    public static CreditLimit of(Money billed) {
        return new CreditLimit(billed, Money.zero(billed.getCurrencyUnit()));
    }

    /** What can still be given back. */
    public Money left() {
        Money rest = billed.minus(credited);
        return rest.isNegative() ? Money.zero(rest.getCurrencyUnit()) : rest;
    }

    /**
     * The wanted credit, or as much of it as is left; zero where less than zero is wanted. Another currency is refused with
     * CURRENCY_MISMATCH at {@code wanted}.
     */
    public Money allow(Money wanted) {
        requireSameCurrency("wanted", wanted);
        if (wanted.isNegative()) {
            return Money.zero(wanted.getCurrencyUnit());
        }
        return wanted.isGreaterThan(left()) ? left() : wanted;
    }

    /**
     * What is missing for all credits together to come to the total: asked again after it was given, it is zero. Another
     * currency is refused with CURRENCY_MISMATCH at {@code total}.
     */
    public Money missing(Money total) {
        requireSameCurrency("total", total);
        return allow(total.minus(credited));
    }

    /** The limit once this credit was given; another currency is refused with CURRENCY_MISMATCH at {@code credit}. */
    public CreditLimit after(Money credit) {
        requireSameCurrency("credit", credit);
        return new CreditLimit(billed, credited.plus(credit));
    }

    private void requireSameCurrency(String field, Money amount) {
        Currencies.requireSame(field, billed.getCurrencyUnit(), amount.getCurrencyUnit());
    }
}
