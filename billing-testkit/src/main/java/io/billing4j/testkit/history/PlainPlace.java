package io.billing4j.testkit.history;

import java.time.Instant;
import java.time.LocalDate;

/**
 * A place that a run has filled, in plain values.
 *
 * @param document that it is on; empty where nothing was due
 * @param run that made the document; empty for one that was asked for by itself
 * @param made when the document was
 * @param ofPeriod whether a period begins with it, or the subscription ends
 * @param day on which it is due, in the customer's zone
 * @param plan of the subscription at the start of the place's period
 * @param group what the subscription was for when the document was made; empty for nothing
 * @param before the document that is made again, where it is; empty for a place that is filled for the first time
 */
record PlainPlace(
        String subscription,
        String customer,
        String document,
        String run,
        Instant made,
        boolean ofPeriod,
        LocalDate day,
        String plan,
        String group,
        String before) {
    /**
     * Whether both are for one document of a run.
     *
     * @param joined {@code NONE}, {@code CUSTOMER}, {@code PLAN} or {@code GROUP}
     */
    boolean belongsWith(PlainPlace other, String joined) {
        boolean same = customer.equals(other.customer)
                && !subscription.equals(other.subscription)
                && day.equals(other.day)
                && !run.isEmpty()
                && run.equals(other.run)
                && !joined.equals("NONE");
        if (joined.equals("GROUP") && !group.equals(other.group)) {
            return false;
        } else if (!before.isEmpty() || !other.before.isEmpty()) {
            // What is made again stands with what it stood with, whatever is chosen by now, and with nothing else.
            return same && before.equals(other.before);
        }
        boolean chosen = switch (joined) {
            case "PLAN" -> plan.equals(other.plan);
            case "GROUP" -> !group.isEmpty();
            default -> true;
        };
        return same && ofPeriod && other.ofPeriod && chosen;
    }
}
