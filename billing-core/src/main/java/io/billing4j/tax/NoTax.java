package io.billing4j.tax;

/** Why no tax is asked for. */
public enum NoTax {
    /** Whoever pays owes the tax (EN 16931: AE). */
    REVERSE_CHARGE,
    /** The law frees it of tax (EN 16931: E). */
    EXEMPT,
    /** The law does not reach it (EN 16931: O). */
    OUT_OF_SCOPE
}
