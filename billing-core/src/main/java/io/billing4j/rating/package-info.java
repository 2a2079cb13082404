/**
 * From a charge and a quantity to an amount that can be paid. The {@link io.billing4j.rating.Derivation} of an amount holds
 * everything that it was computed from, so that it can be computed again from itself alone.
 */
@NullMarked
package io.billing4j.rating;

import org.jspecify.annotations.NullMarked;
