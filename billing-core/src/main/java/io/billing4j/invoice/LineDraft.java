package io.billing4j.invoice;

import io.billing4j.catalog.Charge;
import io.billing4j.catalog.PlanVersionRef;
import io.billing4j.id.SubscriptionId;
import io.billing4j.rating.Derivation;
import java.util.ArrayList;
import java.util.List;

/**
 * A line that has no place on a document yet.
 *
 * @param at the place that bills the line's period
 */
record LineDraft(LineKey key, String description, Derivation derivation, BilledAt at, LineAdjustments adjustments) {
    /** The lines of a charge: none where it comes to nothing, unless the charge wants those as well. */
    static List<LineDraft> of(
            SubscriptionId subscription,
            PlanVersionRef plan,
            Charge charge,
            List<Derivation> derivations,
            BilledAt at) {
        List<LineDraft> lines = new ArrayList<>();
        for (Derivation derivation : derivations) {
            if (!derivation.amount().isZero() || charge.storeZeroLine()) {
                LineKey key =
                        new LineKey(subscription, plan, charge.id(), LineKind.of(derivation), derivation.service());
                lines.add(new LineDraft(key, charge.description(), derivation, at, LineAdjustments.NONE));
            }
        }
        return lines;
    }

    /** Whether it asks for something, and takes nothing back. */
    boolean asks() {
        return key.corrects() == null;
    }

    /** The same line with other adjustments. */
    LineDraft with(LineAdjustments others) {
        return new LineDraft(key, description, derivation, at, others);
    }

    InvoiceLine numbered(int number) {
        return InvoiceLine.of(number, key, description, derivation, adjustments);
    }
}
