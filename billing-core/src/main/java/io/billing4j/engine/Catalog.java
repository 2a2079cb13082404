package io.billing4j.engine;

import io.billing4j.catalog.Aggregation;
import io.billing4j.catalog.Charge;
import io.billing4j.catalog.CustomAggregation;
import io.billing4j.catalog.EventFilter;
import io.billing4j.catalog.Meter;
import io.billing4j.catalog.MeterAggregation;
import io.billing4j.catalog.Plan;
import io.billing4j.catalog.PlanVersion;
import io.billing4j.catalog.PlanVersionRef;
import io.billing4j.catalog.UsageThresholds;
import io.billing4j.error.ErrorCode;
import io.billing4j.error.Inputs;
import io.billing4j.event.EventType;
import io.billing4j.id.MeterId;
import io.billing4j.id.PlanId;
import io.billing4j.money.Currencies;
import io.billing4j.period.BillingInterval;
import io.billing4j.store.CatalogStore;
import io.billing4j.store.Page;
import io.billing4j.tenant.TenantSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.joda.money.CurrencyUnit;
import org.jspecify.annotations.Nullable;

/** What is sold. */
public final class Catalog {
    private final TenantScope scope;
    private final ChargeCheck charges;

    Catalog(TenantScope scope) {
        this.scope = scope;
        this.charges = new ChargeCheck(scope.context().prices());
    }

    /** Adds a meter of all events in one group; METER_EXISTS at {@code meterId} if its key is taken. */
    public Meter createMeter(MeterId id, MeterAggregation aggregation, boolean negativeAllowed) {
        Inputs.required("aggregation", aggregation);
        return createMeter(new NewMeter(id, Aggregation.of(aggregation), EventFilter.ALL, List.of(), negativeAllowed));
    }

    /**
     * Adds a meter.
     *
     * @throws io.billing4j.error.BillingException METER_EXISTS at {@code meterId}; CUSTOM_AGGREGATION_UNKNOWN where the
     *     engine was not built with its function; what {@link Meter} refuses
     */
    public Meter createMeter(NewMeter asked) {
        Inputs.required("asked", asked);
        CustomAggregation custom = asked.aggregation().custom();
        if (custom != null) {
            scope.context().aggregations().require(custom);
        }
        return scope.inTransaction(work -> {
            Meter meter = new Meter(
                    asked.id(),
                    asked.aggregation(),
                    asked.filter(),
                    asked.groupBy(),
                    asked.negativeAllowed(),
                    work.now());
            work.unit().catalog().insertMeter(meter);
            work.journal(JournalEntry.created(
                    EventType.METER_CREATED,
                    null,
                    meter.id(),
                    Map.of(
                            "aggregation",
                            meter.aggregation().kind().name(),
                            "negativeAllowed",
                            Boolean.toString(meter.negativeAllowed())),
                    work.now()));
            return meter;
        });
    }

    /**
     * Adds a plan with its first version.
     *
     * @throws io.billing4j.error.BillingException PLAN_EXISTS at {@code planId}, METER_NOT_FOUND at {@code
     *     charges[i].meterId}, INVALID_CURRENCY at {@code currency} if amounts cannot be in it,
     *     INVALID_CHARGE at {@code charges[i].price} if its meter does not measure what it asks for, CUSTOM_MODEL_UNKNOWN,
     *     and what {@link PlanVersion} refuses
     */
    public PlanVersion createPlan(
            PlanId id, String name, CurrencyUnit currency, BillingInterval interval, List<Charge> charges) {
        return createPlan(id, name, currency, interval, charges, null);
    }

    /**
     * The same with amounts at which usage is billed before its period ends.
     *
     * @param thresholds null for none
     */
    public PlanVersion createPlan(
            PlanId id,
            String name,
            CurrencyUnit currency,
            BillingInterval interval,
            List<Charge> charges,
            @Nullable UsageThresholds thresholds) {
        Inputs.required("id", id);
        Inputs.required("name", name);
        Inputs.required("currency", currency);
        Inputs.required("interval", interval);
        Inputs.requireElements("charges", charges);
        Currencies.billable("currency", currency);
        return scope.inTransaction(work -> {
            marked(work, thresholds);
            Plan plan = new Plan(id, name, currency, null, work.now());
            PlanVersion version =
                    new PlanVersion(new PlanVersionRef(id, 1), currency, interval, charges, thresholds, work.now());
            this.charges.check(work.unit().catalog(), version);
            work.unit().catalog().insertPlan(plan);
            work.unit().catalog().insertVersion(version);
            work.journal(JournalEntry.created(
                    EventType.PLAN_CREATED,
                    null,
                    id,
                    Map.of("name", plan.name(), "version", "1", "currency", currency.getCode()),
                    work.now()));
            return version;
        });
    }

    /**
     * Adds another version; subscriptions keep theirs. It has no amounts at which usage is billed before its period ends, also where the
     * version before has some. PLAN_NOT_FOUND or PLAN_ARCHIVED at {@code planId}.
     */
    public PlanVersion addVersion(PlanId id, BillingInterval interval, List<Charge> charges) {
        return addVersion(id, interval, charges, null);
    }

