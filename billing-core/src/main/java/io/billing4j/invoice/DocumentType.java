package io.billing4j.invoice;

/** What a document is; each type has a number series of its own. */
public enum DocumentType {
    /** A demand for payment. */
    INVOICE,
    /** What takes back an invoice or a part of it. */
    CREDIT_NOTE
}
