package io.billing4j.invoice;

import io.billing4j.id.PlanId;
import io.billing4j.subscription.HeldItem;
import org.jspecify.annotations.Nullable;

/**
 * Which item of a subscription something is for, in whatever version it is held.
 *
 * @param addOn the add-on's plan; null for the main plan, whichever that is
 */
record ItemKey(@Nullable PlanId addOn) {
    static final ItemKey MAIN = new ItemKey(null);

    static ItemKey of(HeldItem held) {
        return held.item().main() ? MAIN : new ItemKey(held.item().plan().plan());
    }
}
