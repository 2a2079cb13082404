package io.billing4j.invoice;

/** What a line is for. */
public enum LineKind {
    /** A fee of a period. */
    FEE,
    /** What a meter counted in a period. */
    USAGE
}
