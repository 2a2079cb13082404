package io.billing4j.subscription;

/** On which document the difference that a change makes in a billed period is settled. */
public enum ChangeSettlement {
    /** On the next one that comes anyway. */
    NEXT_INVOICE,
    /** On one of its own, at once. */
    IMMEDIATE,
    /** On none: fees follow the change from the next period on that begins after it and is still to come. */
    NONE
}
