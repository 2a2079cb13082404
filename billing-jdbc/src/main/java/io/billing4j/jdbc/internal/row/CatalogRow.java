package io.billing4j.jdbc.internal.row;

import static io.billing4j.jdbc.internal.generated.Tables.CHARGE;
import static io.billing4j.jdbc.internal.generated.Tables.METER;
import static io.billing4j.jdbc.internal.generated.Tables.PLAN;
import static io.billing4j.jdbc.internal.generated.Tables.PLAN_VERSION;

import io.billing4j.catalog.BillingTiming;
import io.billing4j.catalog.Charge;
import io.billing4j.catalog.Meter;
import io.billing4j.catalog.MeterAggregation;
import io.billing4j.catalog.Plan;
import io.billing4j.catalog.PlanVersion;
import io.billing4j.catalog.PlanVersionRef;
import io.billing4j.id.ChargeId;
import io.billing4j.id.MeterId;
import io.billing4j.id.PlanId;
import io.billing4j.jdbc.internal.json.ChargeTermsJson;
import io.billing4j.jdbc.internal.json.MeterJson;
import io.billing4j.jdbc.internal.json.PriceModelJson;
import io.billing4j.jdbc.internal.json.ThresholdsJson;
import io.billing4j.period.BillingInterval;
import io.billing4j.period.IntervalUnit;
import io.billing4j.period.ProrationPolicy;
import io.billing4j.price.PriceModel;
import java.util.List;
import java.util.stream.IntStream;
import org.joda.money.CurrencyUnit;
import org.jooq.Record;

/** Meters, plans, and versions with their charges. */
public final class CatalogRow {
    private CatalogRow() {}

    /** The meter of a row. */
    public static Meter meter(Record row) {
        return Stored.read(
                () -> "meter " + row.get(METER.METER_ID),
                () -> MeterJson.read(
                        Stored.get(row, METER.DEFINITION),
                        MeterId.of(Stored.get(row, METER.METER_ID)),
                        MeterAggregation.valueOf(Stored.get(row, METER.AGGREGATION)),
                        Stored.get(row, METER.NEGATIVE_ALLOWED),
                        Stored.get(row, METER.RECORDED_AT)));
    }

    /** The plan of a row. */
    public static Plan plan(Record row) {
        return Stored.read(
                () -> "plan " + row.get(PLAN.PLAN_ID),
                () -> new Plan(
                        PlanId.of(Stored.get(row, PLAN.PLAN_ID)),
                        Stored.get(row, PLAN.NAME),
                        CurrencyUnit.of(Stored.get(row, PLAN.CURRENCY)),
                        row.get(PLAN.ARCHIVED_AT),
                        Stored.get(row, PLAN.CREATED_AT)));
    }

    /** Which version a row of {@code plan_version} is. */
    public static PlanVersionRef ref(Record row) {
        return new PlanVersionRef(
                PlanId.of(Stored.get(row, PLAN_VERSION.PLAN_ID)), Stored.get(row, PLAN_VERSION.VERSION));
    }

    /** The version of a row that is joined with its plan. */
    public static PlanVersion version(Record row, List<Charge> charges) {
        return Stored.read(
                () -> "version " + row.get(PLAN_VERSION.VERSION) + " of plan " + row.get(PLAN_VERSION.PLAN_ID), () -> {
                    CurrencyUnit currency = CurrencyUnit.of(Stored.get(row, PLAN.CURRENCY));
                    return new PlanVersion(
                            ref(row),
                            currency,
                            new BillingInterval(
                                    IntervalUnit.valueOf(Stored.get(row, PLAN_VERSION.INTERVAL_UNIT)),
                                    Stored.get(row, PLAN_VERSION.INTERVAL_COUNT)),
                            charges,
                            ThresholdsJson.read(row.get(PLAN_VERSION.THRESHOLDS), currency),
                            Stored.get(row, PLAN_VERSION.RECORDED_AT));
                });
    }

    /** Of which version a row of {@code charge} is part. */
    public static PlanVersionRef refOfCharge(Record row) {
        return new PlanVersionRef(PlanId.of(Stored.get(row, CHARGE.PLAN_ID)), Stored.get(row, CHARGE.PLAN_VERSION));
    }

    /** The charge of a row. */
    public static Charge charge(Record row) {
        return Stored.read(() -> "charge " + row.get(CHARGE.CHARGE_ID) + " of plan " + row.get(CHARGE.PLAN_ID), () -> {
            String meter = row.get(CHARGE.METER_ID);
            PriceModel model = PriceModelJson.read(Stored.get(row, CHARGE.PRICE_MODEL));
            ChargeTermsJson around = ChargeTermsJson.read(row.get(CHARGE.PRICE_TERMS), model.currency());
            return new Charge(
                    ChargeId.of(Stored.get(row, CHARGE.CHARGE_ID)),
                    Stored.get(row, CHARGE.DESCRIPTION),
                    model,
                    BillingTiming.valueOf(Stored.get(row, CHARGE.TIMING)),
                    meter == null ? null : MeterId.of(meter),
                    ProrationPolicy.valueOf(Stored.get(row, CHARGE.PRORATION)),
                    Stored.get(row, CHARGE.STORE_ZERO_LINE),
                    around.terms(),
                    around.tax());
        });
    }

    /** The charges of a version, in their order. */
    public static RowSet<Integer> charges(PlanVersion version) {
        List<Charge> charges = version.charges();
        List<Integer> ordinals = IntStream.range(0, charges.size()).boxed().toList();
        return RowSet.of(ordinals)
                .with(CHARGE.PLAN_ID, i -> version.ref().plan().value())
                .with(CHARGE.PLAN_VERSION, i -> version.ref().version())
                .with(CHARGE.ORDINAL, i -> i)
                .with(CHARGE.CHARGE_ID, i -> charges.get(i).id().value())
                .with(CHARGE.DESCRIPTION, i -> charges.get(i).description())
                .with(CHARGE.TIMING, i -> charges.get(i).timing().name())
                .with(CHARGE.METER_ID, i -> {
                    MeterId meter = charges.get(i).meter();
                    return meter == null ? null : meter.value();
                })
                .with(
                        CHARGE.PRICE_MODEL,
                        i -> PriceModelJson.write(charges.get(i).price()))
                .with(
                        CHARGE.PRICE_TERMS,
                        i -> new ChargeTermsJson(
                                        charges.get(i).terms(), charges.get(i).tax())
                                .write())
                .with(CHARGE.PRORATION, i -> charges.get(i).proration().name())
                .with(CHARGE.STORE_ZERO_LINE, i -> charges.get(i).storeZeroLine());
    }
}
