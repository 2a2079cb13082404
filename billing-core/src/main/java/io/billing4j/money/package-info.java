/**
 * Money is Joda-Money: {@code Money} for what can be paid, {@code BigMoney} for unit prices and for everything before the
 * one rounding of a line. {@link io.billing4j.money.RoundingPolicy} is the only way from the second to the first.
 */
@NullMarked
package io.billing4j.money;

import org.jspecify.annotations.NullMarked;
