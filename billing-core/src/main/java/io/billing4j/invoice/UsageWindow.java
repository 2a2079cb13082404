package io.billing4j.invoice;

import io.billing4j.id.MeterId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.period.BillingPeriod;
import io.billing4j.rating.Derivation;
import org.jspecify.annotations.Nullable;

/**
 * What a meter counted in a window, by whatever charge of whatever plan it is billed: usage is taken back as a whole and asked for as a
 * whole, so that what goes with the one goes over to the other. What is missing to a plan's commitment is counted like that, too.
 *
 * @param meter null for what is missing to commitments of plans
 */
record UsageWindow(SubscriptionId subscription, @Nullable MeterId meter, BillingPeriod window) {
    /** Null for what is not counted. */
    static @Nullable UsageWindow of(LineKey key, Derivation derivation) {
        return derivation.basis().counted() && key.charged().isPresent()
                ? new UsageWindow(key.subscription(), derivation.quantity().meter(), derivation.window())
                : null;
    }

    /** What is missing to commitments of plans in the same window. */
    UsageWindow ofPlan() {
        return new UsageWindow(subscription, null, window);
    }
}
