package io.billing4j.tax;

import io.billing4j.error.ErrorCode;
import org.joda.money.Money;

/**
 * What a line asks for, and how that is taxed.
 *
 * @param amount after discounts, zero or more, with its taxes where they are inclusive. A line that gives back has its share of
 *     the taxes that were asked for, and is not taxed anew
 */
public record TaxedAmount(Money amount, TaxTreatment treatment) {
    /** Refuses an amount below zero with INVALID_AMOUNT at {@code amount}. */
    public TaxedAmount {
        if (amount.isNegative()) {
            throw ErrorCode.INVALID_AMOUNT.at("amount", "expected zero or more but found " + amount);
        }
    }
}
