package io.billing4j.subscription;

/** What a subscription is at an instant. */
public enum SubscriptionStatus {
    /** It has not begun. */
    PENDING,
    /** It has begun and is free. */
    TRIALING,
    /** It runs. */
    ACTIVE,
    /** It rests. */
    PAUSED,
    /** It runs, and payment is overdue. */
    PAST_DUE,
    /** It has ended because somebody ended it. */
    CANCELED,
    /** It has ended with its term. */
    EXPIRED;

    /** Whether nothing can happen to it any more. */
    public boolean ended() {
        return this == CANCELED || this == EXPIRED;
    }
}
