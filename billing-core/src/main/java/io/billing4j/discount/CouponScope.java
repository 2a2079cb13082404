package io.billing4j.discount;

import io.billing4j.discount.DiscountClaim.Level;
import io.billing4j.error.ErrorCode;
import io.billing4j.error.Inputs;
import io.billing4j.id.ChargeId;
import io.billing4j.id.PlanId;
import java.util.Set;

/** What a coupon takes off from. */
public sealed interface CouponScope {
    /** Everything that subscriptions are billed on a document. */
    static CouponScope document() {
        return new OfDocument();
    }

    /** Whatever these plans charge. INVALID_BATCH at {@code plans} for none or more than a hundred. */
    static CouponScope plans(Set<PlanId> plans) {
        return new OfPlans(plans);
    }

    /** These charges, of whatever plan. INVALID_BATCH at {@code charges} for none or more than a hundred. */
    static CouponScope charges(Set<ChargeId> charges) {
        return new OfCharges(charges);
    }

    /** Whether it takes off from a line of this charge. */
    boolean covers(PlanId plan, ChargeId charge);

    /** Discounts of charges and plans come before those of the document. */
    default Level level() {
        return Level.LINE;
    }

    /** Everything. */
    record OfDocument() implements CouponScope {
        @Override
        public boolean covers(PlanId plan, ChargeId charge) {
            return true;
        }

        @Override
        public Level level() {
            return Level.DOCUMENT;
        }
    }

    /** What some plans charge. */
    record OfPlans(Set<PlanId> plans) implements CouponScope {
        /** Keeps a copy. */
        public OfPlans {
            plans = Inputs.set("plans", plans);
            requireSome("plans", plans);
        }

        @Override
        public boolean covers(PlanId plan, ChargeId charge) {
            return plans.contains(plan);
        }
    }

    /** Some charges. */
    record OfCharges(Set<ChargeId> charges) implements CouponScope {
        /** Keeps a copy. */
        public OfCharges {
            charges = Inputs.set("charges", charges);
            requireSome("charges", charges);
        }

        @Override
        public boolean covers(PlanId plan, ChargeId charge) {
            return charges.contains(charge);
        }
    }

    private static void requireSome(String field, Set<?> keys) {
        if (keys.isEmpty() || keys.size() > 100) {
            throw ErrorCode.INVALID_BATCH.at(field, "expected 1 to 100 but found " + keys.size());
        }
    }
}
