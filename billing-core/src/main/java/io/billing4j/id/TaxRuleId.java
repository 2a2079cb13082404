package io.billing4j.id;

import io.billing4j.error.Inputs;

/** The key of a rule of taxes, unique within its tenant: 1–64 characters of {@code A-Z a-z 0-9 . _ : -}, case-sensitive, ordered by code point. */
public record TaxRuleId(String value) implements Comparable<TaxRuleId> {
    /** Checks the key; {@code INVALID_KEY} or {@code MISSING_FIELD} at {@code taxRuleId}. */
    public TaxRuleId {
        value = Inputs.key("taxRuleId", value);
    }

    /** The key as a typed id. */
    public static TaxRuleId of(String value) {
        return new TaxRuleId(value);
    }

    @Override
    public int compareTo(TaxRuleId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
