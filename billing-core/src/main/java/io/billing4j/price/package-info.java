/**
 * Price models: a quantity in, an exact and unrounded amount with its steps out. Each model is one small record of the
 * sealed {@link io.billing4j.price.PriceModel}; none knows a plan, a period or a customer.
 */
@NullMarked
package io.billing4j.price;

import org.jspecify.annotations.NullMarked;
