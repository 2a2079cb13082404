package io.billing4j.invoice;

/** How far a document is paid. */
public enum Settlement {
    /** Not at all. */
    UNPAID,
    /** A payment is under way. */
    PROCESSING,
    /** In part. */
    PARTIALLY_PAID,
    /** In full; so is a document of zero. */
    PAID,
    /** Given up. */
    UNCOLLECTIBLE
}
