package io.billing4j.store.memory;

import io.billing4j.error.BillingException;
import io.billing4j.error.ErrorCode;
import io.billing4j.id.CustomerId;
import io.billing4j.id.SubscriptionId;
import io.billing4j.store.Page;
import io.billing4j.store.SubscriptionStore;
import io.billing4j.subscription.BillingCursor;
import io.billing4j.subscription.Subscription;
import io.billing4j.subscription.SubscriptionChange;
import io.billing4j.subscription.SubscriptionState;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Subscriptions by their keys, and by customer. */
final class MemorySubscriptions implements SubscriptionStore {
    private static final Comparator<SubscriptionState> BY_KEY =
            Comparator.comparing(state -> state.subscription().id());

    private final Rows<SubscriptionId, SubscriptionState> subscriptions;
    private final Rows<Key<CustomerId, SubscriptionId>, SubscriptionId> byCustomer;

    MemorySubscriptions(Books books, Transaction transaction) {
        subscriptions = books.subscriptions.in(transaction);
        byCustomer = books.subscriptionsByCustomer.in(transaction);
    }

    @Override
    public void insert(SubscriptionState state) {
        Subscription added = state.subscription();
        Subscription kept = added.startingWith(added.schedule().alone().withPinned(Map.of()));
        subscriptions.insert(
                added.id(),
                new SubscriptionState(kept, state.cursor()),
                () -> ErrorCode.SUBSCRIPTION_EXISTS.at("subscriptionId", "there is a subscription " + added.id()));
        byCustomer.put(Key.of(added.customer(), added.id()), added.id());
    }

    @Override
    public void update(SubscriptionState state) {
        Subscription before = require(state.subscription().id()).subscription();
        List<SubscriptionChange> changes = state.subscription().changes();
        Subscription kept = before.with(changes.subList(before.changes().size(), changes.size()))
                .startingWith(state.subscription().schedule().alone().withPinned(Map.of()));
        subscriptions.put(kept.id(), new SubscriptionState(kept, state.cursor()));
    }

    @Override
    public void setGroup(SubscriptionId id, @Nullable String group) {
        SubscriptionState before = require(id);
        subscriptions.put(id, new SubscriptionState(before.subscription().inGroup(group), before.cursor()));
    }

    @Override
    public Optional<SubscriptionState> find(SubscriptionId id) {
        return subscriptions.find(id);
    }

    @Override
    public List<SubscriptionState> findAll(Collection<SubscriptionId> ids) {
        return List.copyOf(subscriptions.findAll(ids).values());
    }

    @Override
    public List<SubscriptionState> ofCustomers(Collection<CustomerId> customers) {
        return Set.copyOf(customers).stream()
                .flatMap(this::ofCustomer)
                .sorted(BY_KEY)
                .toList();
    }

    @Override
    public List<SubscriptionState> dueOfCustomers(Collection<CustomerId> customers, Instant cutOff) {
        return ofCustomers(customers).stream()
                .filter(state -> due(state, cutOff))
                .toList();
    }

    @Override
    public List<Subscription> list(@Nullable CustomerId customer, Page page) {
        SubscriptionId after = page.after() == null ? null : SubscriptionId.of(page.after());
        Stream<SubscriptionState> listed =
                customer == null ? subscriptions.after(after) : after(new Key<>(customer, after));
        return listed.limit(page.size()).map(SubscriptionState::subscription).toList();
    }

    @Override
    public void moveCursors(Map<SubscriptionId, BillingCursor> cursors) {
        cursors.forEach((id, cursor) ->
                subscriptions.put(id, new SubscriptionState(require(id).subscription(), cursor)));
    }

    @Override
    public void wake(Map<SubscriptionId, Instant> dueAt) {
        dueAt.forEach((id, at) -> {
            SubscriptionState before = require(id);
            if (before.cursor().nextDueAt() == null) {
                subscriptions.put(
                        id,
                        new SubscriptionState(
                                before.subscription(), before.cursor().dueAt(at)));
            }
        });
    }

    @Override
    public Optional<Instant> nextDueAfter(Instant after) {
        return subscriptions
                .after(null)
                .map(state -> state.cursor().nextDueAt())
                .filter(Objects::nonNull)
                .filter(due -> due.isAfter(after))
                .min(Comparator.naturalOrder());
    }

    /** In the order of their keys. */
    Stream<SubscriptionState> ofCustomer(CustomerId customer) {
        return after(Key.startOf(customer));
    }

    static boolean due(SubscriptionState state, Instant cutOff) {
        Instant dueAt = state.cursor().nextDueAt();
        return dueAt != null && !dueAt.isAfter(cutOff);
    }

    /** Those of the key's customer after the key. */
    private Stream<SubscriptionState> after(Key<CustomerId, SubscriptionId> key) {
        return byCustomer
                .entriesAfter(key)
                .takeWhile(entry -> entry.getKey().first().equals(key.first()))
                .map(entry -> require(entry.getValue()));
    }

    private SubscriptionState require(SubscriptionId id) {
        return subscriptions.require(id, () -> noSubscription(id));
    }

    private static BillingException noSubscription(SubscriptionId id) {
        return ErrorCode.SUBSCRIPTION_NOT_FOUND.missing("subscriptionId", id);
    }
}
