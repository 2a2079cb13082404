package io.billing4j.catalog;

import io.billing4j.error.ErrorCode;
import io.billing4j.error.Inputs;
import io.billing4j.id.ChargeId;
import io.billing4j.id.MeterId;
import io.billing4j.money.Currencies;
import io.billing4j.period.BillingInterval;
import io.billing4j.price.Commitment;
import io.billing4j.price.PartsNeeded;
import io.billing4j.price.PriceTerms;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.joda.money.CurrencyUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a plan costs. A version never changes: a new price is a new version, and subscriptions keep theirs.
 *
 * @param charges in the order of an invoice's lines, 1 to 100
 * @param thresholds at which amounts usage is billed before its period ends, where the plan is a subscription's main one; null where
 *     it is not
 * @param recordedAt business time
 */
public record PlanVersion(
        PlanVersionRef ref,
        CurrencyUnit currency,
        BillingInterval interval,
        List<Charge> charges,
        @Nullable UsageThresholds thresholds,
        Instant recordedAt) {
    /**
     * Refuses no charges with PLAN_WITHOUT_CHARGES, the same id or meter twice with DUPLICATE_CHARGE, another currency
     * with CURRENCY_MISMATCH, thresholds where no charge prices a meter, or one prices each event, with INVALID_TERMS at {@code thresholds}. Of terms of the whole
     * plan there is one charge, else DUPLICATE_CHARGE. Beside them all prices hold their taxes or none does, and beside a maximum or a
     * factor other than 1 no other charge has a commitment or a maximum of its own, which would break one another; else INVALID_TERMS.
     */
    public PlanVersion {
        Inputs.required("ref", ref);
        Inputs.required("currency", currency);
        Inputs.required("interval", interval);
        charges = Inputs.list("charges", charges);
        recordedAt = Inputs.instant("recordedAt", recordedAt);
        if (charges.isEmpty()) {
            throw ErrorCode.PLAN_WITHOUT_CHARGES.at("charges", "a plan has at least one charge");
        }
        if (charges.size() > 100) {
            throw ErrorCode.INVALID_BATCH.at("charges", "expected at most 100 charges but found " + charges.size());
        }
        Set<ChargeId> ids = new HashSet<>();
        Set<MeterId> meters = new HashSet<>();
        for (int i = 0; i < charges.size(); i++) {
            Charge charge = charges.get(i);
            String field = "charges[" + i + "]";
            if (!ids.add(charge.id())) {
                throw ErrorCode.DUPLICATE_CHARGE.at(field + ".chargeId", "another charge has the id " + charge.id());
            }
            if (charge.meter() != null && !meters.add(charge.meter())) {
                throw ErrorCode.DUPLICATE_CHARGE.at(
                        field + ".meterId", "another charge prices the meter " + charge.meter());
            }
            Currencies.requireSame(field + ".price", currency, charge.price().currency());
        }
        if (thresholds != null) {
            Currencies.requireSame("thresholds", currency, thresholds.currency());
            if (meters.isEmpty()) {
                throw ErrorCode.INVALID_TERMS.at(
                        "thresholds", "no charge prices a meter, so that no usage reaches them");
            }
            if (charges.stream().anyMatch(PlanVersion::byEvent)) {
                throw ErrorCode.INVALID_TERMS.at(
                        "thresholds", "a charge prices each event, and each early document would repeat all of them");
            }
        }
        requireTermsOfPlan(charges);
    }

    /** One whose usage is billed when its period is over. */
    public PlanVersion(
            PlanVersionRef ref,
            CurrencyUnit currency,
            BillingInterval interval,
            List<Charge> charges,
            Instant recordedAt) {
        this(ref, currency, interval, charges, null, recordedAt);
    }

    private static void requireTermsOfPlan(List<Charge> charges) {
        Charge plan = null;
        for (int i = 0; i < charges.size(); i++) {
            if (charges.get(i).ofPlan()) {
                if (plan != null) {
                    throw ErrorCode.DUPLICATE_CHARGE.at(
                            "charges[" + i + "].price", "the terms of the whole plan are those of " + plan.id());
                }
                plan = charges.get(i);
            }
        }
        for (int i = 0; plan != null && i < charges.size(); i++) {
            requireBeside(plan, charges.get(i), "charges[" + i + "]");
        }
    }

    private static void requireBeside(Charge plan, Charge charge, String field) {
        if (charge.tax().behavior() != plan.tax().behavior()) {
            throw ErrorCode.INVALID_TERMS.at(
                    field + ".tax",
                    "amounts with and without taxes are not added up: expected it as in " + plan.id()
                            + ", the whole plan's");
        }
        if (!charge.ofPlan() && changesLines(plan.terms())) {
            String terms = charge.terms().commitment() != null
                    ? "commitment"
                    : charge.terms().maximum() != null ? "maximum" : null;
            if (terms != null) {
                throw ErrorCode.INVALID_TERMS.at(
                        field + ".terms." + terms,
                        "no charge has one beside a maximum or a factor of the whole plan, which " + plan.id()
                                + " has");
            }
        }
    }

    private static boolean changesLines(PriceTerms ofPlan) {
        Commitment commitment = ofPlan.commitment();
        return ofPlan.maximum() != null
                || (commitment != null && commitment.overageFactor().compareTo(BigDecimal.ONE) != 0);
    }

    /** The charge whose terms are those of the whole plan, if there are any. */
    public Optional<Charge> ofPlan() {
        return charges.stream().filter(Charge::ofPlan).findFirst();
    }

    /** The charge of this id, if it has one. */
    public Optional<Charge> charge(ChargeId id) {
        return charges.stream().filter(charge -> charge.id().equals(id)).findFirst();
    }

    /** Whether a charge prices each event, and not what all of them come to. */
    public boolean pricesEvents() {
        return charges.stream().anyMatch(PlanVersion::byEvent);
    }

    private static boolean byEvent(Charge charge) {
        return charge.price().partsNeeded() == PartsNeeded.EVENTS;
    }

    /** The meters that its charges price. */
    public List<MeterId> meters() {
        return charges.stream().map(Charge::meter).filter(Objects::nonNull).toList();
    }
}
