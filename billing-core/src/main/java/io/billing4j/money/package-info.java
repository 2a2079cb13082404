/**
 * Money is Joda-Money: {@code Money} for what can be paid, {@code BigMoney} for unit prices and for everything before the
 * one rounding of a line. {@link io.billing4j.money.RoundingPolicy} is the only way from the second to the first, and {@link
 * io.billing4j.money.Allocation} shares an amount out without losing a cent. How many decimals a currency has is written in
 * {@link io.billing4j.money.Iso4217}.
 */
@NullMarked
package io.billing4j.money;

import org.jspecify.annotations.NullMarked;
