package io.billing4j.id;

import io.billing4j.error.Inputs;

/** The host's key of a plan: 1–64 characters of {@code A-Z a-z 0-9 . _ : -}, case-sensitive, ordered by code point. */
public record PlanId(String value) implements Comparable<PlanId> {
    /** Checks the key; {@code INVALID_KEY} or {@code MISSING_FIELD} at {@code planId}. */
    public PlanId {
        value = Inputs.key("planId", value);
    }

    /** The key as a typed id. */
    public static PlanId of(String value) {
        return new PlanId(value);
    }

    @Override
    public int compareTo(PlanId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
