package io.billing4j.tax;

/** Where a tax becomes an amount that can be paid. Everything before that is exact. */
public enum TaxRounding {
    /** Each tax of each line: three lines of 0.10 at 5 % are taxed 0.03. */
    PER_LINE,
    /**
     * Each rate once, over all lines that it is for: three lines of 0.10 at 5 % are taxed 0.02. What EN 16931 asks for (rules
     * BR-CO-17 and BR-S-09), and the default.
     */
    PER_RATE,
    /** The taxes of the document once, exclusive and inclusive ones apart: 8.8741125, 2.1247875 and 0.49995 make 11.50. */
    PER_DOCUMENT
}
