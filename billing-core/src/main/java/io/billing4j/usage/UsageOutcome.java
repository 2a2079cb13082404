package io.billing4j.usage;

/** What became of an event that was handed to the store. */
public enum UsageOutcome {
    /** It is new and recorded. */
    RECORDED,
    /** The same event is there already; nothing was written. */
    DUPLICATE,
    /** Another event has its id; nothing was written. */
    CONFLICT
}
