package io.billing4j.store;

import io.billing4j.id.CustomerId;
import io.billing4j.id.InvoiceId;
import io.billing4j.id.OneOffId;
import io.billing4j.invoice.OneOffCharge;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One-off charges, and which documents they are on. Whoever writes has locked their customers. */
public interface OneOffStore {
    /**
     * Adds charges, all or none.
     *
     * @throws io.billing4j.error.BillingException ALREADY_EXISTS if the id of one is taken, IDEMPOTENCY_CONFLICT at {@code
     *     idempotencyKey} if another has the key of one
     */
    void insert(List<OneOffCharge> charges);

    /** Those of the charges that there are, in the order of their ids. */
    List<OneOffCharge> findAll(Collection<OneOffId> ids);

    /** The charges that were added with one of the keys, in the order of their ids. */
    List<OneOffCharge> byKeys(Collection<String> keys);

    /** What waits for a document, of those of the customers who have some; in the order in which it is due, and then of ids. */
    Map<CustomerId, List<OneOffCharge>> pending(Collection<CustomerId> customers);

    /** What waits for a document, of all customers, in the order of ids. */
    List<OneOffCharge> pending(Page page);

    /** How many wait for a document, of those of the customers who have some. */
    Map<CustomerId, Integer> countPending(Collection<CustomerId> customers);

    /**
     * Customers of whom something waits that is for a subscription that has ended, also where something of that is still due, which may
     * fail for ever. In the order of their keys.
     *
     * @param dueAt at which the charges are due, or before, and at which subscriptions have ended, or before
     * @param after the last key that was seen; null to begin
     * @param limit the most customers wanted
     */
    List<CustomerId> customersOfEnded(Instant dueAt, @Nullable CustomerId after, int limit);

    /** How many charges of such subscriptions wait, and which. */
    DueCount dueOfEnded(Instant dueAt);

    /** The first instant after this one at which such a charge is due and its subscription has ended, if there is one. */
    Optional<Instant> nextOfEndedAfter(Instant instant);

    /** All of a customer's, in the order of ids. */
    List<OneOffCharge> list(CustomerId customer, Page page);

    /**
     * Stores that charges are on documents.
     *
     * @throws io.billing4j.error.BillingException IMMUTABLE if one of them does not wait for a document
     */
    void bill(Map<OneOffId, InvoiceId> documents);

    /**
     * Stores that charges are on no document any more, and wait for one again; those that are on none stay as they are.
     *
     * @param again the void document that they were on and that is to be made again; null where they were on a draft
     * @throws io.billing4j.error.BillingException IMMUTABLE if one of them is on a document that is final, or void and waived
     */
    void release(Collection<OneOffId> ids, @Nullable InvoiceId again);

    /**
     * Stores that a charge is not billed any more.
     *
     * @throws io.billing4j.error.BillingException IMMUTABLE if it does not wait for a document
     */
    void cancel(OneOffId id, Instant at);
}
