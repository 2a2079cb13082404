package io.billing4j.jdbc.internal;

import static io.billing4j.jdbc.internal.generated.Tables.CHARGE;
import static io.billing4j.jdbc.internal.generated.Tables.METER;
import static io.billing4j.jdbc.internal.generated.Tables.PLAN;
import static io.billing4j.jdbc.internal.generated.Tables.PLAN_VERSION;
import static org.jooq.impl.DSL.max;

import io.billing4j.catalog.Charge;
import io.billing4j.catalog.Meter;
import io.billing4j.catalog.Plan;
import io.billing4j.catalog.PlanVersion;
import io.billing4j.catalog.PlanVersionRef;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.MeterId;
import io.billing4j.id.PlanId;
import io.billing4j.jdbc.internal.json.MeterJson;
import io.billing4j.jdbc.internal.json.ThresholdsJson;
import io.billing4j.jdbc.internal.row.CatalogRow;
import io.billing4j.jdbc.internal.row.RowSet;
import io.billing4j.store.CatalogStore;
import io.billing4j.store.Page;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Result;
import org.jooq.impl.DSL;

/** The catalogue on PostgreSQL, with what never changes in a cache. */
final class PgCatalogStore implements CatalogStore {
    private final Session session;
    private final CatalogCache cache;
    private boolean written;

    PgCatalogStore(Session session, CatalogCache cache) {
        this.session = session;
        this.cache = cache;
    }

    @Override
    public void insertMeter(Meter meter) {
        written = true;
        session.sql()
                .insertInto(METER)
                .set(METER.TENANT_ID, session.tenant())
                .set(METER.METER_ID, meter.id().value())
                .set(METER.AGGREGATION, meter.aggregation().kind().name())
                .set(METER.NEGATIVE_ALLOWED, meter.negativeAllowed())
                .set(METER.DEFINITION, MeterJson.write(meter))
                .set(METER.RECORDED_AT, meter.createdAt())
                .execute();
    }

    @Override
    public Map<MeterId, Meter> findMeters(Collection<MeterId> ids) {
        return cache.meters(session.tenant(), ids, fillsCache(), this::loadMeters);
    }

    private Map<MeterId, Meter> loadMeters(Set<MeterId> ids) {
        String[] keys = ids.stream().map(MeterId::value).toArray(String[]::new);
        return session
                .sql()
                .selectFrom(METER)
                .where(METER.TENANT_ID.eq(session.tenant()), METER.METER_ID.eq(DSL.any(keys)))
                .fetch(CatalogRow::meter)
                .stream()
                .collect(Collectors.toMap(Meter::id, meter -> meter));
    }

    @Override
    public List<Meter> listMeters(Page page) {
        return session.sql()
                .selectFrom(METER)
                .where(METER.TENANT_ID.eq(session.tenant()), Pages.after(METER.METER_ID, page))
                .orderBy(METER.METER_ID)
                .limit(page.size())
                .fetch(CatalogRow::meter);
    }

    @Override
    public void insertPlan(Plan plan) {
        written = true;
        session.sql()
                .insertInto(PLAN)
                .set(PLAN.TENANT_ID, session.tenant())
                .set(PLAN.PLAN_ID, plan.id().value())
                .set(PLAN.NAME, plan.name())
                .set(PLAN.CURRENCY, plan.currency().getCode())
                .set(PLAN.ARCHIVED_AT, plan.archivedAt())
                .set(PLAN.CREATED_AT, plan.createdAt())
                .execute();
    }

    @Override
    public Optional<Plan> findPlan(PlanId id) {
        return session.sql().selectFrom(PLAN).where(isPlan(id)).fetchOptional(CatalogRow::plan);
    }

    @Override
    public Optional<Plan> lockPlan(PlanId id) {
        return session.sql().selectFrom(PLAN).where(isPlan(id)).forNoKeyUpdate().fetchOptional(CatalogRow::plan);
    }

    @Override
    public List<Plan> listPlans(Page page) {
        return session.sql()
                .selectFrom(PLAN)
                .where(PLAN.TENANT_ID.eq(session.tenant()), Pages.after(PLAN.PLAN_ID, page))
                .orderBy(PLAN.PLAN_ID)
                .limit(page.size())
                .fetch(CatalogRow::plan);
    }

    @Override
    public void archivePlan(PlanId id, Instant at) {
        written = true;
        int found = session.sql()
                .update(PLAN)
                .set(PLAN.ARCHIVED_AT, at)
                .where(isPlan(id))
                .execute();
        if (found == 0) {
            throw session.refuse(ErrorCode.PLAN_NOT_FOUND.missing("planId", id));
        }
    }

