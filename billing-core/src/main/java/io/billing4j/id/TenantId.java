package io.billing4j.id;

import io.billing4j.error.Inputs;

/** The host's key of a tenant, the owner of a set of books: 1–64 characters of {@code A-Z a-z 0-9 . _ : -}, case-sensitive, ordered by code point. */
public record TenantId(String value) implements Comparable<TenantId> {
    /** Checks the key; {@code INVALID_KEY} or {@code MISSING_FIELD} at {@code tenantId}. */
    public TenantId {
        value = Inputs.key("tenantId", value);
    }

    /** The key as a typed id. */
    public static TenantId of(String value) {
        return new TenantId(value);
    }

    @Override
    public int compareTo(TenantId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
