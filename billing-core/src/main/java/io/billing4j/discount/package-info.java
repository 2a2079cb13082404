/**
 * What is taken off prices. A {@link io.billing4j.discount.Discount} says how much, a {@link
 * io.billing4j.discount.DiscountClaim} of which lines, and {@link io.billing4j.discount.Discounting} shares all claims of a
 * document out among its lines, so that each line knows what of it is to be given back when the line is.
 */
@NullMarked
package io.billing4j.discount;

import org.jspecify.annotations.NullMarked;
