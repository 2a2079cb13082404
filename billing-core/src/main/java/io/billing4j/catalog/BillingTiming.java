package io.billing4j.catalog;

/** On which document a period's charge stands. */
public enum BillingTiming {
    /** On the one at the period's start. */
    IN_ADVANCE,
    /** On the one after the period's end. */
    IN_ARREARS
}
