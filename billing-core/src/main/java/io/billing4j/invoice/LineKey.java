package io.billing4j.invoice;

import io.billing4j.catalog.PlanVersionRef;
import io.billing4j.id.ChargeId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.period.BillingPeriod;
import org.jspecify.annotations.Nullable;

/**
 * What a line is, whatever document it stands on: two lines with the same key bill the same thing.
 *
 * @param service the part of time that is billed
 * @param corrects the line that is taken back, wholly or for this part of time; null for one that asks for something
 */
public record LineKey(
        SubscriptionId subscription,
        PlanVersionRef plan,
        ChargeId charge,
        LineKind kind,
        BillingPeriod service,
        @Nullable LineRef corrects) {
    /** The key of a line that corrects none. */
    public LineKey(
            SubscriptionId subscription, PlanVersionRef plan, ChargeId charge, LineKind kind, BillingPeriod service) {
        this(subscription, plan, charge, kind, service, null);
    }

    /** The key of a line of the same charge and service with another kind. */
    LineKey of(LineKind other) {
        return new LineKey(subscription, plan, charge, other, service, corrects);
    }
}
