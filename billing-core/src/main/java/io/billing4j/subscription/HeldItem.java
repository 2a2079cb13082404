package io.billing4j.subscription;

import java.time.Instant;

/**
 * An item over a stretch of time in which nothing of it changed.
 *
 * @param endExclusive after the start
 */
public record HeldItem(SubscriptionItem item, Instant startInclusive, Instant endExclusive) {}
