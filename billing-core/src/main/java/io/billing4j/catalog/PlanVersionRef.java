package io.billing4j.catalog;

import io.billing4j.error.Inputs;
import io.billing4j.id.PlanId;

/** Names one version of a plan, from 1. */
public record PlanVersionRef(PlanId plan, int version) {
    /** Refuses what is missing with MISSING_FIELD at its name. */
    public PlanVersionRef {
        Inputs.required("plan", plan);
    }

    @Override
    public String toString() {
        return plan + " v" + version;
    }
}
