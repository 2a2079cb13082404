package io.billing4j.numbering;

/** When a number sequence starts again at 1. There is no job that resets anything: a new scope is a new counter. */
public enum SequenceReset {
    /** Never. */
    NEVER,
    /** With each year of the issue date. */
    YEARLY,
    /** With each month of the issue date. */
    MONTHLY
}
