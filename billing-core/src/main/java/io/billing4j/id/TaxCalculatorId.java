package io.billing4j.id;

import io.billing4j.error.Inputs;

/** The key of a service that works taxes out, as the host registers it: 1–64 characters of {@code A-Z a-z 0-9 . _ : -}, case-sensitive, ordered by code point. */
public record TaxCalculatorId(String value) implements Comparable<TaxCalculatorId> {
    /** Checks the key; {@code INVALID_KEY} or {@code MISSING_FIELD} at {@code taxCalculator}. */
    public TaxCalculatorId {
        value = Inputs.key("taxCalculator", value);
    }

    /** The key as a typed id. */
    public static TaxCalculatorId of(String value) {
        return new TaxCalculatorId(value);
    }

    @Override
    public int compareTo(TaxCalculatorId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
