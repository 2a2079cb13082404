package io.billing4j.store;

import io.billing4j.id.CustomerId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.subscription.BillingCursor;
import io.billing4j.subscription.Subscription;
import io.billing4j.subscription.SubscriptionState;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Subscriptions, their changes and how far they are billed. Schedules come without stored boundaries: slots have those. */
public interface SubscriptionStore {
    /** Adds a subscription with its first changes and its cursor; SUBSCRIPTION_EXISTS if its key is taken. */
    void insert(SubscriptionState state);

    /** Stores the changes that the subscription has beyond those stored, where its first schedule begins, and the cursor. */
    void update(SubscriptionState state);

    /** Says what a subscription is for, or that it is for nothing where it is null; {@link #update} leaves that alone. SUBSCRIPTION_NOT_FOUND if there is none. */
    void setGroup(SubscriptionId id, @Nullable String group);

    /** The subscription, if there is one. */
    Optional<SubscriptionState> find(SubscriptionId id);

    /** Those of the subscriptions that there are, in the order of their keys. */
    List<SubscriptionState> findAll(Collection<SubscriptionId> ids);

    /** All subscriptions of these customers, in the order of their keys. */
    List<SubscriptionState> ofCustomers(Collection<CustomerId> customers);

    /** The subscriptions of these customers with something due at the cut-off or before, in the order of their keys. */
    List<SubscriptionState> dueOfCustomers(Collection<CustomerId> customers, Instant cutOff);

    /** Subscriptions in the order of their keys; of one customer, or of all where it is null. */
    List<Subscription> list(@Nullable CustomerId customer, Page page);

    /** Moves cursors; the customers are locked. */
    void moveCursors(Map<SubscriptionId, BillingCursor> cursors);

    /**
     * Makes those that have nothing due fall due at these instants; the customers are locked at least for ingestion. Rows are
     * locked in the order of keys.
     */
    void wake(Map<SubscriptionId, Instant> dueAt);

    /** The earliest instant after this one at which a subscription of the tenant falls due, if there is one. */
    Optional<Instant> nextDueAfter(Instant after);
}
