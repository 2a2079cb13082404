package io.billing4j.engine;

import io.billing4j.id.InvoiceId;
import io.billing4j.id.PlanId;
import io.billing4j.invoice.InvoiceSlot;
import io.billing4j.invoice.SlotPlace;
import io.billing4j.subscription.Subscription;
import io.billing4j.tenant.Consolidation;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which document of a customer a place is for, where subscriptions share some.
 *
 * @param day on which the place is due, in the customer's zone
 * @param plan the main one, where documents are of subscriptions to one plan
 * @param group what it is for, where documents are of one project or purchase order; null there for none
 * @param again the document that is void and made again; what stood on it stands together again, and with nothing else; but
 *     no document is for two groups where documents are of one
 */
record DocumentKey(
        LocalDate day,
        @Nullable PlanId plan,
        @Nullable String group,
        @Nullable InvoiceId again) {
    /**
     * Null for a place whose document is its own: of a change that is settled at once, of what has come out otherwise, and, where
     * documents are of one group, of a subscription that is for none. Only what is made again with others stands with them all the
     * same.
     */
    static @Nullable DocumentKey of(
            Consolidation consolidation,
            ZoneId zone,
            Subscription subscription,
            SlotPlace place,
            List<InvoiceSlot> slots) {
        LocalDate day = place.dueAt().atZone(zone).toLocalDate();
        String group = consolidation == Consolidation.GROUP ? subscription.group() : null;
        if (place.revision() > 0) {
            InvoiceId again = before(place, slots);
            return again == null ? null : new DocumentKey(day, null, group, again);
        }
        if (!place.reason().ofPeriod()) {
            return null;
        }
        if (consolidation == Consolidation.GROUP && group == null) {
            return null;
        }
        // An end that is due has no plan of its own any more.
        PlanId plan = consolidation == Consolidation.PLAN
                ? subscription.planAt(place.period().startInclusive()).plan()
                : null;
        return new DocumentKey(day, plan, group, null);
    }

    /** The document that a place had before it is made again; null where it had none. */
    static @Nullable InvoiceId before(SlotPlace place, List<InvoiceSlot> slots) {
        return slots.stream()
                .filter(slot -> slot.place().term() == place.term()
                        && slot.place().sequence() == place.sequence()
                        && slot.place().revision() == place.revision() - 1)
                .findFirst()
                .map(InvoiceSlot::invoice)
                .orElse(null);
    }
}
