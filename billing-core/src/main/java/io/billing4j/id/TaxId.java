package io.billing4j.id;

import io.billing4j.error.Inputs;

/** The key of a tax, such as that of a country, unique within its tenant: 1–64 characters of {@code A-Z a-z 0-9 . _ : -}, case-sensitive, ordered by code point. */
public record TaxId(String value) implements Comparable<TaxId> {
    /** Checks the key; {@code INVALID_KEY} or {@code MISSING_FIELD} at {@code taxId}. */
    public TaxId {
        value = Inputs.key("taxId", value);
    }

    /** The key as a typed id. */
    public static TaxId of(String value) {
        return new TaxId(value);
    }

    @Override
    public int compareTo(TaxId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
