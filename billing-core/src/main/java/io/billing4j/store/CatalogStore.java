package io.billing4j.store;

import io.billing4j.catalog.Meter;
import io.billing4j.catalog.Plan;
import io.billing4j.catalog.PlanVersion;
import io.billing4j.catalog.PlanVersionRef;
import io.billing4j.id.MeterId;
import io.billing4j.id.PlanId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Meters, plans and their versions. Meters and versions never change and may be cached. */
public interface CatalogStore {
    /** Adds a meter; METER_EXISTS if its key is taken. */
    void insertMeter(Meter meter);

    /** Those of the meters that exist. */
    Map<MeterId, Meter> findMeters(Collection<MeterId> ids);

    /** Meters in the order of their keys. */
    List<Meter> listMeters(Page page);

    /** Adds a plan without a version; PLAN_EXISTS if its key is taken. */
    void insertPlan(Plan plan);

    /** The plan, if there is one. */
    Optional<Plan> findPlan(PlanId id);

    /**
     * The plan under a lock that keeps others from adding versions to it or archiving it until the transaction ends; if
     * there is one.
     */
    Optional<Plan> lockPlan(PlanId id);

    /** Plans in the order of their keys. */
    List<Plan> listPlans(Page page);

    /** Marks a plan as archived. */
    void archivePlan(PlanId id, Instant at);

    /** Adds a version with its charges; ALREADY_EXISTS if its number is taken. */
    void insertVersion(PlanVersion version);

    /** Those of the versions that exist. */
    Map<PlanVersionRef, PlanVersion> findVersions(Collection<PlanVersionRef> refs);

    /** The latest version of each of these plans that has one. */
    Map<PlanId, PlanVersion> latestVersions(Collection<PlanId> plans);
}
