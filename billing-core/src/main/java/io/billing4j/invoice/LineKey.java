package io.billing4j.invoice;

import io.billing4j.catalog.PlanVersionRef;
import io.billing4j.id.ChargeId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.period.BillingPeriod;

/**
 * What a line is, whatever document it stands on: two lines with the same key bill the same thing.
 *
 * @param service the part of time that is billed
 */
public record LineKey(
        SubscriptionId subscription, PlanVersionRef plan, ChargeId charge, LineKind kind, BillingPeriod service) {
    /** The key of a line of the same charge and service with another kind. */
    LineKey of(LineKind other) {
        return new LineKey(subscription, plan, charge, other, service);
    }
}
