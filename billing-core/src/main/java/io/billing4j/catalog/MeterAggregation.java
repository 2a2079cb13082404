package io.billing4j.catalog;

/** How the events of a window become one quantity. What nothing was reported for is zero, whatever the kind. */
public enum MeterAggregation {
    /** How many there are, whatever their values. */
    COUNT,
    /** The sum of their values. */
    SUM,
    /** The largest of their values; below zero where all are. */
    MAX,
    /** The value of the last one in the order of occurrence, record and id. */
    LATEST,
    /** How many different values a property has; an event with a quantity below zero takes its value out again. */
    UNIQUE,
    /**
     * The mean level over the time of the window, where every event's value raises the level or, below zero, lowers it:
     * 1000 from the fifth of 31 days on is 1000 × 27/31.
     */
    TIME_WEIGHTED_SUM,
    /** The same of the number of different values: one value that is in for half of the time counts one half. */
    TIME_WEIGHTED_UNIQUE,
    /** What a function of the host makes of them. */
    CUSTOM;

    /** Whether the time between events matters. */
    public boolean timeWeighted() {
        return this == TIME_WEIGHTED_SUM || this == TIME_WEIGHTED_UNIQUE;
    }

    /** Whether it tells the values of a property apart, which it therefore needs. */
    public boolean distinguishes() {
        return this == UNIQUE || this == TIME_WEIGHTED_UNIQUE;
    }

    /** Whether it computes with values, which may come from a property instead of the quantity. */
    public boolean takesValues() {
        return this == SUM || this == MAX || this == LATEST || this == TIME_WEIGHTED_SUM;
    }
}
