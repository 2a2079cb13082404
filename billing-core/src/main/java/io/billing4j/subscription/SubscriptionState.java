package io.billing4j.subscription;

/** A subscription and how far it is billed. */
public record SubscriptionState(Subscription subscription, BillingCursor cursor) {}
