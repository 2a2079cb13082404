package io.billing4j.en16931;

/** Codes of UNTDID 5305, those that documents of this library can have. */
public enum VatCategory {
    /** Taxed at a rate above zero. */
    S,
    /** Taxed at a rate of zero. */
    Z,
    /** Exempt. */
    E,
    /** Reverse charge. */
    AE,
    /** Out of scope: has no rate, and stands alone on a document. */
    O
}
