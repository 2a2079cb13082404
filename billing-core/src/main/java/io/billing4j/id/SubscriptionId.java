package io.billing4j.id;

import io.billing4j.error.Inputs;

/** The host's key of a subscription, or one that the engine made: 1–64 characters of {@code A-Z a-z 0-9 . _ : -}, case-sensitive, ordered by code point. */
public record SubscriptionId(String value) implements Comparable<SubscriptionId> {
    /** Checks the key; {@code INVALID_KEY} or {@code MISSING_FIELD} at {@code subscriptionId}. */
    public SubscriptionId {
        value = Inputs.key("subscriptionId", value);
    }

    /** The key as a typed id. */
    public static SubscriptionId of(String value) {
        return new SubscriptionId(value);
    }

    @Override
    public int compareTo(SubscriptionId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
