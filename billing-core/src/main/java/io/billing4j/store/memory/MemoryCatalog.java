package io.billing4j.store.memory;

import io.billing4j.catalog.Meter;
import io.billing4j.catalog.Plan;
import io.billing4j.catalog.PlanVersion;
import io.billing4j.catalog.PlanVersionRef;
import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.MeterId;
import io.billing4j.id.PlanId;
import io.billing4j.store.CatalogStore;
import io.billing4j.store.Page;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Meters, plans and versions by their keys. */
final class MemoryCatalog implements CatalogStore {
    private final Rows<MeterId, Meter> meters;
    private final Rows<PlanId, Plan> plans;
    private final Rows<Key<PlanId, Integer>, PlanVersion> versions;

    MemoryCatalog(Books books, Transaction transaction) {
        meters = books.meters.in(transaction);
        plans = books.plans.in(transaction);
        versions = books.versions.in(transaction);
    }

    @Override
    public void insertMeter(Meter meter) {
        meters.insert(meter.id(), meter, () -> ErrorCode.METER_EXISTS.at("meterId", "there is a meter " + meter.id()));
    }

    @Override
    public Map<MeterId, Meter> findMeters(Collection<MeterId> ids) {
        return meters.findAll(ids);
    }

    @Override
    public List<Meter> listMeters(Page page) {
        MeterId after = page.after() == null ? null : MeterId.of(page.after());
        return meters.after(after).limit(page.size()).toList();
    }

    @Override
    public void insertPlan(Plan plan) {
        plans.insert(plan.id(), plan, () -> ErrorCode.PLAN_EXISTS.at("planId", "there is a plan " + plan.id()));
    }

    @Override
    public Optional<Plan> findPlan(PlanId id) {
        return plans.find(id);
    }

    @Override
    public Optional<Plan> lockPlan(PlanId id) {
        return plans.find(id);
    }

    @Override
    public List<Plan> listPlans(Page page) {
        PlanId after = page.after() == null ? null : PlanId.of(page.after());
        return plans.after(after).limit(page.size()).toList();
    }

    @Override
    public void archivePlan(PlanId id, Instant at) {
        plans.put(id, plans.require(id, () -> noPlan(id)).archived(at));
    }

    @Override
    public void insertVersion(PlanVersion version) {
        PlanVersionRef ref = version.ref();
        plans.require(ref.plan(), () -> noPlan(ref.plan()));
        versions.insert(
                Key.of(ref.plan(), ref.version()), version, () -> ErrorCode.ALREADY_EXISTS.because("there is " + ref));
    }

    @Override
    public Map<PlanVersionRef, PlanVersion> findVersions(Collection<PlanVersionRef> refs) {
        Map<PlanVersionRef, PlanVersion> found = new LinkedHashMap<>();
        for (PlanVersionRef ref : refs) {
            versions.find(Key.of(ref.plan(), ref.version())).ifPresent(version -> found.put(ref, version));
        }
        return found;
    }

    @Override
    public Map<PlanId, PlanVersion> latestVersions(Collection<PlanId> ids) {
        Map<PlanId, PlanVersion> latest = new LinkedHashMap<>();
        for (PlanId id : ids) {
            versions.after(Key.startOf(id))
                    .takeWhile(version -> version.ref().plan().equals(id))
                    .forEach(version -> latest.put(id, version));
        }
        return latest;
    }

    private static BillingException noPlan(PlanId id) {
        return ErrorCode.PLAN_NOT_FOUND.missing("planId", id);
    }
}
