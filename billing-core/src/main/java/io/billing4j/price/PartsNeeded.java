package io.billing4j.price;

/** How finely a model wants its quantity: each value includes less work than the next one. */
public enum PartsNeeded {
    /** The total is enough. */
    NONE,
    /** One part for each group of a meter, or for each group and window where the meter has windows. */
    GROUPS,
    /** One part for each event, in the order in which they occurred. */
    EVENTS;

    /** The finer of the two. */
    PartsNeeded or(PartsNeeded other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
