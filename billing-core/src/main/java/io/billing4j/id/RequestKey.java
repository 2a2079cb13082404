package io.billing4j.id;

import io.billing4j.error.Inputs;

/**
 * What a caller names one request by, so that sending it again does not do it again: 1 to {@value #MAX_LENGTH} characters,
 * case-sensitive.
 */
public record RequestKey(String value) {
    /** The most characters that a key has. */
    public static final int MAX_LENGTH = 50;

    /** Refuses an empty key with MISSING_FIELD and a longer one with INVALID_TEXT at {@code idempotencyKey}. */
    public RequestKey {
        value = Inputs.text("idempotencyKey", value, MAX_LENGTH);
    }

    /** The key as a typed one. */
    public static RequestKey of(String value) {
        return new RequestKey(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
