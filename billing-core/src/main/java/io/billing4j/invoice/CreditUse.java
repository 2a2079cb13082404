package io.billing4j.invoice;

import io.billing4j.error.ErrorCode;
import io.billing4j.error.Inputs;
import io.billing4j.money.Currencies;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/**
 * Where what a note credits goes. Of 32.13, of which 12.13 are still to be paid, 12.13 are taken off what is to be paid, and 20.00 go to the
 * balance.
 *
 * @param credit goes to the customer's balance, which pays later documents; zero or more
 * @param refund is to be paid back; zero or more
 * @param offset is taken off what of the invoice is still to be paid; zero or more
 */
public record CreditUse(Money credit, Money refund, Money offset) {
    /**
     * Checks the amounts.
     *
     * @throws io.billing4j.error.BillingException INVALID_AMOUNT at {@code use.credit}, {@code use.refund} or {@code use.offset}
     *     below zero, CURRENCY_MISMATCH at one of the last two in another currency than the first
     */
    public CreditUse {
        require("use.credit", credit);
        require("use.refund", refund);
        require("use.offset", offset);
        Currencies.requireSame("use.refund", credit.getCurrencyUnit(), refund.getCurrencyUnit());
        Currencies.requireSame("use.offset", credit.getCurrencyUnit(), offset.getCurrencyUnit());
    }

    /** All of an amount for the balance. */
    public static CreditUse credit(Money amount) {
        Money none = Money.zero(Inputs.required("amount", amount).getCurrencyUnit());
        return new CreditUse(amount, none, none);
    }

    /** All of an amount to be paid back. */
    public static CreditUse refund(Money amount) {
        Money none = Money.zero(Inputs.required("amount", amount).getCurrencyUnit());
        return new CreditUse(none, amount, none);
    }

    /** All of an amount off what is to be paid. */
    public static CreditUse offset(Money amount) {
        Money none = Money.zero(Inputs.required("amount", amount).getCurrencyUnit());
        return new CreditUse(none, none, amount);
    }

    /** As much of an amount as is still due off that, and the rest for the balance. */
    public static CreditUse dueFirst(Money amount, Money due) {
        Inputs.required("due", due);
        Money offset = Inputs.required("amount", amount).isLessThan(due) ? amount : due;
        return new CreditUse(amount.minus(offset), Money.zero(amount.getCurrencyUnit()), offset);
    }

    /** All three. */
    public Money sum() {
        return credit.plus(refund).plus(offset);
    }

    /** The currency of all of them. */
    public CurrencyUnit currency() {
        return credit.getCurrencyUnit();
    }

    private static void require(String field, Money amount) {
        if (Inputs.required(field, amount).isNegative()) {
            throw ErrorCode.INVALID_AMOUNT.at(field, "expected zero or more but found " + amount);
        }
    }
}
