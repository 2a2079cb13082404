package io.billing4j.catalog;

import io.billing4j.period.BillingPeriod;
import io.billing4j.period.ProrationPolicy;
import java.time.Instant;

/** In which measure time weighs a level. */
public enum TimeMeasure {
    /** Real time to the microsecond; a day with a clock change counts 23 or 25 hours. */
    BY_SECOND(ProrationPolicy.BY_SECOND, 0),
    /**
     * Whole dates in the window's zone. What an event adds or takes away counts from the start of its date; a value that is
     * taken out of a set stays in to the end of that date, so that it counts for every date on which it was in.
     */
    BY_DAY(ProrationPolicy.BY_DAY, 1);

    private final ProrationPolicy policy;
    private final int lastUnit;

    TimeMeasure(ProrationPolicy policy, int lastUnit) {
        this.policy = policy;
        this.lastUnit = lastUnit;
    }

    /** Microseconds or dates from the window's start to the instant; below zero before it. */
    public long passed(BillingPeriod window, Instant until) {
        return policy.passed(window, until);
    }

    /** The same to the end of what a value is in for that is taken out at the instant. */
    public long passedWhenTakenOut(BillingPeriod window, Instant at) {
        return policy.passed(window, at) + lastUnit;
    }

    /** The whole window; 0 only where a window lies within one date and dates are counted. */
    public long whole(BillingPeriod window) {
        return policy.whole(window);
    }
}
