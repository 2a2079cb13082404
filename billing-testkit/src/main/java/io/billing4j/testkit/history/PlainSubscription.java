package io.billing4j.testkit.history;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A subscription as accepted commands, with the instants that they were resolved to.
 *
 * @param start the first instant it was to hold
 * @param anchor the date it was created with, or null
 * @param plan the key of its first plan version
 * @param trialEnd as it was created, or null
 * @param changes in the order they were recorded
 */
record PlainSubscription(
        String id,
        String customer,
        Instant start,
        ZoneId zone,
        @Nullable LocalDate anchor,
        String plan,
        Fraction quantity,
        @Nullable Instant trialEnd,
        @Nullable Term term,
        List<Change> changes) {
    /** A contract's run. */
    record Term(int months, int days, boolean renews) {}

    /** What a change is about. */
    enum Aspect {
        PLAN,
        QUANTITY,
        ADD_ON,
        PAUSE,
        TRIAL,
        ACTIVATION,
        ZONE,
        TERM,
        END,
        WITHDRAWAL,
        NOTHING
    }

    /**
     * An accepted command.
     *
     * @param number its place among all changes of the subscription, from 1
     * @param at when it takes effect
     * @param feesFrom from when on fees follow it
     * @param what of a plan or an add-on that is set its version's key, of a pause whether fees {@code STOP}; empty for an
     *     add-on that is removed, for a resumption and for everything else
     * @param addOn the plan of an add-on; empty for everything else
     * @param until of a trial its end
     * @param target of a withdrawal the change that is withdrawn; of a term the one that it follows, from 1; of a plan 1
     *     where periods are counted anew from it on, as they are with another interval
     * @param term that follows; null where none is to follow
     */
    record Change(
            int number,
            Aspect aspect,
            Instant at,
            Instant feesFrom,
            String what,
            String addOn,
            Fraction quantity,
            @Nullable Instant until,
            int target,
            @Nullable Term term,
            @Nullable ZoneId zone) {
        boolean anew() {
            return aspect == Aspect.PLAN && target > 0;
        }
    }

    /**
     * One report of usage.
     *
     * @param subscription that is named; null for whichever of the customer's prices the meter
     */
    record Usage(String customer, @Nullable String subscription, String meter, Fraction quantity, Instant at) {
        boolean isOf(PlainSubscription wanted) {
            return customer.equals(wanted.customer) && (subscription == null || subscription.equals(wanted.id));
        }
    }
}
