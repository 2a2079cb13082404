package io.billing4j.tenant;

import org.joda.money.Money;

/** Whether documents are paid from what a customer's balance holds. Below zero it is asked for by either policy. */
public enum BalancePolicy {
    /** As far as it goes: of 30.00 a balance of 20.00 pays 20.00. */
    UP_TO_TOTAL,
    /** Not at all: of 30.00 all is to pay, and 20.00 stay on the balance until somebody pays them out or takes them by hand. */
    NEVER;

    /**
     * What a balance offers to the next document, which is paid from that and asks for it where it is below zero.
     *
     * @param balance before the document
     * @return the balance itself, or zero for one above zero that pays nothing
     */
    public Money offered(Money balance) {
        return this == NEVER && balance.isPositive() ? Money.zero(balance.getCurrencyUnit()) : balance;
    }
}
