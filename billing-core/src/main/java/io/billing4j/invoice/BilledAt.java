package io.billing4j.invoice;

import java.time.Instant;

/**
 * The place that bills a period's charges of one timing.
 *
 * @param slot its index
 * @param dueAt when it is due, whenever it is billed
 */
record BilledAt(int slot, Instant dueAt) {}
