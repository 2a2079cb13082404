package io.billing4j.engine;

import io.billing4j.catalog.Charge;
import io.billing4j.catalog.Meter;
import io.billing4j.catalog.PlanVersion;
import io.billing4j.error.ErrorCode;
import io.billing4j.error.Inputs;
import io.billing4j.id.MeterId;
import io.billing4j.price.CustomPrices;
import io.billing4j.price.PartsNeeded;
import io.billing4j.store.CatalogStore;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Whether the charges of a plan can be billed at all: what their meters measure is what their prices ask for. Found out when
 * a plan is made, where somebody is there to choose another, and not when its first month is billed.
 */
record ChargeCheck(CustomPrices prices) {
    /**
     * Refuses with METER_NOT_FOUND at {@code charges[i].meterId}, with INVALID_CHARGE at {@code charges[i].price} a price
     * that asks its meter for what it does not measure, and with CUSTOM_MODEL_UNKNOWN a function that is not registered.
     */
    void check(CatalogStore catalog, PlanVersion version) {
        Map<MeterId, Meter> meters = catalog.findMeters(version.meters());
        List<Charge> charges = version.charges();
        for (int i = 0; i < charges.size(); i++) {
            Charge charge = charges.get(i);
            Inputs.within("charges[" + i + "]", () -> {
                check(charge, meters);
                return charge;
            });
        }
    }

    private void check(Charge charge, Map<MeterId, Meter> meters) {
        Inputs.within("price", () -> {
            prices.requireFor(charge.price());
            return charge;
        });
        MeterId id = charge.meter();
        if (id == null) {
            return;
        }
        Meter meter = meters.get(id);
        if (meter == null) {
            throw ErrorCode.METER_NOT_FOUND.missing("meterId", id);
        }
        if (charge.price().partsNeeded() == PartsNeeded.EVENTS
                && !meter.aggregation().addsUpEvents()) {
            throw ErrorCode.INVALID_CHARGE.at(
                    "price", "it looks at single events, and those of meter " + id + " do not add up to its quantity");
        }
        if (charge.price().partsNeeded() == PartsNeeded.EVENTS && meter.negativeAllowed()) {
            throw ErrorCode.INVALID_CHARGE.at(
                    "meterId", "an event of meter " + id + " may take back others, which no price by event can do");
        }
        TreeSet<String> missing = new TreeSet<>(charge.price().groupedBy());
        meter.groupBy().forEach(missing::remove);
        if (!missing.isEmpty()) {
            throw ErrorCode.INVALID_CHARGE.at("price", "meter " + id + " does not group by " + missing);
        }
    }
}
