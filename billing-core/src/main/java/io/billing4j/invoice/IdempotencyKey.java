package io.billing4j.invoice;

import io.billing4j.error.Inputs;
import io.billing4j.id.ContentHash;

/**
 * Makes a request repeatable: the same key with the same request gives the document that the first one made; with another
 * request it is a conflict. It is kept as long as the document.
 *
 * @param key chosen by the caller, 1 to 50 characters
 * @param request the hash of the request
 */
public record IdempotencyKey(String key, ContentHash request) {
    /** The most characters that a key has. */
    public static final int MAX_LENGTH = 50;

    /** Refuses an empty key with MISSING_FIELD and a longer one with INVALID_TEXT at {@code idempotencyKey}. */
    public IdempotencyKey {
        Inputs.required("request", request);
        key = Inputs.text("idempotencyKey", key, MAX_LENGTH);
    }
}
