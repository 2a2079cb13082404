package io.billing4j.engine;

import io.billing4j.error.Inputs;
import io.billing4j.id.CustomerId;
import io.billing4j.id.PlanId;
import io.billing4j.id.SubscriptionId;
import java.math.BigDecimal;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a subscription to a plan's latest version.
 *
 * @param id the host's key; made by the engine where it is null
 * @param startDate the first day, in the customer's zone; it may lie in the past: what is due since then is billed by the
 *     next run
 * @param anchorDate any date that a period begins on, before clamping to the month's end; the start date where it is null.
 *     With another the first period is short.
 * @param quantity how many, such as seats; above zero
 */
public record NewSubscription(
        @Nullable SubscriptionId id,
        CustomerId customer,
        PlanId plan,
        LocalDate startDate,
        @Nullable LocalDate anchorDate,
        BigDecimal quantity) {
    /** Checks the dates. */
    public NewSubscription {
        startDate = Inputs.date("startDate", startDate);
        anchorDate = anchorDate == null ? null : Inputs.date("anchorDate", anchorDate);
    }

    /** One of the plan, with periods that begin on the start date's day, under a key that the engine makes. */
    public static NewSubscription of(CustomerId customer, PlanId plan, LocalDate startDate) {
        return new NewSubscription(null, customer, plan, startDate, null, BigDecimal.ONE);
    }
}
