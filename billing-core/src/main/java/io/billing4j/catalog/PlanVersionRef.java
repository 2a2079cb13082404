package io.billing4j.catalog;

import io.billing4j.id.PlanId;

/** Names one version of a plan, from 1. */
public record PlanVersionRef(PlanId plan, int version) {
    @Override
    public String toString() {
        return plan + " v" + version;
    }
}
