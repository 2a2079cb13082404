package io.billing4j.id;

import io.billing4j.error.Inputs;

/** The key of a charge, unique within its plan version: 1–64 characters of {@code A-Z a-z 0-9 . _ : -}, case-sensitive, ordered by code point. */
public record ChargeId(String value) implements Comparable<ChargeId> {
    /** Checks the key; {@code INVALID_KEY} or {@code MISSING_FIELD} at {@code chargeId}. */
    public ChargeId {
        value = Inputs.key("chargeId", value);
    }

    /** The key as a typed id. */
    public static ChargeId of(String value) {
        return new ChargeId(value);
    }

    @Override
    public int compareTo(ChargeId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
