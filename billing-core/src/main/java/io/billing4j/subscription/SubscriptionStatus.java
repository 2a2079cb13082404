package io.billing4j.subscription;

/** What a subscription is at an instant. */
public enum SubscriptionStatus {
    /** It has not begun. */
    PENDING,
    /** It runs. */
    ACTIVE,
    /** It has ended because somebody ended it. */
    CANCELED
}
