package io.billing4j.id;

import io.billing4j.error.Inputs;

/** The host's key of a meter: 1–64 characters of {@code A-Z a-z 0-9 . _ : -}, case-sensitive, ordered by code point. */
public record MeterId(String value) implements Comparable<MeterId> {
    /** Checks the key; {@code INVALID_KEY} or {@code MISSING_FIELD} at {@code meterId}. */
    public MeterId {
        value = Inputs.key("meterId", value);
    }

    /** The key as a typed id. */
    public static MeterId of(String value) {
        return new MeterId(value);
    }

    @Override
    public int compareTo(MeterId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
