/**
 * What was used. A {@link io.billing4j.usage.UsageEvent} is identified by its id for ever; what a window holds is a {@link
 * io.billing4j.usage.UsageTotal}, asked for by a {@link io.billing4j.usage.UsageQuery}. Nothing here is priced.
 */
@NullMarked
package io.billing4j.usage;

import org.jspecify.annotations.NullMarked;
