package io.billing4j.store;

import io.billing4j.id.ContentHash;
import io.billing4j.id.RequestKey;
import java.time.Duration;
import java.util.Optional;

/**
 * Requests that were made, by their keys, and what was answered. How long ago that was is told by the clock of the store, whatever
 * the tenant's business time.
 */
public interface RequestStore {
    /**
     * Takes a key until the transaction ends. One that nobody has is kept from then on with this call and request, and without an
     * answer. One that somebody has taken is waited for: once they have committed it is theirs, and otherwise free.
     *
     * @param call what is asked for, 1 to 200 characters
     * @return what is kept under the key already; empty where nothing was
     * @throws io.billing4j.error.BillingException STORE_CONTENTION if whoever has the key does not end in time
     */
    Optional<Remembered> claim(RequestKey key, String call, ContentHash request);

    /** Keeps the answer to a request, in place of one that is there. INTERNAL if nothing is kept under the key. */
    void answer(RequestKey key, byte[] answer);

    /** What is kept under the key, if anything is; it is not taken. */
    Optional<Remembered> find(RequestKey key);

    /**
     * Forgets requests, the oldest first. Those whose keys somebody has taken may be left out.
     *
     * @param age how long ago they were claimed at least; not below zero
     * @param limit how many at most
     * @return how many
     */
    int forgetOlderThan(Duration age, int limit);
}
