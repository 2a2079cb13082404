package io.billing4j.balance;

/**
 * What an entry takes an amount from, and what it gives it to. {@link #BALANCE} and {@link #REFUNDS} are what the books owe a
 * customer: a credit raises them. The others say where it came from or went to.
 */
public enum BalanceAccount {
    /** What the books owe the customer, and later documents are paid from. */
    BALANCE,
    /** What documents have asked for or given back. */
    DOCUMENTS,
    /** What is to be paid back to the customer, and is on the balance no more. */
    REFUNDS,
    /** What has been paid. */
    MONEY,
    /** What somebody has given or taken by hand. */
    ADJUSTMENTS,
    /** What was on the balance before it had entries, or was moved by a version that writes none. */
    OPENING
}
