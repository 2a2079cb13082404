package io.billing4j.subscription;

import io.billing4j.error.Inputs;
import io.billing4j.period.BillingInterval;

/**
 * A contract's run.
 *
 * @param length how long it lasts, from the first paid instant or from the end of the term before; it ends with the first
 *     boundary of a period that is not earlier, so that no period lies in two terms
 * @param renews whether another of the same length follows it; otherwise the subscription expires at its end
 */
public record Term(BillingInterval length, boolean renews) {
    /** Refuses what is missing with MISSING_FIELD at its name. */
    public Term {
        Inputs.required("length", length);
    }

    /** One that ends. */
    public static Term fixed(BillingInterval length) {
        return new Term(length, false);
    }

    /** One that is followed by another until somebody stops that. */
    public static Term renewing(BillingInterval length) {
        return new Term(length, true);
    }
}
