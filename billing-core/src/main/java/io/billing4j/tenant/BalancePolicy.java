package io.billing4j.tenant;

import org.joda.money.Money;

/** Which documents are paid from what a customer's balance holds. Below zero it is asked for by any policy. */
public enum BalancePolicy {
    /** As far as it goes: of 30.00 a balance of 20.00 pays 20.00. */
    UP_TO_TOTAL,
    /** What they ask for usage, taxes included: of 35.70 of fees and 23.80 of usage a balance of 100.00 pays 23.80. */
    USAGE,
    /** Not at all: of 30.00 all is to pay, and 20.00 stay on the balance until somebody pays them out or takes them by hand. */
    NEVER;

    /**
     * What a balance offers to the next document, which is paid from that and asks for it where it is below zero.
     *
     * @param balance before the document
     * @param usage what the document asks for usage, less discounts and with its taxes; below zero where it gives back more
     * @return the balance itself, or what of one above zero may pay
     */
    public Money offered(Money balance, Money usage) {
        if (!balance.isPositive()) {
            return balance;
        }
        return switch (this) {
            case UP_TO_TOTAL -> balance;
            case USAGE ->
                usage.isNegative()
                        ? Money.zero(balance.getCurrencyUnit())
                        : usage.isLessThan(balance) ? usage : balance;
            case NEVER -> Money.zero(balance.getCurrencyUnit());
        };
    }
}
