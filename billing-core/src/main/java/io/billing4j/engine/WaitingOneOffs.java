package io.billing4j.engine;

import io.billing4j.id.CustomerId;
import io.billing4j.id.InvoiceId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.invoice.OneOffCharge;
import io.billing4j.invoice.SlotPlace;
import io.billing4j.subscription.Subscription;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What of some customers waits for a document, and which documents may take it.
 *
 * @param charges of those of the customers that have some, in the order in which it is due
 * @param over subscriptions that charges are for and that have no document of a period any more, once they have ended
 * @param again void documents that charges were on and whose places are still to be filled again
 * @param byGroup whether documents are of one project or purchase order; those that are not shared after all as well
 */
record WaitingOneOffs(
        Map<CustomerId, List<OneOffCharge>> charges,
        Map<SubscriptionId, Subscription> over,
        Set<InvoiceId> again,
        boolean byGroup) {
    static final WaitingOneOffs NONE = new WaitingOneOffs(Map.of(), Map.of(), Set.of(), false);

    List<OneOffCharge> of(CustomerId customer) {
        return charges.getOrDefault(customer, List.of());
    }

    /**
     * Whether a place takes a charge as far as that is for its subscription, or for any. What is for one that is over is taken by the
     * customer's others. Where documents are of one group, one takes what is for the same alone: what is for no subscription is for none.
     *
     * @param now or later, when the place is due, its document is made
     */
    boolean takes(Subscription subscription, SlotPlace place, OneOffCharge one, Instant now) {
        SubscriptionId wanted = one.subscription();
        if (subscription.id().equals(wanted)) {
            return one.fits(subscription.id(), place);
        }
        if (wanted == null) {
            return sameGroup(subscription.group(), null) && one.dueBy(place);
        }
        Subscription ended = over(wanted, place.dueAt().isAfter(now) ? place.dueAt() : now);
        return ended != null && sameGroup(subscription.group(), ended.group()) && one.dueBy(place);
    }

    /**
     * The subscription if it is over at an instant; otherwise null. An end that lies ahead does not count yet: it may be withdrawn, and what
     * is for the subscription would be on a document of another.
     */
    @Nullable
    Subscription over(SubscriptionId id, Instant at) {
        Subscription ends = over.get(id);
        return ends != null && ends.statusAt(at).ended() ? ends : null;
    }

    private boolean sameGroup(@Nullable String one, @Nullable String other) {
        return !byGroup || Objects.equals(one, other);
    }
}
