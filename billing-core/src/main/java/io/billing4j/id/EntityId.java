package io.billing4j.id;

import io.billing4j.error.Inputs;

/** The key of an invoicing entity of a tenant, the one in whose name a document is issued: 1–64 characters of {@code A-Z a-z 0-9 . _ : -}, case-sensitive, ordered by code point. */
public record EntityId(String value) implements Comparable<EntityId> {
    /** Checks the key; {@code INVALID_KEY} or {@code MISSING_FIELD} at {@code entityId}. */
    public EntityId {
        value = Inputs.key("entityId", value);
    }

    /** The key as a typed id. */
    public static EntityId of(String value) {
        return new EntityId(value);
    }

    @Override
    public int compareTo(EntityId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
