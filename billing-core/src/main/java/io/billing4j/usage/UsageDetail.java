package io.billing4j.usage;

/** Which parts of a quantity somebody needs who prices it. */
public enum UsageDetail {
    /** The quantity alone. */
    TOTAL,
    /** One part per group and short window. */
    GROUPS,
    /** One part per event, in the total order; equal ones in a row are one part. */
    EVENTS
}
