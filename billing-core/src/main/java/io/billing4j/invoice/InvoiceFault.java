package io.billing4j.invoice;

/**
 * Something that a document says and that is not so.
 *
 * @param kind what is wrong
 * @param line the number of the line, or 0 where it is the document as a whole
 * @param detail what was found and what was expected, for a person
 */
public record InvoiceFault(Kind kind, int line, String detail) {
    /** What can be wrong. */
    public enum Kind {
        /** The line is not what was hashed when it was made. */
        LINE_CHANGED,
        /** Computed again from its basis, the line comes to something else. */
        LINE_NOT_DERIVED,
        /** The line cannot be computed again: a custom model's function is not registered, or the basis is refused. */
        LINE_NOT_COMPUTABLE,
        /** Key and derivation disagree about the service, the kind or the part, or it is no part of the line that it takes back. */
        LINE_INCONSISTENT,
        /** Lines are not numbered 1, 2, 3, or two of them bill the same. */
        LINES_OUT_OF_ORDER,
        /** A charge and its true-up are derived from different things, or one of them is not there. */
        PARTS_DISAGREE,
        /** A line is in another currency than the document. */
        CURRENCY,
        /** What is taken off is not what the document's discounts come to, or not what goes with what is taken back. */
        DISCOUNT_NOT_DERIVED,
        /** The taxes are not what the document's lines come to, or not what goes with what is taken back. */
        TAX_NOT_DERIVED,
        /** The lines of a credit note are no pairs, or not what it credits; or another document credits something. */
        CREDIT_NOT_DERIVED,
        /** The totals are not those of the lines. */
        TOTALS,
        /** The document is not what was hashed when it was finalised. */
        CONTENT_CHANGED
    }

    @Override
    public String toString() {
        return (line == 0 ? "" : "line " + line + ": ") + kind + ": " + detail;
    }
}
