package io.billing4j.engine;

import io.billing4j.catalog.Plan;
import io.billing4j.catalog.PlanVersion;

/** A plan and the version that new subscriptions get. */
public record PlanOffer(Plan plan, PlanVersion latest) {}
