package io.billing4j.tenant;

/** From when on fees follow a change that takes effect in the middle of a period. */
public enum FeeTiming {
    /** From its instant on, by the share that the charge counts. */
    AT_INSTANT,
    /** From the start of its day on, in the subscription's zone: whole days are shared out. */
    START_OF_DAY,
    /** From the next period on: nothing is settled in the one that runs. */
    NEXT_PERIOD
}
