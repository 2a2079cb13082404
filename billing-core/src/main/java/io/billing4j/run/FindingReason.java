package io.billing4j.run;

/** The closed list of reasons why something was not billed. */
public enum FindingReason {
    /** A slot came up and nothing was due. */
    NOTHING_DUE,
    /** Usage arrived for a window that had been billed. */
    LATE_USAGE,
    /** Usage was recorded that no charge prices. */
    USAGE_WITHOUT_CHARGE,
    /** A customer could not be billed. */
    BILLING_FAILED
}
