package io.billing4j.id;

import io.billing4j.error.Inputs;

/** The key of what lines have in common that are taxed alike, such as {@code standard} or {@code books}, unique within its tenant: 1–64 characters of {@code A-Z a-z 0-9 . _ : -}, case-sensitive, ordered by code point. */
public record TaxCategory(String value) implements Comparable<TaxCategory> {
    /** Of charges that say no other. */
    public static final TaxCategory STANDARD = new TaxCategory("standard");

    /** Checks the key; {@code INVALID_KEY} or {@code MISSING_FIELD} at {@code category}. */
    public TaxCategory {
        value = Inputs.key("category", value);
    }

    /** The key as a typed id. */
    public static TaxCategory of(String value) {
        return new TaxCategory(value);
    }

    @Override
    public int compareTo(TaxCategory other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
