package io.billing4j.subscription;

import io.billing4j.catalog.PlanVersionRef;
import java.math.BigDecimal;

/**
 * One thing that a subscription has: its plan, or an add-on.
 *
 * @param main whether it is the subscription's plan and not an add-on
 * @param quantity above zero
 */
public record SubscriptionItem(boolean main, PlanVersionRef plan, BigDecimal quantity) {}
