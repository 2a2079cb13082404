package io.billing4j.id;

import io.billing4j.error.Inputs;

/** The host's key of a customer, the one who pays: 1–64 characters of {@code A-Z a-z 0-9 . _ : -}, case-sensitive, ordered by code point. */
public record CustomerId(String value) implements Comparable<CustomerId> {
    /** Checks the key; {@code INVALID_KEY} or {@code MISSING_FIELD} at {@code customerId}. */
    public CustomerId {
        value = Inputs.key("customerId", value);
    }

    /** The key as a typed id. */
    public static CustomerId of(String value) {
        return new CustomerId(value);
    }

    @Override
    public int compareTo(CustomerId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