    /**
     * The same with amounts at which usage is billed before its period ends.
     *
     * @param thresholds null for none
     */
    public PlanVersion addVersion(
            PlanId id, BillingInterval interval, List<Charge> charges, @Nullable UsageThresholds thresholds) {
        Inputs.required("id", id);
        Inputs.required("interval", interval);
        Inputs.requireElements("charges", charges);
        return scope.inTransaction(work -> {
            marked(work, thresholds);
            CatalogStore catalog = work.unit().catalog();
            Plan plan = Billing4J.found(catalog.lockPlan(id), ErrorCode.PLAN_NOT_FOUND, "planId", id);
            requireUnarchived(plan);
            PlanVersion latest = catalog.latestVersions(List.of(id)).get(id);
            int number = latest == null ? 1 : latest.ref().version() + 1;
            PlanVersion version = new PlanVersion(
                    new PlanVersionRef(id, number), plan.currency(), interval, charges, thresholds, work.now());
            this.charges.check(catalog, version);
            catalog.insertVersion(version);
            work.journal(JournalEntry.created(
                    EventType.PLAN_VERSION_CREATED, null, id, Map.of("version", Integer.toString(number)), work.now()));
            return version;
        });
    }

    /** Closes a plan to new subscriptions; existing ones go on. A plan that is archived already stays as it is. */
    public Plan archivePlan(PlanId id) {
        Inputs.required("id", id);
        return scope.inTransaction(work -> {
            Plan plan = Billing4J.found(work.unit().catalog().lockPlan(id), ErrorCode.PLAN_NOT_FOUND, "planId", id);
            if (plan.archivedAt() != null) {
                return plan;
            }
            work.unit().catalog().archivePlan(id, work.now());
            work.journal(new JournalEntry(
                    EventType.PLAN_ARCHIVED,
                    null,
                    id.value(),
                    Map.of(),
                    Map.of("archivedAt", work.now().toString()),
                    work.now()));
            return plan.archived(work.now());
        });
    }

    /**
     * The plan with its latest version, to which nobody else can add one until the transaction ends, nor archive it. Plans are held
     * after the settings and before customers ({@link Customers#hold}).
     *
     * @throws io.billing4j.error.BillingException PLAN_NOT_FOUND at {@code planId}; STORE_CONTENTION, which may be tried again, if
     *     somebody else holds it for too long; UNSUITABLE_TRANSACTION outside of {@link Billing4J#inTransaction} and of a
     *     transaction of the host's
     */
    public PlanOffer hold(PlanId id) {
        Inputs.required("id", id);
        scope.requireHeld();
        return scope.inTransaction(work -> {
            CatalogStore catalog = work.unit().catalog();
            Plan plan = Billing4J.found(catalog.lockPlan(id), ErrorCode.PLAN_NOT_FOUND, "planId", id);
            return Billing4J.found(
                    offers(catalog, List.of(plan)).stream().findFirst(), ErrorCode.PLAN_NOT_FOUND, "planId", id);
        });
    }

    /** The meter, if there is one. */
    public Optional<Meter> findMeter(MeterId id) {
        Inputs.required("id", id);
        return scope.inTransaction(work -> Optional.ofNullable(
                work.unit().catalog().findMeters(List.of(id)).get(id)));
    }

    /** Meters in the order of their keys. */
    public List<Meter> listMeters(Page page) {
        Inputs.required("page", page);
        return scope.inTransaction(work -> work.unit().catalog().listMeters(page));
    }

    /** The plan with its latest version, if there is one. */
    public Optional<PlanOffer> findPlan(PlanId id) {
        Inputs.required("id", id);
        return scope.inTransaction(work -> {
            CatalogStore catalog = work.unit().catalog();
            return offers(catalog, catalog.findPlan(id).stream().toList()).stream()
                    .findFirst();
        });
    }

    /** One version of a plan, if there is one. */
    public Optional<PlanVersion> findVersion(PlanVersionRef ref) {
        Inputs.required("ref", ref);
        return scope.inTransaction(work -> Optional.ofNullable(
                work.unit().catalog().findVersions(List.of(ref)).get(ref)));
    }

    /** Plans with their latest versions in the order of their keys. */
    public List<PlanOffer> listPlans(Page page) {
        Inputs.required("page", page);
        return scope.inTransaction(
                work -> offers(work.unit().catalog(), work.unit().catalog().listPlans(page)));
    }

    /** A tenant's first amounts say so in the settings, so that versions before do not serve the tenant any more. */
    private static void marked(Work work, @Nullable UsageThresholds thresholds) {
        if (thresholds == null || work.unit().settings().get().thresholds()) {
            return;
        }
        TenantSettings before = work.unit().settings().lock();
        TenantSettings after = before.withThresholds();
        if (!after.equals(before)) {
            Settings.replace(work, before, after);
        }
    }

    static void requireUnarchived(Plan plan) {
        if (plan.archivedAt() != null) {
            throw ErrorCode.PLAN_ARCHIVED.at("planId", "plan " + plan.id() + " is archived since " + plan.archivedAt());
        }
    }

    private static List<PlanOffer> offers(CatalogStore catalog, List<Plan> plans) {
        Map<PlanId, PlanVersion> latest =
                catalog.latestVersions(plans.stream().map(Plan::id).toList());
        List<PlanOffer> offers = new ArrayList<>();
        for (Plan plan : plans) {
            PlanVersion version = latest.get(plan.id());
            if (version != null) {
                offers.add(new PlanOffer(plan, version));
            }
        }
        return offers;
    }
}