    @Override
    public void insertVersion(PlanVersion version) {
        written = true;
        session.sql()
                .insertInto(PLAN_VERSION)
                .set(PLAN_VERSION.TENANT_ID, session.tenant())
                .set(PLAN_VERSION.PLAN_ID, version.ref().plan().value())
                .set(PLAN_VERSION.VERSION, version.ref().version())
                .set(PLAN_VERSION.INTERVAL_UNIT, version.interval().unit().name())
                .set(PLAN_VERSION.INTERVAL_COUNT, version.interval().count())
                .set(PLAN_VERSION.THRESHOLDS, ThresholdsJson.write(version.thresholds()))
                .set(PLAN_VERSION.RECORDED_AT, version.recordedAt())
                .execute();
        CatalogRow.charges(version)
                .insertInto(session.sql(), CHARGE, session.tenant())
                .execute();
    }

    @Override
    public Map<PlanVersionRef, PlanVersion> findVersions(Collection<PlanVersionRef> refs) {
        return cache.versions(session.tenant(), refs, fillsCache(), this::loadVersions);
    }

    private Map<PlanVersionRef, PlanVersion> loadVersions(Set<PlanVersionRef> refs) {
        RowSet<PlanVersionRef> wanted = RowSet.of(List.copyOf(refs))
                .with(PLAN_VERSION.PLAN_ID, ref -> ref.plan().value())
                .with(PLAN_VERSION.VERSION, PlanVersionRef::version);
        Field<String> plan = RowSet.column(PLAN_VERSION.PLAN_ID);
        Field<Integer> version = RowSet.column(PLAN_VERSION.VERSION);
        // Versions first: whoever sees a version sees its charges, which were committed with it.
        Result<Record> rows = session.sql()
                .select(PLAN_VERSION.fields())
                .select(PLAN.CURRENCY)
                .from(wanted.table())
                .join(PLAN_VERSION)
                .on(
                        PLAN_VERSION.TENANT_ID.eq(session.tenant()),
                        PLAN_VERSION.PLAN_ID.eq(plan),
                        PLAN_VERSION.VERSION.eq(version))
                .join(PLAN)
                .on(PLAN.TENANT_ID.eq(session.tenant()), PLAN.PLAN_ID.eq(PLAN_VERSION.PLAN_ID))
                .fetch();
        Map<PlanVersionRef, List<Charge>> charges = session.sql()
                .select(CHARGE.fields())
                .from(wanted.table())
                .join(CHARGE)
                .on(CHARGE.TENANT_ID.eq(session.tenant()), CHARGE.PLAN_ID.eq(plan), CHARGE.PLAN_VERSION.eq(version))
                .orderBy(CHARGE.PLAN_ID, CHARGE.PLAN_VERSION, CHARGE.ORDINAL)
                .fetchGroups(CatalogRow::refOfCharge, CatalogRow::charge);
        Map<PlanVersionRef, PlanVersion> versions = new HashMap<>();
        rows.forEach(row -> {
            PlanVersionRef ref = CatalogRow.ref(row);
            versions.put(ref, CatalogRow.version(row, charges.getOrDefault(ref, List.of())));
        });
        return versions;
    }

    @Override
    public Map<PlanId, PlanVersion> latestVersions(Collection<PlanId> plans) {
        String[] keys = plans.stream().map(PlanId::value).toArray(String[]::new);
        List<PlanVersionRef> latest = session.sql()
                .select(PLAN_VERSION.PLAN_ID, max(PLAN_VERSION.VERSION).as(PLAN_VERSION.VERSION))
                .from(PLAN_VERSION)
                .where(PLAN_VERSION.TENANT_ID.eq(session.tenant()), PLAN_VERSION.PLAN_ID.eq(DSL.any(keys)))
                .groupBy(PLAN_VERSION.PLAN_ID)
                .fetch(row -> new PlanVersionRef(PlanId.of(row.value1()), row.value2()));
        return findVersions(latest).values().stream()
                .collect(Collectors.toMap(version -> version.ref().plan(), version -> version));
    }

    /** A transaction that wrote to the catalogue, or is part of one that may have, sees rows that may never be committed. */
    private boolean fillsCache() {
        return session.owned() && !written;
    }

    private Condition isPlan(PlanId id) {
        return PLAN.TENANT_ID.eq(session.tenant()).and(PLAN.PLAN_ID.eq(id.value()));
    }
}
