package io.billing4j.store;

import io.billing4j.error.ErrorCode;
import io.billing4j.error.Inputs;
import org.jspecify.annotations.Nullable;

/**
 * Asks for part of a list that is ordered by a key.
 *
 * @param after the key of the last entry that was seen; null for the first page
 * @param size the most entries wanted, 1 to {@value #MAX_SIZE}
 */
public record Page(@Nullable String after, int size) {
    /** The most entries that a page has. */
    public static final int MAX_SIZE = 1000;

    /** Refuses a size out of range with INVALID_NUMBER at {@code pageSize}. */
    public Page {
        if (size < 1 || size > MAX_SIZE) {
            throw ErrorCode.INVALID_NUMBER.at("pageSize", "expected 1 to " + MAX_SIZE + " but found " + size);
        }
    }

    /** The first entries. */
    public static Page first(int size) {
        return new Page(null, size);
    }

    /** As many entries after this key. */
    public Page after(String key) {
        return new Page(Inputs.required("after", key), size);
    }
}
