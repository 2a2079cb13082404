/**
 * What the books owe a customer, as double entry: every {@link io.billing4j.balance.BalanceEntry} takes an amount from one
 * {@link io.billing4j.balance.BalanceAccount} and gives it to another, and says for which {@link
 * io.billing4j.balance.EntryCause}.
 */
@NullMarked
package io.billing4j.balance;

import org.jspecify.annotations.NullMarked;
