package io.billing4j.store;

import io.billing4j.customer.Customer;
import io.billing4j.customer.CustomerState;
import io.billing4j.id.CustomerId;
import io.billing4j.id.EntityId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/** Customers, and the lock under which everything of theirs changes. */
public interface CustomerStore {
    /** Adds a customer, whose last record is its creation; CUSTOMER_EXISTS if its key is taken. */
    void insert(Customer customer);

    /** The customer, if there is one. */
    Optional<Customer> find(CustomerId id);

    /** The customer and how far their books have come, without a lock; if there is one. */
    Optional<CustomerState> state(CustomerId id);

    /** The same of those of the customers that exist, in the order of their keys. */
    Map<CustomerId, CustomerState> states(Collection<CustomerId> ids);

    /** Customers in the order of their keys. */
    List<Customer> list(Page page);

    /**
     * Waits for the locks on those of the customers that exist, in the order of their keys, and gives what they are once
     * locked.
     *
     * @param contended whether to wait for customers that others hold, or to leave them out
     * @throws io.billing4j.error.BillingException STORE_CONTENTION if a lock is not to be had in time
     */
    Map<CustomerId, CustomerState> lock(Collection<CustomerId> ids, CustomerLock lock, Contended contended);

    /**
     * Waits for the locks as {@link #lock} does, and gives which of the customers exist, without reading what they are.
     *
     * @throws io.billing4j.error.BillingException STORE_CONTENTION if a lock is not to be had in time
     */
    Set<CustomerId> hold(Collection<CustomerId> ids, CustomerLock lock);

    /** The same as {@link #lock}, waiting for all of them. */
    default Map<CustomerId, CustomerState> lock(Collection<CustomerId> ids, CustomerLock lock) {
        return lock(ids, lock, Contended.WAIT);
    }

    /**
     * Locks the next customers, in the order of their keys, that have a subscription due at the cut-off or before.
     *
     * <p>A customer that somebody else has just billed may be among them: what is due is to be read after this, and so is
     * the customer, so that one that cannot be read does not hide the others.
     *
     * @param after the last key that was seen; null to begin
     * @param limit the most customers wanted
     * @param contended whether to wait for customers that others hold, or to pass them by
     */
    List<CustomerId> claimDue(Instant cutOff, @Nullable CustomerId after, int limit, Contended contended);

    /** How many customers have a subscription due at the cut-off or before, with a mark of which are due and of when. */
    DueCount due(Instant cutOff);

    /** Moves the instant of their last record forward; each is locked. */
    void recorded(Map<CustomerId, Instant> lastRecordedAt);

    /** Has its documents issued in the name of another entity; it is locked. CUSTOMER_NOT_FOUND if there is none. */
    void moveTo(CustomerId id, EntityId entity);

    /** Sets their balances; each is locked. */
    void balances(Map<CustomerId, Money> balances);

    /** What to do about a row that somebody else holds. */
    enum Contended {
        /** Leave it out. */
        SKIP,
        /** Wait for it. */
        WAIT
    }
}
