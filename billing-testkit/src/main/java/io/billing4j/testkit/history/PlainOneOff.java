package io.billing4j.testkit.history;

import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A one-off charge in plain values.
 *
 * @param subscription whose documents take it; empty for those of any
 * @param amount in minor units
 * @param behavior whether its price holds its taxes; null for as others do
 * @param due the earliest instant at which a document is due that takes it
 */
record PlainOneOff(
        String name,
        String customer,
        String subscription,
        BigInteger amount,
        String category,
        @Nullable String behavior,
        LocalDate day,
        Instant due) {
    /** What no rule says the tax of. */
    static final String UNRULED = "unruled";

    /**
     * Whether a place takes it.
     *
     * @param owner the subscription that the place is of
     * @param dueAt when the place is due, which is one of a period
     * @param last whether it is the subscription's last one
     * @param group what the place's document is for, where documents are of groups; empty for nothing
     * @param over whether the subscription that the charge is for has no more places
     */
    boolean fits(String owner, Instant dueAt, boolean last, String group, boolean over) {
        boolean begun = !due.isAfter(dueAt);
        if (owner.equals(subscription)) {
            return begun || last;
        }
        return begun && (over || (subscription.isEmpty() && group.isEmpty()));
    }
}
