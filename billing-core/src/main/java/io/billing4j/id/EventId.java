package io.billing4j.id;

import io.billing4j.error.Inputs;

/** The reporter's key of one usage event, unique within the tenant for ever: 1–64 characters of {@code A-Z a-z 0-9 . _ : -}, case-sensitive, ordered by code point. */
public record EventId(String value) implements Comparable<EventId> {
    /** Checks the key; {@code INVALID_KEY} or {@code MISSING_FIELD} at {@code eventId}. */
    public EventId {
        value = Inputs.key("eventId", value);
    }

    /** The key as a typed id. */
    public static EventId of(String value) {
        return new EventId(value);
    }

    @Override
    public int compareTo(EventId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
