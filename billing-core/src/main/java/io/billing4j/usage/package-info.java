/**
 * What was used. A {@link io.billing4j.usage.UsageEvent} is identified by its id; what a meter makes of a window is a
 * {@link io.billing4j.usage.UsageSummary}, asked for by a {@link io.billing4j.usage.UsageQuery}. The {@link
 * io.billing4j.usage.UsageAggregator} says what that is; stores that add up in their own ways come to the same. Nothing here
 * is priced.
 */
@NullMarked
package io.billing4j.usage;

import org.jspecify.annotations.NullMarked;
