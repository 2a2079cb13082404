package io.billing4j.engine;

/**
 * What became of a batch of usage.
 *
 * @param recorded events that are new
 * @param duplicates events that were there already
 */
public record UsageReceipt(int recorded, int duplicates) {}
