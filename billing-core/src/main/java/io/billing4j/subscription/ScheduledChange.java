package io.billing4j.subscription;

/**
 * A change that has not taken effect.
 *
 * @param number of the change in its subscription, from 1; by it the change can be withdrawn
 */
public record ScheduledChange(int number, SubscriptionChange change) {}
