package io.billing4j.engine;

import io.billing4j.catalog.Plan;
import io.billing4j.catalog.PlanVersion;
import io.billing4j.catalog.PlanVersionRef;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.PlanId;
import io.billing4j.money.Currencies;
import io.billing4j.store.CatalogStore;
import java.util.List;
import java.util.Optional;
import org.joda.money.CurrencyUnit;
import org.jspecify.annotations.Nullable;

/** Finds the version of a plan that is subscribed to. */
record PlanChoice(CatalogStore catalog) {
    /**
     * A version of a plan that can be subscribed to.
     *
     * @param number of the version, or null for the latest
     * @throws io.billing4j.error.BillingException PLAN_NOT_FOUND and PLAN_ARCHIVED at {@code planId}, CURRENCY_MISMATCH at
     *     {@code planId} if it is in another currency, PLAN_NOT_FOUND at {@code planVersion}
     */
    PlanVersion version(PlanId id, @Nullable Integer number, CurrencyUnit currency) {
        Plan plan = Billing4J.found(catalog.findPlan(id), ErrorCode.PLAN_NOT_FOUND, "planId", id);
        Catalog.requireUnarchived(plan);
        Currencies.requireSame("planId", currency, plan.currency());
        if (number == null) {
            PlanVersion latest = catalog.latestVersions(List.of(id)).get(id);
            return Billing4J.found(Optional.ofNullable(latest), ErrorCode.PLAN_NOT_FOUND, "planId", id);
        }
        PlanVersionRef ref = new PlanVersionRef(id, number);
        return Billing4J.found(
                Optional.ofNullable(catalog.findVersions(List.of(ref)).get(ref)),
                ErrorCode.PLAN_NOT_FOUND,
                "planVersion",
                ref);
    }

    /** A version that something is subscribed to already. */
    PlanVersion known(PlanVersionRef ref) {
        return Optional.ofNullable(catalog.findVersions(List.of(ref)).get(ref))
                .orElseThrow(() -> ErrorCode.STORED_DATA_UNREADABLE.because("there is no plan version " + ref));
    }
}
