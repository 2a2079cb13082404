package io.billing4j.store;

/** What a hint of work is about; stores know it by its name. */
public enum WorkKind {
    /** A billing run that is not over; the subject is its id. */
    BILLING_RUN
}
