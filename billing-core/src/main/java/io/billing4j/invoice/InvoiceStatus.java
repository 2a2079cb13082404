package io.billing4j.invoice;

/** How final a document is. */
public enum InvoiceStatus {
    /** It can be refreshed and has no number. */
    DRAFT,
    /** It has a number and never changes again. */
    FINALIZED,
    /** It is void; its number stays taken. */
    VOIDED
}
