package io.billing4j.invoice;

/** What voiding a document means for the slot it was for. */
public enum VoidIntent {
    /** The next run bills the slot again, before anything later. */
    REISSUE,
    /** The slot counts as billed; nothing is asked for any more. */
    WAIVE
}
