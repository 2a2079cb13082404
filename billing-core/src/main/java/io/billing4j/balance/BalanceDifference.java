package io.billing4j.balance;

import io.billing4j.id.CustomerId;
import org.joda.money.Money;

/**
 * A customer whose balance is another than the entries say.
 *
 * @param balance what the books owe the customer
 * @param entries what it is after the last entry; zero where there is none
 */
public record BalanceDifference(CustomerId customer, Money balance, Money entries) {}
