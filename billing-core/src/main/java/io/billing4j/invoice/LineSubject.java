package io.billing4j.invoice;

import io.billing4j.catalog.PlanVersionRef;
import io.billing4j.id.ChargeId;
import io.billing4j.id.OneOffId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.rating.Derivation;
import org.jspecify.annotations.Nullable;

/** What a line bills: a charge of a subscription, or what was added by hand. */
public sealed interface LineSubject extends Comparable<LineSubject> {
    /** The kind of a line about it with this derivation. */
    LineKind kind(Derivation derivation);

    /** A charge of a plan that a subscription has. */
    record OfCharge(SubscriptionId subscription, PlanVersionRef plan, ChargeId charge) implements LineSubject {
        @Override
        public LineKind kind(Derivation derivation) {
            return LineKind.of(derivation);
        }

        @Override
        public int compareTo(LineSubject other) {
            if (!(other instanceof OfCharge charged)) {
                return -1;
            }
            int order = subscription.compareTo(charged.subscription);
            if (order == 0) {
                order = plan.plan().compareTo(charged.plan.plan());
            }
            if (order == 0) {
                order = Integer.compare(plan.version(), charged.plan.version());
            }
            return order == 0 ? charge.compareTo(charged.charge) : order;
        }
    }

    /**
     * A one-off charge. It stands behind what subscriptions are billed.
     *
     * @param code what it is filed under; null where that was not said
     */
    record OfOneOff(OneOffId oneOff, @Nullable String code) implements LineSubject {
        @Override
        public LineKind kind(Derivation derivation) {
            return LineKind.ONE_OFF;
        }

        @Override
        public int compareTo(LineSubject other) {
            return other instanceof OfOneOff added ? oneOff.compareTo(added.oneOff) : 1;
        }
    }
}
