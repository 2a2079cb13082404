package io.billing4j.subscription;

/**
 * What fees do while a subscription is paused. Usage is billed all the same: what was used was used, and a pause must not
 * open a second window with included units and thresholds of its own.
 */
public enum PausedFees {
    /** They stop with the pause, by the share of the period that is left, and go on with it. */
    STOP,
    /** They go on as if there were no pause. */
    CONTINUE
}
