/**
 * What is sold. A {@link io.billing4j.catalog.Plan} has immutable {@link io.billing4j.catalog.PlanVersion}s; a version has
 * an interval and its {@link io.billing4j.catalog.Charge}s; a charge has a price model, a timing and, for usage, a {@link
 * io.billing4j.catalog.Meter}.
 */
@NullMarked
package io.billing4j.catalog;

import org.jspecify.annotations.NullMarked;
