package io.billing4j.invoice;

/** What became of a slot. */
public enum SlotOutcome {
    /** It holds a document. */
    INVOICED,
    /** Nothing was due: no document, no number, and it is settled all the same. */
    SKIPPED
}
