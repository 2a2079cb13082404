/**
 * Time as billing sees it. A {@link io.billing4j.period.BillingInterval} and an anchor make a {@link
 * io.billing4j.period.BillingSchedule}, whose k-th boundary is computed from the anchor, never from the boundary before; two
 * neighbouring boundaries make a {@link io.billing4j.period.BillingPeriod}, half-open and with its zone.
 */
@NullMarked
package io.billing4j.period;

import org.jspecify.annotations.NullMarked;
