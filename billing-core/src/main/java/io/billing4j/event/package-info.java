/** What others are told: a {@link io.billing4j.event.BillingEvent} is appended in the transaction that it tells of. */
@NullMarked
package io.billing4j.event;

import org.jspecify.annotations.NullMarked;
