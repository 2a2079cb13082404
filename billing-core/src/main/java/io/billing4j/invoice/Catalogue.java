package io.billing4j.invoice;

import io.billing4j.catalog.Meter;
import io.billing4j.catalog.PlanVersion;
import io.billing4j.catalog.PlanVersionRef;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.MeterId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The plan versions and meters that documents depend on.
 *
 * @param plans at least the versions that hold in the periods concerned
 * @param meters at least those of their charges
 */
public record Catalogue(Map<PlanVersionRef, PlanVersion> plans, Map<MeterId, Meter> meters) {
    /** The version; a defect where it was not loaded. */
    public PlanVersion plan(PlanVersionRef ref) {
        return loaded(plans.get(ref), ref);
    }

    Meter meter(MeterId id) {
        return loaded(meters.get(id), id);
    }

    private static <T> T loaded(@Nullable T fact, Object what) {
        if (fact == null) {
            throw ErrorCode.INTERNAL.because("the facts lack " + what);
        }
        return fact;
    }
}
