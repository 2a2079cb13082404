package io.billing4j.invoice;

import io.billing4j.catalog.Charge;
import io.billing4j.catalog.PlanVersionRef;
import io.billing4j.rating.Derivation;
import io.billing4j.rating.RatingBasis;
import java.util.List;

/**
 * A charge over a stretch of time in which it is priced alike.
 *
 * @param derivations of one basis: the charge, and after it what is missing to its commitment
 */
record RatedCharge(PlanVersionRef plan, Charge charge, List<Derivation> derivations) {
    RatingBasis basis() {
        return derivations.get(0).basis();
    }
}
