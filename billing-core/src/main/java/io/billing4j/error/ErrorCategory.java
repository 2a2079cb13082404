package io.billing4j.error;

/** What a caller can do about an error. A server maps each category to one status. */
public enum ErrorCategory {
    /** The request is wrong whatever the state of the books; sending it again cannot help. */
    INVALID,
    /** Something the request names does not exist for this tenant. */
    NOT_FOUND,
    /** The request contradicts something that is already recorded. */
    CONFLICT,
    /** The request is well formed, but the present state does not allow it. */
    PRECONDITION,
    /** Nothing is wrong with the request; the same request may succeed later. */
    UNAVAILABLE,
    /** A defect of this library or of its set-up. */
    INTERNAL;

    /** Whether no caller is to blame: what was asked could not be done. All others are refusals, for a reason that is the caller's. */
    public boolean isFailure() {
        return this == UNAVAILABLE || this == INTERNAL;
    }
}
